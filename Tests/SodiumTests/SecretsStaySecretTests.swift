import Glibc
import Testing

/// What must not compile, tried with the compiler itself.
struct SecretsStaySecretTests {
  @Test func `counting a secret's bytes compiles`() async throws {
    // The control: without it, a wrong search path would make every other case pass.
    await #expect(processExitsWith: .success) {
      try typecheck("_ = secret.count")
    }
  }

  @Test(arguments: [
    ("print(secret)", "does not conform to expected type 'Copyable'"),
    ("_ = \"\\(secret)\"", "requires that 'SecretBytes' conform to 'Copyable'"),
    ("_ = String(describing: secret)", "requires that 'SecretBytes' conform to 'Copyable'"),
    ("_ = secret as Any", "cannot convert value of type 'SecretBytes' to type 'Any'"),
    ("_ = [secret]", "requires that 'SecretBytes' conform to 'Copyable'"),
    ("_ = secret == secret", "requires that 'SecretBytes' conform to 'Equatable'"),
    ("_ = secret[0]", "has no subscripts"),
    ("for byte in secret {}", "requires 'SecretBytes' to conform to 'Sequence'"),
    ("func f(_ e: any Encoder) throws { try secret.encode(to: e) }", "has no member 'encode'"),
  ])
  func `what would show a secret does not compile`(statement: String, reason: String)
    async throws
  {
    let result = await #expect(processExitsWith: .exitCode(1), observing: [\.standardErrorContent])
    { [statement = statement as String] in
      try typecheck(statement)
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("error: "))
    #expect(message.contains(reason), "\(message)")
  }
}

/// Becomes the compiler, reading one function around `statement` from a pipe.
private func typecheck(_ statement: String) throws {
  var path = [CChar](repeating: 0, count: 4096)
  let count = readlink("/proc/self/exe", &path, path.count)
  let executable = String(
    decoding: path.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
  let folder = executable.split(separator: "/").dropLast().joined(separator: "/")
  let sources = #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/Sources"
  var ends: [Int32] = [-1, -1]
  pipe(&ends)
  let source = "import Sodium\nfunc check(_ secret: borrowing SecretBytes) {\n  \(statement)\n}\n"
  _ = Array(source.utf8).withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
  close(ends[1])
  dup2(ends[0], 0)
  dup2(2, 1)
  let arguments = [
    "swiftc", "-typecheck", "-swift-version", "6", "-I", "/\(folder)/Modules",
    "-Xcc", "-fmodule-map-file=/\(sources)/Clibsodium/module.modulemap",
    "-Xcc", "-fmodule-map-file=/\(sources)/Clibkeyutils/module.modulemap", "-",
  ]
  execvp("swiftc", arguments.map { strdup($0) } + [nil])
  exit(127)
}

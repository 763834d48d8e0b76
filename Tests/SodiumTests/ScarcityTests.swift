import Glibc
@testable import Sodium
import Testing

/// What is said where the system has nothing left to give. Each in a process of its own, since a limit
/// holds for all of it.
struct ScarcityTests {
  @Test func `without memory there is no secret, and nothing ends`() async {
    await #expect(processExitsWith: .exitCode(7)) {
      let key = try SecretBytes(copying: [UInt8](repeating: 1, count: 32))
      let memory = Limit(RLIMIT_AS, to: 0)
      let found = [
        fault { _ = try SecretBytes(count: 32) },
        fault { _ = try key.slice(0..<16) },
        fault { _ = try key.copy() },
        fault { _ = try SecretBytes.concatenate(key, key) },
        fault { _ = try SecretBytes.concatenate([1], key) },
        fault { _ = try SecretBytes.concatenate(key, [1]) },
        fault { _ = try Randomness.system.secret(32) },
        fault { _ = try BLAKE2b.subkey([1], key: key) },
        fault { _ = try KeyDerivation.subkey(of: key, id: 1, context: "vesperid", count: 32) },
        fault { _ = try SigningKeyPair(seed: key) },
        fault { _ = try BoxKeyPair(seed: key) },
      ]
      memory.lift()
      exit(found.allSatisfy { $0 == .outOfLockedMemory } ? 7 : 1)
    }
  }

  @Test func `without the memory that it asks for no key is derived from a passphrase`() async {
    await #expect(processExitsWith: .exitCode(7)) {
      let words = try SecretBytes(copying: Array("a heron".utf8))
      let memory = Limit(RLIMIT_AS, to: inUse + 16 << 20)
      let found = fault {
        _ = try Argon2id.derive(
          words, salt: [UInt8](repeating: 0, count: 16), cost: .least, count: 32)
      }
      memory.lift()
      exit(found == .keyDerivationFailed ? 7 : 1)
    }
  }

  @Test func `a key of the kernel that finds no room is reported as that`() async {
    await #expect(processExitsWith: .exitCode(7)) {
      guard let ring = try? KernelKeyring.joinNew(name: "vesper-test") else { exit(7) }
      let key = try ring.add(
        description: "vesper-test:room", secret: SecretBytes(copying: [1, 2, 3]),
        timeoutSeconds: 60)
      let memory = Limit(RLIMIT_AS, to: 0)
      var found: KeyringError?
      do throws(KeyringError) { _ = try ring.read(key) } catch { found = error }
      memory.lift()
      exit(found == .outOfLockedMemory ? 7 : 1)
    }
  }

  @Test func `memory of which there is none cannot be locked, which is told`() async {
    await #expect(processExitsWith: .exitCode(7)) {
      let memory = Limit(RLIMIT_AS, to: 0)
      let report = ProcessHardening.apply()
      memory.lift()
      exit(!report.memoryLocking && report.cryptography ? 7 : 1)
    }
  }

  @Test func `without a descriptor left nobody is asked`() async throws {
    let terminal = try #require(PseudoTerminal())
    await #expect(processExitsWith: .exitCode(7)) { [path = terminal.path as String] in
      let next = open("/dev/null", O_RDONLY)
      close(next)
      // Enough for the terminal, and not for the pipe that signals come through.
      let descriptors = Limit(RLIMIT_NOFILE, to: UInt(next) + 1)
      let found = fault { _ = try QuietTerminal.ask(on: path, prompt: "? ", limit: 9) }
      descriptors.lift()
      exit(found == .noTerminal ? 7 : 1)
    }
  }

  @Test func `a library that is not ready does nothing`() throws {
    #expect(throws: SodiumError.unavailable) { try Library.prepare(false) }
    try Library.prepare()
  }
}

/// The bytes of address space that this process has.
private var inUse: UInt {
  let descriptor = open("/proc/self/statm", O_RDONLY)
  defer { close(descriptor) }
  var buffer = [UInt8](repeating: 0, count: 64)
  let count = max(0, read(descriptor, &buffer, buffer.count))
  let pages = String(decoding: buffer.prefix(count), as: UTF8.self).prefix { $0.isNumber }
  return (UInt(pages) ?? 0) * 4096
}

/// What goes wrong; nothing where nothing does.
private func fault(_ body: () throws -> Void) -> SodiumError? {
  do { try body() } catch { return error as? SodiumError }
  return nil
}

/// A limit of this process, until it is lifted again.
private struct Limit {
  private let resource: __rlimit_resource_t
  private let before: rlimit

  init(_ resource: __rlimit_resource, to value: UInt) {
    self.resource = __rlimit_resource_t(resource.rawValue)
    var before = rlimit()
    getrlimit(self.resource, &before)
    self.before = before
    var now = rlimit(rlim_cur: value, rlim_max: before.rlim_max)
    setrlimit(self.resource, &now)
  }

  func lift() {
    var before = before
    setrlimit(resource, &before)
  }
}

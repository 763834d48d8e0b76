import Glibc
import Vault

/// A tagged PDF of a page, made in memory: WeasyPrint writes it, qpdf locks it.
enum PDF {
  /// PDF/UA-1 of the HTML given.
  static func make(of html: [UInt8], _ world: World) throws -> [UInt8] {
    let path = try OtherProgram.weasyprint.path(world)
    // Python's own temporary files, should there be any, go where no disk is.
    let folder = try? MemoryFolder(for: "pdf", world)
    defer { folder?.wipe() }
    try checkVersion(path, world, temporary: folder?.path)
    var child = Child(
      path: path,
      arguments: [
        "--quiet", "--pdf-variant", "pdf/ua-1", "--encoding", "utf-8",
        // The page asks for nothing, and it would get nothing.
        "--allowed-protocols", "data", "-", "-",
      ],
      environment: environment(world, temporary: folder?.path))
    let ended = try world.console.whileWaiting("Making the PDF …") { tick in
      child.whileWaiting = tick
      return try child.run { (input) throws(Failure) in try Console.write(html, to: input) }
    }
    guard ended.isWell, ended.output.starts(with: Array("%PDF-".utf8)) else {
      throw Failure(
        .unavailable, "\(path) did not make a page",
        hint: "weasyprint --info tells whether it is whole; --format html works without it")
    }
    return ended.output
  }

  /// The first version that gives a drawing of the page its words.
  private static let leastVersion = 70

  private static func checkVersion(_ path: String, _ world: World, temporary: String?) throws {
    let child = Child(
      path: path, arguments: ["--version"], environment: environment(world, temporary: temporary))
    let said = String(decoding: try child.run { _ in }.output, as: UTF8.self)
    // "WeasyPrint version 70.0"
    let version = said.split(separator: " ").last?.split(separator: ".").first.flatMap { Int($0) }
    guard let version else { return }
    guard version >= leastVersion else {
      throw Failure(
        .unavailable, "\(path) is version \(version), whose drawings no screen reader can read",
        hint: "pipx install weasyprint brings version \(leastVersion) or newer")
    }
  }

  /// The same PDF, opened by the password alone: AES with 256 bits, PDF 2.0 § 7.6.
  ///
  /// The PDF lies in memory that has no name; the password goes through a pipe and into no argument.
  static func lock(_ pdf: [UInt8], with password: borrowing Passphrase, _ world: World) throws
    -> [UInt8]
  {
    let path = try OtherProgram.qpdf.path(world)
    let folder = try MemoryFolder(for: "lock", world)
    defer { folder.wipe() }
    let plain = try folder.namelessFile(holding: pdf)
    defer { close(plain) }
    let child = Child(
      path: path, arguments: ["@-"], environment: environment(world, temporary: nil), third: plain)
    let ended = try child.run { (input) throws(Failure) in
      try Console.write(Array("--warning-exit-0\n/proc/self/fd/3\n--encrypt\n".utf8), to: input)
      // Once to open it, and once as its owner: who may open it may do anything with it.
      for _ in 0..<2 {
        do { try password.write(to: input) } catch { throw Failure(error) }
        try Console.write([UInt8(ascii: "\n")], to: input)
      }
      try Console.write(Array("256\n--\n-\n".utf8), to: input)
    }
    guard ended.isWell, ended.output.starts(with: Array("%PDF-".utf8)) else {
      throw Failure(
        .unavailable, "\(path) did not lock the page", hint: "without --lock it is an open PDF")
    }
    return ended.output
  }

  /// What fonts and letters depend on, and nothing that names the vault.
  private static func environment(_ world: World, temporary: String?) -> [String] {
    let kept = ["PATH", "HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "XDG_DATA_HOME"]
    return kept.compactMap { name in world.environment[name].map { "\(name)=\($0)" } }
      + ["LC_ALL=C.UTF-8", "PYTHONDONTWRITEBYTECODE=1"]
      + (temporary.map { path in ["TMPDIR", "TEMP", "TMP"].map { "\($0)=\(path)" } } ?? [])
  }
}

import Glibc
import Vault

extension Options {
  /// Runs a command with the passphrase file opened once, so that each passphrase has a line of its
  /// own and nobody gets another's.
  func withPassphraseLines<R: ~Copyable>(_ body: (Options) throws -> R) throws -> R {
    var source = self
    let file = try openPassphraseFile()
    defer { if let file { close(file) } }
    if let file { source.passphraseFd = source.passphraseFd ?? file }
    return try body(source)
  }
}

import Glibc
import Vault

/// A passphrase that somebody chooses: typed twice, or given once.
extension Options {
  /// The shortest passphrase that is taken, in bytes.
  private static let shortest = 8

  /// Reads a new passphrase, and asks again where somebody can be asked.
  func newPassphrase(_ prompt: String, again: String, _ world: World) throws -> Passphrase {
    let isTyped = passphraseFd == nil && passphraseFile == nil
    while true {
      let passphrase = try passphrase(prompt, world)
      guard passphrase.byteCount >= Options.shortest else {
        let failure = Failure(
          .usage, "a passphrase has at least \(Options.shortest) characters",
          hint: "four or five plain words are easy to keep and hard to guess")
        guard isTyped else { throw failure }
        world.console.remark(
          "A passphrase has at least \(Options.shortest) characters. Four or five plain words are easy to keep and hard to guess."
        )
        continue
      }
      if isTyped {
        let repeated = try self.passphrase(again, world)
        guard passphrase.equals(repeated) else {
          world.console.remark("Those two were different. Once more.")
          continue
        }
      }
      return passphrase
    }
  }

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

import Glibc
import Vault

/// A screen of its own for a recovery code, so that nothing of it stays in what has scrolled by.
struct SecretScreen {
  private let console: Console

  init(_ console: Console) { self.console = console }

  /// Shows a code until Enter is pressed.
  ///
  /// - Parameter name: who is to look, where two are there.
  /// - Throws: interrupted for Ctrl-C.
  func show(_ code: borrowing RecoveryCode, to name: String?) throws {
    let keyboard = try keyboard()
    defer { keyboard.restore() }
    repeat {
      keyboard.clear()
      if let name { try console.say("\(name), for your eyes only:") }
      try console.say()
      try code.show(on: console)
      try console.say()
      console.remark("Write it down, then press Enter; the screen is cleared. Esc hides it.")
    } while try isWantedAgain(keyboard)
  }

  /// Shows a passphrase until Enter is pressed.
  ///
  /// - Throws: interrupted for Ctrl-C.
  func show(_ passphrase: borrowing Passphrase) throws {
    let keyboard = try keyboard()
    defer { keyboard.restore() }
    repeat {
      keyboard.clear()
      try console.say("Eight words, drawn by chance just now. They are kept nowhere.")
      try console.say()
      try lines(of: passphrase)
      try console.say()
      console.remark(
        "Take them with the spaces between them, or leave them. Enter goes on; the screen is cleared. Esc hides it."
      )
    } while try isWantedAgain(keyboard)
  }

  private func keyboard() throws(VaultError) -> RawTerminal {
    guard let keyboard = RawTerminal(console, forLines: true) else { throw .noTerminal }
    return keyboard
  }

  /// Waits for Enter; says whether the secret is to be shown anew: after Escape and a key, or where the screen
  /// has another size.
  private func isWantedAgain(_ keyboard: RawTerminal) throws(VaultError) -> Bool {
    while true {
      switch try keyboard.key(whileSized: console.size) {
      case nil: return true
      case .enter, .end: return false
      case .interrupt: throw .interrupted
      case .escape:
        guard try keyboard.hide() else { throw .interrupted }
        return true
      default: continue
      }
    }
  }

  /// Writes a passphrase, on a narrow screen broken at its spaces: four words of the list are never
  /// wider than 40 columns.
  private func lines(of passphrase: borrowing Passphrase) throws {
    guard console.width < passphrase.byteCount + 1 else {
      try passphrase.write(to: console.output)
      return try console.say()
    }
    // It goes through a pipe, byte by byte, so that none of it is gathered in ordinary memory.
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw VaultError.noTerminal }
    defer { close(ends[0]) }
    do {
      defer { close(ends[1]) }
      try passphrase.write(to: ends[1])
    }
    var byte: [UInt8] = [0]
    defer { byte[0] = 0 }
    var words = 0
    while read(ends[0], &byte, 1) == 1 {
      if byte[0] == UInt8(ascii: " ") {
        words += 1
        if words % 4 == 0 { byte[0] = UInt8(ascii: "\n") }
      }
      try Console.write(byte, to: console.output)
    }
    try console.say()
  }

  /// Lets somebody type a code, which shows as it is typed.
  func ask() throws -> TypedRecoveryCode {
    try enter()
    defer { leave() }
    console.remark(
      "The recovery code, in one line or in several; spaces and hyphens make no difference. Once it is whole, Enter goes on; Enter alone leaves."
    )
    defer { console.forgetWhatWasTyped() }
    return try TypedRecoveryCode.read(from: console.input)
  }

  // xterm's alternate screen (private mode 1049), which keeps no history; ECMA-48 § 8.3.39 (ED).
  // While it stands, Ctrl-C and Ctrl-Z wait: ending here would leave the code to be seen.
  private func enter() throws {
    for number in [SIGINT, SIGTSTP, SIGQUIT] { signal(number, SIG_IGN) }
    Console.put("\u{1B}[?1049h\u{1B}[H\u{1B}[2J", to: console.errors)
  }

  private func leave() {
    Console.put("\u{1B}[H\u{1B}[2J\u{1B}[?1049l", to: console.errors)
    for number in [SIGINT, SIGTSTP, SIGQUIT] { signal(number, SIG_DFL) }
  }
}

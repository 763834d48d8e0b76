import Vault

extension RecoveryCode {
  /// Shows the code to copy by hand: on a screen its lines end between groups.
  borrowing func show(on console: Console) throws {
    guard console.hasTerminalOutput else {
      try write(to: console.output)
      return try console.say()
    }
    let most = max(1, console.width / 6 - 1)
    let lines = (RecoveryCode.groups + most - 1) / most
    let perLine = (RecoveryCode.groups + lines - 1) / lines
    for start in stride(from: 0, to: RecoveryCode.groups, by: perLine) {
      try write(groups: start..<start + perLine, to: console.output)
      try console.say()
    }
  }
}

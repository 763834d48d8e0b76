import Glibc

/// A text that is on the screen while it is read and gone afterwards, from what scrolls back too.
///
/// It uses the terminal's alternate screen (xterm's private mode 1049) and no pager, which might
/// keep a history or a file.
struct PassingScreen {
  let console: Console

  /// Shows the text a screenful at a time, until it is closed or ends.
  func show(_ lines: [String]) throws {
    var before = termios()
    guard tcgetattr(console.input, &before) == 0 else {
      for line in lines { try console.say(line) }
      return
    }
    var quiet = before
    // Ctrl-C is read as a key, so that it leaves the screen as clean as any other.
    quiet.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
    tcsetattr(console.input, TCSANOW, &quiet)
    try console.write(Array("\u{1B}[?1049h".utf8))
    defer {
      try? console.write(Array("\u{1B}[H\u{1B}[2J\u{1B}[?1049l".utf8))
      tcsetattr(console.input, TCSAFLUSH, &before)
    }
    let room = max(console.height - 2, 4)
    var rest = lines[...]
    while !rest.isEmpty {
      try console.write(Array("\u{1B}[H\u{1B}[2J".utf8))
      for line in rest.prefix(room) { try console.say(line) }
      rest = rest.dropFirst(room)
      console.ask("\n\(rest.isEmpty ? "" : "Enter for more, ")q closes this page.")
      guard isWanted(key()) else { return }
    }
  }

  /// Whether a key asks for more: all but q, Escape, Ctrl-C, Ctrl-D and the end of input.
  private func isWanted(_ key: UInt8?) -> Bool {
    guard let key else { return false }
    return ![UInt8(ascii: "q"), UInt8(ascii: "Q"), 0x1B, 0x03, 0x04].contains(key)
  }

  private func key() -> UInt8? {
    var byte: [UInt8] = [0]
    while true {
      let got = read(console.input, &byte, 1)
      if got < 0 && errno == EINTR { continue }
      return got == 1 ? byte[0] : nil
    }
  }
}

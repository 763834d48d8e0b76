import Glibc
import Vault

/// A terminal whose keys come one by one and whose screen is borrowed: the alternate one, so that what
/// was there before is there again afterwards.
///
/// Ctrl-C is a key here. Signals that would end the program wait until the terminal is as it was.
struct RawTerminal {
  private let console: Console
  private let before: termios
  private let mask: sigset_t

  private static let held = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM, SIGTSTP]

  init?(_ console: Console) {
    var settings = termios()
    guard tcgetattr(console.input, &settings) == 0 else { return nil }
    self.console = console
    before = settings
    var held = sigset_t()
    sigemptyset(&held)
    for number in RawTerminal.held { sigaddset(&held, number) }
    var previous = sigset_t()
    pthread_sigmask(SIG_BLOCK, &held, &previous)
    mask = previous
    cfmakeraw(&settings)
    guard tcsetattr(console.input, TCSADRAIN, &settings) == 0 else {
      pthread_sigmask(SIG_SETMASK, &previous, nil)
      return nil
    }
    // xterm's private modes 1049 (another screen) and 25 (no cursor).
    put("\u{1B}[?1049h\u{1B}[?25l")
  }

  /// Gives the terminal back; a signal that waited takes its effect now.
  func restore() {
    put("\u{1B}[?25h\u{1B}[?1049l")
    var settings = before
    tcsetattr(console.input, TCSAFLUSH, &settings)
    var mask = mask
    pthread_sigmask(SIG_SETMASK, &mask, nil)
  }

  /// Shows lines from the top of the screen on.
  func draw(_ lines: [String]) {
    // Each line clears what stood to its right, the last one all that stood below.
    put("\u{1B}[H" + lines.map { $0 + "\u{1B}[K" }.joined(separator: "\r\n") + "\u{1B}[J")
  }

  /// The next key; `nil` once the size of the screen is another one.
  ///
  /// - Throws: interrupted when a signal waits, or when nobody is there any more.
  func key(whileSized size: (columns: Int, rows: Int)) throws(VaultError) -> PickList.Key? {
    while true {
      var waiting = sigset_t()
      sigpending(&waiting)
      guard !RawTerminal.held.contains(where: { $0 != SIGTSTP && sigismember(&waiting, $0) == 1 })
      else { throw .interrupted }
      var watched = pollfd(fd: console.input, events: Int16(POLLIN), revents: 0)
      if poll(&watched, 1, 150) > 0 {
        var bytes = [UInt8](repeating: 0, count: 1)
        guard read(console.input, &bytes, 1) == 1 else { throw .interrupted }
        if let key = key(beginning: bytes[0]) { return key }
      } else if console.size != size {
        return nil
      }
    }
  }

  private func key(beginning first: UInt8) -> PickList.Key? {
    switch first {
    case 0x03: return .interrupt
    case 0x0D, 0x0A: return .enter
    case 0x08, 0x7F: return .backspace
    case 0x1B: return sequence()
    case 0x20..<0x7F: return .character(Character(Unicode.Scalar(first)))
    case 0xC2...0xF4:
      var bytes = [first]
      let more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1
      for _ in 0..<more { if let byte = next() { bytes.append(byte) } }
      let text = String(decoding: bytes, as: UTF8.self)
      return text.first.map { .character($0) }
    default: return nil
    }
  }

  /// What follows an escape: an arrow or another key of ECMA-48 § 5.4, else the key itself.
  private func sequence() -> PickList.Key? {
    guard let kind = next() else { return .escape }
    guard kind == UInt8(ascii: "[") || kind == UInt8(ascii: "O") else { return nil }
    var parameters: [UInt8] = []
    while let byte = next(), parameters.count < 16 {
      if (0x20...0x3F).contains(byte) {
        parameters.append(byte)
        continue
      }
      switch (byte, parameters.first) {
      case (UInt8(ascii: "A"), _): return .up
      case (UInt8(ascii: "B"), _): return .down
      case (UInt8(ascii: "H"), _), (UInt8(ascii: "~"), UInt8(ascii: "1")): return .first
      case (UInt8(ascii: "F"), _), (UInt8(ascii: "~"), UInt8(ascii: "4")): return .last
      case (UInt8(ascii: "~"), UInt8(ascii: "5")): return .pageUp
      case (UInt8(ascii: "~"), UInt8(ascii: "6")): return .pageDown
      default: return nil
      }
    }
    return nil
  }

  /// The next byte of a sequence, which comes at once or not at all.
  private func next() -> UInt8? {
    var watched = pollfd(fd: console.input, events: Int16(POLLIN), revents: 0)
    var bytes = [UInt8](repeating: 0, count: 1)
    guard poll(&watched, 1, 25) > 0, read(console.input, &bytes, 1) == 1 else { return nil }
    return bytes[0]
  }

  private func put(_ text: String) {
    try? Console.write(Array(text.utf8), to: console.errors)
  }
}

extension Console {
  /// The columns and rows of the terminal that questions are asked on.
  var size: (columns: Int, rows: Int) {
    var size = winsize()
    guard ioctl(errors, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
      return (80, 24)
    }
    return (Int(size.ws_col), Int(size.ws_row))
  }
}

import Glibc
import Vault

/// A terminal whose keys come one by one and whose screen is borrowed: the alternate one, so that what
/// was there before is there again afterwards, and nothing of this one scrolls back.
///
/// Ctrl-C is a key here. Signals that would end the program wait until the terminal is as it was.
final class RawTerminal {
  private let console: Console
  private let before: termios
  private let raw: termios
  private let mask: sigset_t
  private var isGiven = true
  /// Whether what was typed ahead stays to be read.
  private let keepsTyped: Bool

  /// Signals that wait while a terminal is not as it was.
  static let held = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM, SIGTSTP]
  // xterm's private modes 1049 (another screen), 2004 (pastes are marked) and 25 (the cursor).
  private static let entering = "\u{1B}[?1049h\u{1B}[?2004h\u{1B}[?25l"
  private static let leaving = "\u{1B}[H\u{1B}[2J\u{1B}[?25h\u{1B}[?2004l\u{1B}[?1049l"

  /// - Parameter forLines: whether what is shown comes as lines, as a command says them, and what was typed
  ///   ahead stays.
  init?(_ console: Console, forLines: Bool = false) {
    var settings = termios()
    guard tcgetattr(console.input, &settings) == 0 else { return nil }
    self.console = console
    keepsTyped = forLines
    before = settings
    var previous = sigset_t()
    var held = RawTerminal.set(RawTerminal.held)
    pthread_sigmask(SIG_BLOCK, &held, &previous)
    mask = previous
    let output = settings.c_oflag
    cfmakeraw(&settings)
    if forLines { settings.c_oflag = output }
    raw = settings
    guard tcsetattr(console.input, TCSADRAIN, &settings) == 0 else {
      pthread_sigmask(SIG_SETMASK, &previous, nil)
      return nil
    }
    put(RawTerminal.entering)
  }

  /// Gives the terminal back; a signal that waited takes its effect now.
  func restore() {
    guard isGiven else { return }
    isGiven = false
    put(RawTerminal.leaving)
    set(before, keepsTyped ? TCSADRAIN : TCSAFLUSH)
    var mask = mask
    pthread_sigmask(SIG_SETMASK, &mask, nil)
  }

  /// Shows lines from the top of the screen on.
  ///
  /// - Parameter cursor: where it stands, from 0; `nil` hides it.
  func draw(_ lines: [String], cursor: (row: Int, column: Int)? = nil) {
    // Each line clears what stood to its right, the last one all that stood below.
    var frame =
      "\u{1B}[?25l\u{1B}[H" + lines.map { $0 + "\u{1B}[K" }.joined(separator: "\r\n") + "\u{1B}[J"
    if let cursor { frame += "\u{1B}[\(cursor.row + 1);\(cursor.column + 1)H\u{1B}[?25h" }
    put(frame)
  }

  /// Begins at the top of an empty screen.
  func clear() { put("\u{1B}[H\u{1B}[2J") }

  /// Nothing stays to be seen until a key is pressed; Escape is none, since whoever is startled presses it twice.
  ///
  /// - Returns: whether what stood there may come back: not after Ctrl-C.
  /// - Throws: as ``key(whileSized:pause:)``; locked where the session ended meanwhile.
  func hide() throws(VaultError) -> Bool {
    while true {
      draw([""])
      guard let key = try key(whileSized: console.size), key != .escape else { continue }
      guard console.mayReturn() else { throw .locked }
      return key != .interrupt
    }
  }

  /// Whether more has been typed already, so that a screen drawn now would be drawn over at once.
  var hasMore: Bool {
    var watched = pollfd(fd: console.input, events: Int16(POLLIN), revents: 0)
    return poll(&watched, 1, 0) > 0
  }

  /// The next key; `nil` once the size of the screen is another one, or the program was stopped and
  /// goes on.
  ///
  /// - Parameter pause: called once nothing was typed for so many milliseconds.
  /// - Throws: interrupted when a signal waits, or when nobody is there any more.
  func key(
    whileSized size: (columns: Int, rows: Int), pause: (after: Int, call: () -> Void)? = nil
  ) throws(VaultError) -> KeyPress? {
    var waited = 0
    while true {
      try heed()
      var watched = pollfd(fd: console.input, events: Int16(POLLIN), revents: 0)
      if poll(&watched, 1, 150) > 0 {
        var bytes = [UInt8](repeating: 0, count: 1)
        guard read(console.input, &bytes, 1) == 1 else { throw .interrupted }
        // Ctrl-Z.
        if bytes[0] == 0x1A {
          stop()
          return nil
        }
        if let key = key(beginning: bytes[0]) { return key }
      } else if console.size != size {
        return nil
      } else {
        waited += 150
        if let pause, waited >= pause.after, waited - 150 < pause.after { pause.call() }
      }
    }
  }

  private func heed() throws(VaultError) {
    var waiting = sigset_t()
    sigpending(&waiting)
    if sigismember(&waiting, SIGTSTP) == 1 { stop() }
    guard !RawTerminal.held.contains(where: { $0 != SIGTSTP && sigismember(&waiting, $0) == 1 })
    else { throw .interrupted }
  }

  /// Stops the program as Ctrl-Z does, with the terminal as it was meanwhile.
  private func stop() {
    put(RawTerminal.leaving)
    set(before, TCSAFLUSH)
    var stops = RawTerminal.set([SIGTSTP])
    raise(SIGTSTP)
    // It takes its effect here; what follows is done once the shell says `fg`.
    pthread_sigmask(SIG_UNBLOCK, &stops, nil)
    pthread_sigmask(SIG_BLOCK, &stops, nil)
    set(raw, TCSADRAIN)
    put(RawTerminal.entering)
  }

  private func set(_ settings: termios, _ when: Int32) {
    // With SIGTTOU blocked the kernel lets a program in the background put things back.
    var background = RawTerminal.set([SIGTTOU])
    var previous = sigset_t()
    pthread_sigmask(SIG_BLOCK, &background, &previous)
    var settings = settings
    while tcsetattr(console.input, when, &settings) != 0, errno == EINTR {}
    pthread_sigmask(SIG_SETMASK, &previous, nil)
  }

  static func set(_ signals: [Int32]) -> sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for number in signals { sigaddset(&set, number) }
    return set
  }

  private func put(_ text: String) {
    try? Console.write(Array(text.utf8), to: console.errors)
  }

  /// The next byte of a sequence, which comes at once or not at all.
  private func next() -> UInt8? {
    var watched = pollfd(fd: console.input, events: Int16(POLLIN), revents: 0)
    var bytes = [UInt8](repeating: 0, count: 1)
    guard poll(&watched, 1, 25) > 0, read(console.input, &bytes, 1) == 1 else { return nil }
    return bytes[0]
  }
}

extension RawTerminal {
  private func key(beginning first: UInt8) -> KeyPress? {
    switch first {
    case 0x01: return .first
    case 0x02: return .left
    case 0x03: return .interrupt
    case 0x04: return .end
    case 0x05: return .last
    case 0x06: return .right
    case 0x15: return .eraseLine
    case 0x17: return .eraseWord
    case 0x09: return .character("\t")
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
  private func sequence() -> KeyPress? {
    // Pressed twice it is the key too.
    guard let kind = next(), kind != 0x1B else { return .escape }
    guard kind == UInt8(ascii: "[") || kind == UInt8(ascii: "O") else { return nil }
    var parameters: [UInt8] = []
    while let byte = next(), parameters.count < 16 {
      if (0x20...0x3F).contains(byte) {
        parameters.append(byte)
        continue
      }
      if byte == UInt8(ascii: "~"), parameters == Array("200".utf8) { return paste() }
      return RawTerminal.key(ending: byte, parameters.first)
    }
    return nil
  }

  private static func key(ending byte: UInt8, _ parameter: UInt8?) -> KeyPress? {
    switch (byte, parameter) {
    case (UInt8(ascii: "A"), _): return .up
    case (UInt8(ascii: "B"), _): return .down
    case (UInt8(ascii: "C"), _): return .right
    case (UInt8(ascii: "D"), _): return .left
    case (UInt8(ascii: "H"), _), (UInt8(ascii: "~"), UInt8(ascii: "1")),
      (UInt8(ascii: "~"), UInt8(ascii: "7")):
      return .first
    case (UInt8(ascii: "F"), _), (UInt8(ascii: "~"), UInt8(ascii: "4")),
      (UInt8(ascii: "~"), UInt8(ascii: "8")):
      return .last
    case (UInt8(ascii: "~"), UInt8(ascii: "3")): return .delete
    case (UInt8(ascii: "~"), UInt8(ascii: "5")): return .pageUp
    case (UInt8(ascii: "~"), UInt8(ascii: "6")): return .pageDown
    default: return nil
    }
  }

  private static let mostPasted = 1_048_576

  /// Everything up to the end of a paste; what stops coming ends it too.
  private func paste() -> KeyPress? {
    let end = Array("\u{1B}[201~".utf8)
    var bytes: [UInt8] = []
    while bytes.count < RawTerminal.mostPasted, let byte = next() {
      bytes.append(byte)
      if byte == UInt8(ascii: "~"), bytes.suffix(end.count).elementsEqual(end) {
        bytes.removeLast(end.count)
        break
      }
    }
    return .paste(String(decoding: bytes, as: UTF8.self))
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

import Glibc
import Reporting

/// The three standard streams, as file descriptors.
struct Console {
  let input: Int32
  let output: Int32
  let errors: Int32
  /// Whether the terminal can show a screen of its own.
  var hasScreen = false
  var isPlain = false
  /// Whether a line may stand back behind others; NO_COLOR (no-color.org) says no.
  var isColoured = false
  /// Where the output is gathered for the pager.
  var page: Page?
  /// Whether a screen that was hidden may be shown again.
  var mayReturn: () -> Bool = { true }

  /// Whether somebody sits at a terminal who can answer.
  var isInteractive: Bool { hasTerminalInput && isWatched }

  /// Whether standard input is a person's keyboard.
  var hasTerminalInput: Bool { isatty(input) == 1 }

  /// Whether the output is a screen.
  var hasTerminalOutput: Bool { isatty(output) == 1 }

  /// Whether somebody sees what is asked.
  var isWatched: Bool { isatty(errors) == 1 }

  /// How wide lines may be: the terminal's width within 40 … 100, 80 elsewhere.
  var width: Int {
    min(Console.columns(of: output) ?? 80, 100)
  }

  /// How many lines the terminal shows; 24 elsewhere.
  var height: Int {
    var size = winsize()
    guard ioctl(output, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0 else { return 24 }
    return Int(size.ws_row)
  }

  /// Says a line; a terminal gets it wrapped at its width.
  func say(_ line: String = "") throws(Failure) {
    if let page { return page.add(line) }
    try write(Array((Console.fitted(line, to: output) + "\n").utf8))
  }

  /// Puts a question and leaves the cursor behind it.
  func ask(_ question: String) {
    try? Console.write(Array(Console.fitted(question, to: errors).utf8), to: errors)
  }

  /// Says all of a long question but its last line, which is left for whoever asks it.
  func lead(to question: String) -> String {
    var lines = Console.fitted(question, to: errors).split(
      separator: "\n", omittingEmptySubsequences: false)
    let last = lines.popLast().map(String.init) ?? question
    for line in lines { remark(String(line)) }
    return last
  }

  /// Sends a terminal what steers it.
  static func put(_ sequence: String, to descriptor: Int32) {
    guard isatty(descriptor) == 1 else { return }
    try? write(Array(sequence.utf8), to: descriptor)
  }

  /// Throws away what was typed and not read, so that it does not go to the shell and its history.
  func forgetWhatWasTyped() {
    if hasTerminalInput { tcflush(input, TCIFLUSH) }
  }

  private static func fitted(_ line: String, to descriptor: Int32) -> String {
    // Names, paths and a partner's words are input, wherever in a sentence they stand.
    let line = TerminalText.isSafe(line) ? line : TerminalText.safe(line)
    guard let columns = columns(of: descriptor) else { return line }
    let indent = String(line.prefix { $0 == " " })
    return Wrapping.lines(String(line.dropFirst(indent.count)), width: columns - indent.count)
      .map { $0.isEmpty ? $0 : indent + $0 }.joined(separator: "\n")
  }

  /// How many columns a terminal has; `nil` for anything else.
  private static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard isatty(descriptor) == 1, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0
    else { return nil }
    return max(Int(size.ws_col), 40)
  }

  func write(_ bytes: [UInt8]) throws(Failure) {
    if let page { return page.add(bytes) }
    do throws(Failure) { try Console.write(bytes, to: output) } catch {
      // Whoever read has read enough, as in `vesper list | head -1`.
      if errno == EPIPE { throw .closedPipe }
      throw error
    }
  }

  /// Says something beside the output, for people rather than programs.
  func remark(_ line: String) {
    try? Console.write(Array((Console.fitted(line, to: errors) + "\n").utf8), to: errors)
  }

  static func write(_ bytes: [UInt8], to descriptor: Int32) throws(Failure) {
    var rest = bytes
    while !rest.isEmpty {
      let put = Glibc.write(descriptor, rest, rest.count)
      if put < 0 && errno == EINTR { continue }
      guard put > 0 else {
        throw Failure(
          .system, "the output could not be written: \(systemReason(errno))",
          hint: "what was kept stays kept; check where the output goes")
      }
      if put == rest.count { return }
      rest.removeFirst(put)
    }
  }

  /// Everything up to the end of the input.
  func readAll(limit: Int) throws(Failure) -> [UInt8] {
    try Console.readAll(from: input, limit: limit, name: "standard input")
  }

  static func readAll(from descriptor: Int32, limit: Int, name: String) throws(Failure) -> [UInt8] {
    var all: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 65_536)
    while true {
      let got = read(descriptor, &part, part.count)
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else {
        throw Failure(
          .system, "\(name) could not be read: \(systemReason(errno))",
          hint: "nothing was changed; check where it comes from")
      }
      if got == 0 { return all }
      all.append(contentsOf: part.prefix(got))
      guard all.count <= limit else {
        throw Failure(
          .damaged, "this is larger than the \(limit) bytes that fit",
          hint: "split it into smaller parts")
      }
    }
  }

  /// One line from the terminal; `nil` at the end of input.
  ///
  /// `isWhole` is false for a last line that the end of input ended.
  func readLine() throws(Failure) -> (text: String, isWhole: Bool)? {
    var line: [UInt8] = []
    var byte: [UInt8] = [0]
    while line.count < 1_048_576 {
      let got = read(input, &byte, 1)
      if got < 0 && errno == EINTR { continue }
      guard got > 0 else {
        return line.isEmpty ? nil : (String(decoding: line, as: UTF8.self), false)
      }
      if byte[0] == UInt8(ascii: "\n") { break }
      line.append(byte[0])
    }
    return (String(decoding: line, as: UTF8.self), true)
  }

  /// Opens a file for reading; whoever asked closes it.
  static func open(_ file: String) throws(Failure) -> Int32 {
    let descriptor = Glibc.open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else {
      let code: Failure.Code = errno == ENOENT ? .missing : .system
      throw Failure(
        code, "\(file) could not be opened: \(systemReason(errno))", hint: "check the path")
    }
    return descriptor
  }

  static func close(_ descriptor: Int32) { _ = Glibc.close(descriptor) }

  /// A file's bytes, or standard input for `-`.
  func contents(of file: String, limit: Int) throws(Failure) -> [UInt8] {
    file == "-" ? try readAll(limit: limit) : try Console.contents(ofFile: file, limit: limit)
  }

  static func contents(ofFile file: String, limit: Int) throws(Failure) -> [UInt8] {
    let descriptor = try open(file)
    defer { Console.close(descriptor) }
    return try Console.readAll(from: descriptor, limit: limit, name: file)
  }
}

/// The operating system's own words for an error number, beginning in lower case.
func systemReason(_ number: Int32) -> String {
  let words = String(cString: strerror(number))
  return words.prefix(1).lowercased() + words.dropFirst()
}

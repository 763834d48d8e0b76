/// What a command could not do: one lower-case sentence, what to do about it, and the exit code.
struct Failure: Error, Equatable {
  let code: Code
  let sentence: String
  let hints: [String]

  init(_ code: Code, _ sentence: String, hint: String...) {
    self.init(code, sentence, hints: hint)
  }

  init(_ code: Code, _ sentence: String, hints: [String]) {
    self.code = code
    self.sentence = sentence
    self.hints = hints
  }

  /// The exit codes of the terminal contract; numbers as in BSD's sysexits(3).
  enum Code: Int32 {
    case usage = 64
    case damaged = 65
    case missing = 66
    case unavailable = 69
    case bug = 70
    case cannotCreate = 73
    case system = 74
    case busy = 75
    case locked = 77
    /// Left with Ctrl-C: what a shell shows of a program that SIGINT ended.
    case left = 130
    /// Nobody reads the output any more: what a shell shows of a program that SIGPIPE ended.
    case closedPipe = 141
  }

  /// The hint where something did not read, be it for a moment.
  static let momentary = "try again in a moment; where it stays so, vesper check says what it is"

  /// Ends a command without a word.
  static let closedPipe = Failure(.closedPipe, "nobody reads the output any more", hints: [])
}

import FoundationEssentials

/// A conversation with the program, as a file a person can review.
///
///     # a remark
///     @ 15 min pass                 time goes by (s, min, h, d); also: "1 h asleep", "1 d back"
///     $ vesper list --last 3        a command; also: $ mkdir {home}/folder
///     * four plain words            a passphrase, one a line, given by --passphrase-fd
///     < text                        standard input
///     | text                        what it prints
///     ! text                        what it says on standard error
///     = 66                          its exit code, where it is not 0
///
/// `{home}` stands for the home directory, `<id1>` for the first id that appears, with its first
/// eight digits, `<id1+>` for the whole of it, `<code>` for a recovery code.
struct Transcript {
  enum Step {
    /// Kept as it stands.
    case remark(String)
    case time(String)
    case command(Command)
  }

  struct Command {
    let line: String
    var passphrases: [String] = []
    var input: [String] = []
    var expected: [String] = []
  }

  var steps: [Step] = []

  init(_ text: String) throws {
    var command: Command?
    func rest(_ line: Substring) -> String {
      String(line.dropFirst(line.dropFirst().first == " " ? 2 : 1))
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      switch line.first {
      case "*": command?.passphrases.append(rest(line))
      case "<": command?.input.append(rest(line))
      case "|", "!", "=": command?.expected.append(String(line))
      default:
        if let command { steps.append(.command(command)) }
        command = nil
        switch line.first {
        case "$": command = Command(line: rest(line))
        case "@": steps.append(.time(rest(line)))
        case "#", nil: steps.append(.remark(String(line)))
        default: throw StageError.script("what is \"\(line)\"?")
        }
      }
    }
    if let command { steps.append(.command(command)) }
  }

  /// Plays every step in a household and gives the transcript as it came out.
  func played(in household: Household) throws -> String {
    var lines: [String] = []
    var placeholders = Placeholders(home: household.home)
    for step in steps {
      switch step {
      case .remark(let line): lines.append(line)
      case .time(let words):
        try household.time.follow(words)
        lines.append("@ \(words)")
      case .command(let command):
        lines.append("$ \(command.line)")
        lines += command.passphrases.map { "* \($0)" }
        lines += command.input.map { $0.isEmpty ? "<" : "< \($0)" }
        lines += try play(command, household, &placeholders)
      }
    }
    return lines.joined(separator: "\n")
  }

  private func play(
    _ command: Command, _ household: Household, _ placeholders: inout Placeholders
  ) throws -> [String] {
    var words = try ShellWords.split(command.line).map { placeholders.filled($0) }
    var environment: [String: String] = [:]
    while let word = words.first, let equals = word.firstIndex(of: "="), !word.hasPrefix("-") {
      environment[String(word[..<equals])] = String(word[word.index(after: equals)...])
      words.removeFirst()
    }
    if words.first == "mkdir", let path = words.last {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      return []
    }
    guard words.first == "vesper" else {
      throw StageError.script("only vesper is known here: \(command.line)")
    }
    let input = command.input.map { placeholders.filled($0) + "\n" }.joined()
    let outcome = try household.run(
      Array(words.dropFirst()), input: Array(input.utf8), passphrases: command.passphrases,
      environment: environment, seed: command.line)
    var lines = Transcript.marked("|", placeholders.hidden(outcome.out))
    lines += Transcript.marked("!", placeholders.hidden(outcome.err))
    if outcome.code != 0 { lines.append("= \(outcome.code)") }
    return lines
  }

  private static func marked(_ mark: String, _ text: String) -> [String] {
    guard !text.isEmpty else { return [] }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last == "" { lines.removeLast() } else { lines.append("(no line end)") }
    return lines.map { $0.isEmpty ? mark : "\(mark) \($0)" }
  }
}

extension HouseTime {
  /// `15 min pass`, `1 h asleep`, `2 d back`.
  func follow(_ words: String) throws {
    let parts = words.split(separator: " ")
    let units = ["s": 1, "min": 60, "h": 3600, "d": 86_400]
    guard parts.count == 3, let number = Int(parts[0]), let unit = units[String(parts[1])] else {
      throw StageError.script("what time is \"\(words)\"?")
    }
    switch parts[2] {
    case "pass", "passes": pass(seconds: number * unit)
    case "asleep": sleep(seconds: number * unit)
    case "back": setBack(seconds: number * unit)
    default: throw StageError.script("what time is \"\(words)\"?")
    }
  }
}

/// Splits a command line at spaces, minding quotes.
enum ShellWords {
  static func split(_ line: String) throws -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in line {
      if let open = quote {
        if character == open { quote = nil } else { word?.append(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character == " " {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    guard quote == nil else { throw StageError.script("a quote is open in \(line)") }
    return words + (word.map { [$0] } ?? [])
  }
}

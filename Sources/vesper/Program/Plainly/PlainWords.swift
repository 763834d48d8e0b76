import ArgumentParser
import Care

/// The words of an everyday command, read without the argument parser.
///
/// The parser looks at every option of a command through a `Mirror`, and for each type that it meets so the
/// runtime goes once through all conformances of the program: more than all else that most commands do
/// (docs/performance.md). What is here knows the plain forms alone, `--name value` and `--flag`, and
/// gives up at any other word, at a value that does not fit, and at every doubt: then the parser reads
/// the whole line, and says what is wrong with it. A test holds both against each other.
struct PlainWords {
  private var rest: ArraySlice<String>
  private var seen: Set<String> = []

  init(_ words: ArraySlice<String>) { rest = words }

  /// The next option, or a word that is none; `nil` at the end.
  fileprivate mutating func next() -> String? { rest.popFirst() }

  /// Whether an option stands here for the first time: what it means twice is the parser's to say.
  fileprivate mutating func isFirst(_ option: String) -> Bool { seen.insert(option).inserted }

  /// The value that belongs to an option; `nil` where none follows.
  mutating func value() -> String? {
    // A lone hyphen is standard input. Any other word that begins so is an option to the parser.
    guard let word = rest.first, !word.isEmpty, word == "-" || !word.hasPrefix("-") else {
      return nil
    }
    rest.removeFirst()
    return word
  }
}

/// What can be read from plain words: a command, or a group of options that commands share.
protocol PlainlyRead: ParsableArguments {
  /// With every option as it is where it is not given; the wrappers of the parser have no value before.
  static func unsaid() -> Self
  /// Takes an option with its value.
  ///
  /// - Returns: `nil` where it is not this one's; `false` where its value does not fit.
  mutating func take(_ option: String, _ words: inout PlainWords) -> Bool?
  /// Takes a word that is no option, in order.
  mutating func take(word: String) -> Bool
}

extension PlainlyRead {
  mutating func take(word: String) -> Bool { false }
}

extension PlainlyRead where Self: Command {
  /// The command that these words say, as the parser would give it; `nil` where that is not plain.
  static func read(_ words: ArraySlice<String>) -> (any Command)? {
    var words = PlainWords(words)
    var command = unsaid()
    while let word = words.next() {
      guard word.hasPrefix("-") else {
        guard !word.isEmpty, command.take(word: word) else { return nil }
        continue
      }
      guard words.isFirst(word), command.take(word, &words) == true else { return nil }
    }
    do { try command.validate() } catch { return nil }
    return command
  }
}

extension Vesper {
  /// The command of a line that is plain from its first word to its last; `nil` for any other.
  static func plainly(_ arguments: [String]) -> (any Command)? {
    guard let name = arguments.first else { return nil }
    let words = arguments.dropFirst()
    switch name {
    case "list": return List.read(words)
    case "search": return Search.read(words)
    case "show": return Show.read(words)
    case "today": return Today.read(words)
    case "export": return Export.read(words)
    case "check": return Check.read(words)
    case "import":
      // What it comes from has to be said, and there is no value to look at before it is.
      return words.contains("--from") ? Import.read(words) : nil
    case "status": return Status.read(words)
    case "unlock": return Unlock.read(words)
    case "lock": return Lock.read(words)
    case "visit":
      switch words.first {
      case "export": return VisitExport.read(words.dropFirst())
      case "preview": return VisitPreviewCommand.read(words.dropFirst())
      default: return nil
      }
    default:
      guard let kind = Kinds.all.first(where: { $0.command == name && $0.hasCommand }) else {
        return nil
      }
      return write(kind, words)
    }
  }

  private static func write<Kind: EntryKind>(
    _ kind: Kind.Type, _ words: ArraySlice<String>
  ) -> (any Command)? {
    Write<Kind>.read(words)
  }
}

import ArgumentParser
import Care

/// What was wrong with the words of a command line.
extension Failure {
  /// Turns the argument parser's message into one sentence and its hints.
  ///
  /// - Parameter arguments: what was typed, to find the command that can be explained.
  init(misreading message: String, of arguments: [String]) {
    let (known, unknown, _) = Vesper.path(of: arguments)
    let help =
      known.isEmpty
      ? "vesper help lists what there is"
      : "vesper help \(known.joined(separator: " ")) shows how"
    if let form = Failure.form(meantBy: known, unknown, message) {
      self.init(.usage, form.sentence, hints: [form.hint, help])
      return
    }
    // What was typed may be somebody's words: they are not repeated on the screen.
    if let name = known.first, Vesper.takesWords.contains(name),
      unknown != nil || message.contains("nexpected argument")
    {
      self.init(
        .usage, "words are never taken from the command line, where a shell would remember them",
        hints: ["type them when you are asked, or give them with --file F or on standard input"]
          + (unknown == nil ? [] : [help]))
      return
    }
    if let unknown {
      let words = (known + [unknown]).joined(separator: " ")
      let near = Vesper.nearest(to: unknown, after: known).map { ["did you mean \($0)?"] } ?? []
      self.init(.usage, "\"vesper \(words)\" is not a command", hints: near + [help])
      return
    }
    if message.contains("issing expected argument") {
      if let wanted = Failure.wanted[known.joined(separator: " ")] {
        self.init(.usage, wanted.sentence, hint: wanted.hint)
        return
      }
      if let lacking = Failure.lacking(in: known, message) {
        self.init(.usage, lacking.sentence, hints: lacking.hints + [help])
        return
      }
    }
    if let refused = Failure.refused(by: known, message) {
      self.init(.usage, refused.sentence, hints: refused.hints + [help])
      return
    }
    let lines = message.split(separator: "\n")
    var line = lines.first.map(String.init) ?? ""
    if line.hasSuffix(":") {
      // Many values are listed one a line, each after a dash.
      line += " " + lines.dropFirst().map { $0.drop { " -".contains($0) } }.joined(separator: ", ")
    }
    let sentences = line.split(separator: ". ").map(Failure.sentence)
    self.init(
      .usage, sentences.first ?? "this is not something Vesper can do",
      hints: sentences.dropFirst() + [help])
  }

  /// What the parser calls a missing argument, in the words of the command it is missing from.
  private static let wanted: [String: (sentence: String, hint: String)] = [
    "amend": (
      "say which entry, by the first digits of its id",
      "vesper list shows them: vesper amend 3f2a"
    ),
    "forget": (
      "say which entry, by the first digits of its id",
      "vesper list --by me shows them: vesper forget 3f2a"
    ),
    "share": (
      "say which entry, by the first digits of its id",
      "vesper list --me shows them: vesper share 3f2a"
    ),
    "import": (
      "say which program it comes from", "vesper import --from jrnl --file journal.json"
    ),
    "schema": ("say which kind", "vesper help schema shows how"),
  ]

  /// The form of a command that was nearly typed.
  private static func form(
    meantBy known: [String], _ unknown: String?, _ message: String
  ) -> (sentence: String, hint: String)? {
    if known == ["ritual"], let how = unknown.flatMap(RitualMark.How.init(rawValue:)) {
      return (
        "how a ritual was is said with mark", "vesper ritual mark \(how.rawValue) keeps it"
      )
    }
    if known == ["closeness", "ideas"], message.contains("nexpected argument") {
      return (
        "examples are added by number, with --add", "vesper closeness ideas --add 1 3 adds two"
      )
    }
    return nil
  }

  /// Where a word stands that names no command.
  init?(unknownIn arguments: [String]) {
    guard Vesper.path(of: arguments).unknown != nil else { return nil }
    self.init(misreading: "", of: arguments)
  }

  /// Begins in lower case and ends without a full stop.
  private static func sentence(_ text: some StringProtocol) -> String {
    let text = text.hasSuffix(".") ? String(text.dropLast()) : String(text)
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}

extension Vesper {
  /// The commands that the first words name, and the word that names none where one belongs.
  ///
  /// `whole` goes on to what a group does where nothing more is said.
  static func path(of arguments: [String]) -> (known: [String], unknown: String?, whole: [String]) {
    var known: [String] = []
    var here: any ParsableCommand.Type = Vesper.self
    for word in arguments {
      let inner = commands(in: here)
      guard !inner.isEmpty, !word.hasPrefix("-") else { break }
      guard let next = inner.first(where: { $0._commandName == word }) else {
        return (known, word, known)
      }
      known.append(word)
      here = next
    }
    let usual = here.configuration.defaultSubcommand.map { [$0._commandName] } ?? []
    return (known, nil, known + usual)
  }

  /// The command, or the task of the guide, that a word probably meant.
  static func nearest(to word: String, after known: [String]) -> String? {
    var inner = commands(in: Vesper.self)
    for name in known {
      guard let next = inner.first(where: { $0._commandName == name }) else { break }
      inner = commands(in: next)
    }
    let path = (["vesper"] + known).joined(separator: " ")
    if let near = Spelling.nearest(to: word, among: inner.map { $0._commandName }) {
      return "\(path) \(near)"
    }
    guard known.isEmpty else { return nil }
    // A command of a group, called without the group: "vesper grant".
    for group in inner where commands(in: group).contains(where: { $0._commandName == word }) {
      return "vesper \(group._commandName) \(word)"
    }
    return Spelling.nearest(to: word, among: Guide.shipped.tasks.map(\.name))
      .map { "vesper help \($0)" }
  }

  private static func commands(in group: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
    group.configuration.subcommands
      + group.configuration.groupedSubcommands.flatMap(\.subcommands)
  }
}

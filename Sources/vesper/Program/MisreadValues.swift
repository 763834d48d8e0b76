import Care

/// What was wrong with a value on a command line, or that there was none.
extension Failure {
  /// A sentence of its own, and what to do.
  typealias Told = (sentence: String, hints: [String])

  /// What has to be said yet, in the words of the command's help, with an example of the guide.
  ///
  /// The parser's message names it in quotes: `'<how>'`, `'--from <from>'`.
  static func lacking(in known: [String], _ message: String) -> Told? {
    guard let command = try? CommandAccount.read().command(at: known),
      let argument = command.arguments?.first(where: { message.contains("'\($0.parsersName)'") }),
      let meaning = argument.abstract
    else { return nil }
    let name = argument.preferredName.map { "--\($0.name)" }
    let example = Guide.shipped.examples(of: known).first { example in
      // One that shows a word there, not the command alone.
      example.arguments.count > known.count && (name.map { example.arguments.contains($0) } ?? true)
    }
    return (
      "\(name.map { "\($0) is needed" } ?? "one more word is needed"): \(clause(meaning))",
      example.map { ["as in \($0.line)"] } ?? []
    )
  }

  /// What an option or a place takes, where something else was given.
  ///
  /// The parser's message: `The value 'docx' is invalid for '--format <format>'`, then why.
  static func refused(by known: [String], _ message: String) -> Told? {
    let (opening, middle) = ("The value '", "' is invalid for '")
    guard message.hasPrefix(opening), let between = message.firstRange(of: middle),
      let end = message[between.upperBound...].firstIndex(of: "'"),
      let command = try? CommandAccount.read().command(at: known)
    else { return nil }
    let typed = String(message[..<between.lowerBound].dropFirst(opening.count))
    let parsersName = message[between.upperBound..<end]
    guard let argument = command.arguments?.first(where: { $0.parsersName == parsersName })
    else { return nil }
    let name = argument.preferredName.map { "--\($0.name)" } ?? "this command"
    if let words = argument.allValues, !words.isEmpty {
      let near = Spelling.nearest(to: typed, among: words).map { ["did you mean \($0)?"] } ?? []
      return ("\(name) takes one of these: \(words.joined(separator: ", "))", near)
    }
    let why = message[message.index(after: end)...]
    if why.hasPrefix(": ") { return (clause(why.dropFirst(2)), []) }
    // Every option whose value is called n is a number.
    if argument.valueName == "n" { return ("\(name) takes a number", []) }
    guard let meaning = argument.abstract else { return nil }
    return ("\(name) takes something else: \(clause(meaning))", [])
  }

  /// A sentence of the help within another: in lower case and without a full stop.
  private static func clause(_ text: some StringProtocol) -> String {
    let text = text.hasSuffix(".") ? String(text.dropLast()) : String(text)
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}

extension CommandAccount.Argument {
  /// As the parser's messages call it: `--format <format>`, `<how>`.
  fileprivate var parsersName: String {
    let value = "<\(valueName ?? "")>"
    return kind == "positional" ? value : "--\(preferredName?.name ?? "") \(value)"
  }
}

import ArgumentParser

/// What `vesper help` says: of everything, of a group of commands, or of one.
///
/// The parser's own page speaks in capitals and needs 80 columns; this one fits 40.
struct HelpPage {
  /// The commands that lead to what is explained: `["agree", "grant"]`.
  let path: [String]
  let width: Int

  func lines() throws -> [String] {
    path.isEmpty ? root() : try page()
  }

  private func root() -> [String] {
    var lines = Wrapping.lines(Vesper.configuration.abstract, width: width) + [""]
    lines += rows([
      ("vesper init", "to begin"), ("vesper unlock, then vesper write", "for a quiet entry"),
      ("vesper visit prep", "for a clinician"),
    ])
    for group in Vesper.configuration.groupedSubcommands {
      lines += ["", group.name]
      lines += rows(group.subcommands.map { ($0._commandName, $0.configuration.abstract) })
    }
    let names = Guide.shipped.tasks.map(\.name).joined(separator: ", ")
    lines += ["", "Tasks:"] + Wrapping.lines(names, width: width - 2).map { "  \($0)" }
    return lines + [""]
      + Wrapping.lines(
        "vesper help write tells more of a command, vesper help evening of a task; vesper help tasks lists them.",
        width: width)
  }

  private func page() throws -> [String] {
    let command = try CommandAccount.read().command(at: path)
    let name = "vesper \(path.joined(separator: " "))"
    let inner = (command.subcommands ?? []).filter { $0.commandName != "help" }
    let arguments = (command.arguments ?? []).filter { $0.shouldDisplay != false }
    let positions = arguments.filter { $0.kind == "positional" }.map(\.words)
    var lines = [([name] + positions).joined(separator: " "), ""]
    lines += Wrapping.lines(command.abstract ?? "", width: width) + examples
    if let discussion = command.discussion, !discussion.isEmpty {
      lines += [""] + Wrapping.lines(discussion, width: width)
    }
    if !inner.isEmpty {
      lines += [""] + rows(inner.map { ($0.commandName, $0.abstract ?? "") }) + [""]
      return lines
        + Wrapping.lines("vesper help \(path[0]) \(inner[0].commandName) tells more.", width: width)
    }
    let own = arguments.filter { !$0.isCommon }
    let common = arguments.filter { CommandAccount.common.contains($0.preferredName?.name ?? "") }
    if !own.isEmpty { lines += [""] + rows(own.map { ($0.words, $0.abstract ?? "") }) }
    if !common.isEmpty {
      lines += ["", "As with most commands:"] + rows(common.map { ($0.words, $0.abstract ?? "") })
    }
    let tasks = Guide.shipped.tasks(about: path).prefix(3).map { "vesper help \($0.name)" }
    if !tasks.isEmpty {
      lines += [""] + Wrapping.lines("More: \(tasks.joined(separator: ", "))", width: width)
    }
    return lines
  }

  /// How many examples a page shows.
  private static let mostExamples = 4

  /// What to type, before what can be typed.
  private var examples: [String] {
    let examples = Guide.shipped.examples(of: path).prefix(HelpPage.mostExamples)
    guard !examples.isEmpty else { return [] }
    let column = examples.reduce(0) { max($0, $1.line.count) } + 3
    return [""]
      + examples.flatMap { example -> [String] in
        guard let meaning = example.meaning else {
          return CommandLines.fitted(example.line, width: width)
        }
        let space = String(repeating: " ", count: column - example.line.count)
        let whole = "  \(example.line)\(space)\(meaning)"
        return whole.count <= width
          ? [whole] : CommandLines.fitted("\(example.line) # \(meaning)", width: width)
      }
  }

  /// Two columns, or one beneath the other where the screen is narrow.
  private func rows(_ rows: [(String, String)]) -> [String] {
    let column = rows.reduce(0) { max($0, $1.0.count) } + 4
    let isNarrow = width - column < 24
    return rows.flatMap { left, right -> [String] in
      let indent = isNarrow ? 6 : column
      let pieces = Wrapping.lines(right, width: width - indent)
        .map { String(repeating: " ", count: indent) + $0 }
      guard !isNarrow, let first = pieces.first else { return ["  \(left)"] + pieces }
      return ["  \(left)" + first.dropFirst(left.count + 2)] + pieces.dropFirst()
    }
  }
}

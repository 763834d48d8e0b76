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
    return lines + [""]
      + Wrapping.lines("vesper help write tells more of one command.", width: width)
  }

  private func page() throws -> [String] {
    let command = try CommandAccount.read().command(at: path)
    let name = "vesper \(path.joined(separator: " "))"
    let inner = (command.subcommands ?? []).filter { $0.commandName != "help" }
    let arguments = (command.arguments ?? []).filter { $0.shouldDisplay != false }
    let positions = arguments.filter { $0.kind == "positional" }.map(\.words)
    var lines = [([name] + positions).joined(separator: " "), ""]
    lines += Wrapping.lines(command.abstract ?? "", width: width)
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
    return lines
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

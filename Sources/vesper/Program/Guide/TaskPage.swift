/// A task of the guide on the screen: its Markdown as plain words.
struct TaskPage {
  let width: Int

  /// Every task with its title.
  func list() -> [String] {
    let tasks = Guide.shipped.tasks
    let column = tasks.reduce(0) { max($0, $1.name.count) } + 4
    let isNarrow = width - column < 24
    var lines = ["Tasks, each told in a few lines:", ""]
    for task in tasks {
      if isNarrow {
        lines += ["  \(task.name)"] + indented(Wrapping.lines(task.title, width: width - 6), by: 6)
      } else {
        let space = String(repeating: " ", count: column - task.name.count - 2)
        lines.append("  \(task.name)\(space)\(Wrapping.cut(task.title, width: width - column))")
      }
    }
    return lines + [""]
      + Wrapping.lines("vesper help \(tasks.first?.name ?? "NAME") tells one.", width: width)
  }

  func lines(_ task: Guide.Task) -> [String] {
    var lines = Wrapping.lines(task.title, width: width)
    lines.append("")
    var paragraph: [String] = []
    var isCode = false
    var isTable = false
    func flush() {
      guard !paragraph.isEmpty else { return }
      lines += Wrapping.lines(Self.plain(paragraph.joined(separator: " ")), width: width)
      paragraph = []
    }
    for line in task.lines {
      let isHead = line.hasPrefix("|") && !isTable
      isTable = line.hasPrefix("|")
      if line.hasPrefix("```") {
        flush()
        isCode.toggle()
      } else if isCode {
        lines += CommandLines.fitted(line, width: width)
      } else if line.hasPrefix("### ") {
        flush()
        lines += Wrapping.lines(Self.plain(String(line.dropFirst(4))), width: width)
      } else if isHead {
        flush()
        lines += head(line)
      } else if isTable {
        flush()
        lines += row(line)
      } else if line.isEmpty {
        flush()
        if lines.last?.isEmpty == false { lines.append("") }
      } else if !line.hasPrefix("<!--") {
        if line.hasPrefix("- ") { flush() }
        paragraph.append(String(line.drop { $0 == " " }))
      }
    }
    flush()
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  private static func cells(_ line: String) -> [String] {
    line.replacing("\\|", with: "\u{0}").split(separator: "|").map { cell in
      plain(cell.split(separator: " ").joined(separator: " ")).replacing("\u{0}", with: "|")
    }
  }

  /// The head of a table, which is none of its rows: said once, where there is more than a name and
  /// what it means.
  private func head(_ line: String) -> [String] {
    let cells = Self.cells(line)
    guard cells.count > 2 else { return [] }
    let others = cells.dropFirst().joined(separator: " · ")
    return Wrapping.lines("Of each: \(others).", width: width) + [""]
  }

  /// A row of a table: its first cell, and beneath it the others.
  private func row(_ line: String) -> [String] {
    let cells = Self.cells(line)
    guard let first = cells.first, !first.allSatisfy({ $0 == "-" }) else { return [] }
    let others = cells.dropFirst().filter { !$0.isEmpty }.joined(separator: " · ")
    return indented(Wrapping.lines(first, width: width - 2), by: 2)
      + indented(Wrapping.lines(others, width: width - 6), by: 6)
  }

  private func indented(_ lines: [String], by columns: Int) -> [String] {
    lines.map { $0.isEmpty ? $0 : String(repeating: " ", count: columns) + $0 }
  }

  /// Words without what Markdown puts around them: of a link, its text.
  static func plain(_ markdown: String) -> String {
    var plain = ""
    var rest = markdown[...]
    while let character = rest.first {
      if character == "[", let close = rest.firstRange(of: "]("),
        let end = rest[close.upperBound...].firstIndex(of: ")")
      {
        plain += Self.plain(String(rest[rest.index(after: rest.startIndex)..<close.lowerBound]))
        rest = rest[rest.index(after: end)...]
        continue
      }
      rest.removeFirst()
      if character != "*" && character != "`" { plain.append(character) }
    }
    return plain
  }
}

/// Lines to type on a screen: where one is too long for it, in pieces that a shell puts together.
enum CommandLines {
  static func fitted(_ line: String, width: Int) -> [String] {
    guard line.count + 2 > width else { return line.isEmpty ? [] : ["  \(line)"] }
    // What Vesper says is quoted as it stands: nobody types it, so nothing joins its pieces.
    let opening = line.prefix { $0 != " " }
    if opening.first?.isUppercase == true, !opening.contains("=") {
      return Wrapping.lines(line, width: width - 2).map { "  \($0)" }
    }
    let parts = line.split(separator: " # ", maxSplits: 1)
    let command = parts.first.map { String($0).split(separator: " ").joined(separator: " ") } ?? ""
    let pieces = Wrapping.lines(command, width: width - 8)
    let lines = pieces.enumerated().map { index, piece in
      (index == 0 ? "  " : "      ") + piece + (index < pieces.count - 1 ? " \\" : "")
    }
    guard parts.count > 1 else { return lines }
    let meaning = String(parts[1]).split(separator: " ").joined(separator: " ")
    return lines + Wrapping.lines(meaning, width: width - 6).map { "      \($0)" }
  }
}

/// Writes a document as lines for a terminal, an e-mail or a braille display.
struct TextRenderer: Renderer {
  let width: Int

  func render(_ document: Document) -> [UInt8] {
    var lines = Lines(width: width)
    let banner = document.banner
    lines.title(banner.title.safe, rule: "=")
    if let visit = banner.visit { lines.paragraph(visit.safe) }
    lines.blank()
    lines.paragraph(banner.statement.safe)
    lines.blank()
    lines.facts(banner.facts)
    for section in document.pages.joined() {
      lines.blank()
      lines.title(section.title.safe, rule: "-")
      for (index, block) in section.blocks.enumerated() {
        if index > 0, block.standsApart(after: section.blocks[index - 1]) { lines.blank() }
        lines.block(block)
      }
    }
    lines.blank()
    lines.paragraph(document.colophon.safe)
    return Array(lines.text.utf8)
  }
}

extension Words {
  /// All of it, harmless to a terminal.
  var safe: String { TerminalText.safe(text) }

  /// All of it on one line.
  var safeLine: String { safe.split(whereSeparator: \.isNewline).joined(separator: " ") }
}

extension Block {
  /// What follows a heading belongs to it; everything else has a blank line before it.
  fileprivate func standsApart(after other: Block) -> Bool {
    if case .heading = other { false } else { true }
  }
}

extension Lines {
  fileprivate mutating func block(_ block: Block) {
    switch block {
    case .heading(let words): paragraph(words.safe)
    case .paragraph(let words): paragraph(words.safe)
    case .numbered(let items):
      for (index, words) in items.enumerated() {
        paragraph(words.safe, lead: "\(index + 1). ".padded(to: 3))
      }
    case .list(let items):
      for words in items { paragraph(words.safe, lead: "- ") }
    case .entries(let entries): self.entries(entries, inset: "")
    case .facts(let facts): self.facts(facts)
    case .chart(let chart): self.chart(chart)
    case .table(let table): self.table(table)
    }
  }

  fileprivate mutating func facts(_ facts: [Fact]) {
    for fact in facts {
      paragraph("\(fact.label.safe): \(fact.value.safe)", indent: 2)
    }
  }

  /// Each with its day before it, the words in a column of their own.
  mutating func entries(_ entries: [Entry], inset: String) {
    let column = entries.compactMap { $0.date.map { DisplayWidth.columns($0.text) } }.max()
    for entry in entries {
      let date = entry.date?.text ?? ""
      let lead = column.map { inset + date.padded(to: $0 + 2) } ?? inset + "- "
      let subject = entry.lead.map { "\($0.safe): " } ?? ""
      paragraph(subject + entry.words.safe, lead: lead)
    }
  }

  /// As many columns side by side as fit, then the others under them, each time with the days.
  private mutating func table(_ table: Table) {
    paragraph(table.caption.safe)
    let widths = table.columns.indices.map { column in
      ([table.columns[column]] + table.rows.map { $0[column] })
        .map { DisplayWidth.columns($0.safeLine) }.max() ?? 0
    }
    guard let first = widths.first else { return }
    var columns = widths.indices.dropFirst()
    while !columns.isEmpty {
      var used = first
      let fitting = columns.prefix { column in
        used += widths[column] + 2
        return used <= width || column == columns.startIndex
      }
      for row in [table.columns] + table.rows {
        let cells = fitting.map { "  " + row[$0].safeLine.aligned(to: widths[$0]) }
        line(row[0].safeLine.padded(to: first) + cells.joined())
      }
      columns = columns.dropFirst(fitting.count)
      if !columns.isEmpty { blank() }
    }
  }
}

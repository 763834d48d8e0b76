import Care

/// Writes a document as Markdown: CommonMark, with GitHub's tables for the values.
struct MarkdownRenderer: Renderer {
  func render(_ document: Document) -> [UInt8] {
    var page = MarkdownPage()
    page.paragraph("# " + page.line(document.banner.title))
    if let visit = document.banner.visit { page.paragraph(page.line(visit)) }
    page.paragraph("> " + page.line(document.banner.statement))
    page.facts(document.banner.facts)
    for section in document.pages.joined() {
      page.paragraph("## " + page.line(section.title))
      for block in section.blocks { page.block(block) }
    }
    page.paragraph("---")
    page.paragraph(page.line(document.colophon))
    return Array(page.text.utf8)
  }
}

/// Blocks of Markdown with a blank line between them.
struct MarkdownPage {
  private(set) var text = ""

  mutating func paragraph(_ lines: String) {
    if !text.isEmpty { text += "\n" }
    text += lines + "\n"
  }

  mutating func block(_ block: Block) {
    switch block {
    case .heading(let words): paragraph("### " + line(words))
    case .paragraph(let words): paragraph(lines(words, inset: ""))
    case .numbered(let items):
      paragraph(
        items.enumerated().map { index, words in
          "\(index + 1). " + lines(words, inset: "   ")
        }.joined(separator: "\n"))
    case .list(let items): list(items.map { lines($0, inset: "  ") })
    case .entries(let entries): list(entries.map { entry($0) })
    case .facts(let facts): self.facts(facts)
    case .chart(let chart): self.chart(chart)
    case .table(let table): self.table(table)
    }
  }

  mutating func facts(_ facts: [Fact]) {
    list(facts.map { "**\(line($0.label)):** " + lines($0.value, inset: "  ") })
  }

  /// Words on one line.
  func line(_ words: Words) -> String {
    MarkdownText.lines(words.text).joined(separator: " ")
  }

  /// Words with the line ends that somebody gave them.
  private func lines(_ words: Words, inset: String) -> String {
    // § 6.7: a backslash at the end of a line keeps it.
    MarkdownText.lines(words.text).joined(separator: "\\\n" + inset)
  }

  private mutating func list(_ items: [String]) {
    paragraph(items.map { "- " + $0 }.joined(separator: "\n"))
  }

  private func entry(_ entry: Entry) -> String {
    let date = entry.date.map { "\($0.text) · " } ?? ""
    let lead = entry.lead.map { "**\(line($0)):** " } ?? ""
    return date + lead + lines(entry.words, inset: "  ")
  }

  private mutating func chart(_ chart: Chart) {
    for strip in chart.strips {
      let ends = "0 is \(line(strip.low)), 10 is \(line(strip.high))"
      let facts = ([ends] + strip.facts.map { line($0) }).joined(separator: " · ")
      paragraph("**\(line(strip.name)):** \(facts)")
    }
    for marks in chart.marks {
      let dates = marks.dates.map(chart.axis.dates.short).joined(separator: ", ")
      list(["**\(line(marks.name)):** \(dates)"])
    }
    days(chart)
    for lane in chart.lanes {
      paragraph("### " + line(lane.name))
      if !lane.entries.isEmpty { list(lane.entries.map { entry($0.entry) }) }
    }
  }

  /// The dots as a table: a row for each day that has one.
  private mutating func days(_ chart: Chart) {
    let columns = chart.strips.map { strip in
      Dictionary(
        strip.dots.map { ($0.date, "\($0.backDated ? "\\*" : "")\($0.value)") },
        uniquingKeysWith: { first, _ in first })
    }
    let days = Set(columns.flatMap(\.keys)).sorted()
    if days.isEmpty { return }
    let names = ["Day"] + chart.strips.map { line($0.name) }
    table(
      names,
      days.map { day in
        ["\(DateWording.weekday(day)) \(chart.axis.dates.short(day))"]
          + columns.map { $0[day] ?? "·" }
      })
    let late = chart.strips.contains { $0.dots.contains(where: \.backDated) }
    paragraph("· no entry that day" + (late ? ", \\* written on a later day" : ""))
  }

  private mutating func table(_ table: Table) {
    paragraph(line(table.caption))
    self.table(
      table.columns.map { line($0) }, table.rows.map { $0.map { line($0) } })
  }

  private mutating func table(_ columns: [String], _ rows: [[String]]) {
    let rule = ["---"] + columns.dropFirst().map { _ in "--:" }
    paragraph(
      ([columns, rule] + rows).map { "| " + $0.joined(separator: " | ") + " |" }
        .joined(separator: "\n"))
  }
}

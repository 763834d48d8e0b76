extension Markup {
  mutating func banner(_ banner: Banner) {
    block("header") { page in
      page.element("h1", banner.title)
      if let visit = banner.visit { page.leaf("p", ["class": "visit"]) { $0.words(visit) } }
      page.leaf("p", ["class": "statement"]) { $0.words(banner.statement) }
      page.facts(banner.facts, class: "facts coverage")
    }
  }

  /// The banner in one line, for a further sheet of paper; a screen and a reader have the first.
  mutating func again(_ banner: Banner) {
    leaf("p", ["class": "again", "aria-hidden": "true"]) { page in
      page.inline("b") { $0.words(banner.title) }
      page.text(" · ")
      page.words(banner.statement)
    }
  }

  /// The sections of one page. Two that belong side by side share a row where both are there.
  mutating func sections(_ sections: [Section]) {
    var index = sections.startIndex
    while index < sections.endIndex {
      let section = sections[index]
      let next = index + 1 < sections.endIndex ? sections[index + 1] : nil
      if let next, section.kind.besideNext == next.kind {
        block("div", ["class": "pair"]) { page in
          page.section(section)
          page.section(next)
        }
        index += 2
      } else {
        self.section(section)
        index += 1
      }
    }
  }

  private mutating func section(_ section: Section) {
    let name = section.kind.rawValue
    block("section", ["class": name, "aria-labelledby": name]) { page in
      page.leaf("h2", ["id": name]) { $0.words(section.title) }
      page.blocks(section.blocks, in: section)
    }
  }

  private mutating func blocks(_ blocks: [Block], in section: Section) {
    let tables = blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }
    var tablesDone = false
    for item in blocks {
      switch item {
      case .heading(let words): leaf("h3") { $0.words(words) }
      case .paragraph(let words): element("p", words)
      case .numbered(let lines): list("ol", lines)
      case .list(let lines): list("ul", lines)
      case .entries(let entries): self.entries(entries)
      case .facts(let facts): self.facts(facts, class: "facts")
      case .chart(let chart): self.chart(chart, named: section.kind.rawValue)
      case .table:
        if tablesDone { continue }
        tablesDone = true
        // More columns than a telephone is wide: the table moves in a frame that keys can reach.
        let many = tables.contains { $0.columns.count > 4 }
        let name = "tables\(tables.count > 1 ? " several" : "")\(many ? " many" : "")"
        let frame: Attributes =
          many
          ? [
            "class": name, "role": "group", "tabindex": "0",
            "aria-labelledby": section.kind.rawValue,
          ] : ["class": name]
        block("div", frame) { page in
          for table in tables { page.table(table) }
        }
      }
    }
  }

  private mutating func list(_ name: StaticString, _ lines: [Words]) {
    block(name, ["class": "plain"]) { page in
      // The words inside have a direction; the line keeps the page's, and so its number in place.
      for line in lines { page.block("li") { page in page.leaf("p") { $0.words(line) } } }
    }
  }

  mutating func facts(_ facts: [Fact], class name: String) {
    block("ul", ["class": name]) { page in
      for fact in facts {
        page.leaf("li") { page in
          page.inline("span") { $0.words(fact.label) }
          page.text(": ")
          page.inline("b") { $0.words(fact.value) }
        }
      }
    }
  }

  private mutating func entries(_ entries: [Entry]) {
    block("ul", ["class": entriesClass(entries)]) { page in
      for entry in entries { page.block("li") { $0.entry(entry) } }
    }
  }

  /// Lines whose dates stand in a column of their own; it is wider where one names its year.
  func entriesClass(_ entries: [Entry]) -> String {
    let longest = entries.compactMap { $0.date?.text.count }.max()
    return longest.map { $0 > 6 ? "entries dated years" : "entries dated" } ?? "entries"
  }

  /// One paragraph with its sign and its day: who listens, or takes the text of a PDF, has them in this order.
  mutating func entry(_ entry: Entry, signed sign: Body? = nil) {
    leaf("p") { page in
      if let sign { page.inline("span", ["class": "sign"], sign) }
      if let date = entry.date { page.date(date) }
      if let lead = entry.lead {
        page.inline("strong") { $0.words(lead) }
        page.text(": ")
      }
      page.words(entry.words)
    }
  }

  private mutating func table(_ table: Table) {
    block("table") { page in
      page.element("caption", table.caption)
      page.block("thead") { page in
        page.block("tr") { page in
          for column in table.columns {
            page.leaf("th", ["scope": "col"]) { $0.words(column) }
          }
        }
      }
      page.block("tbody") { page in
        for row in table.rows {
          page.block("tr") { page in
            for (index, cell) in row.enumerated() {
              if index == 0 {
                page.leaf("th", ["scope": "row"]) { $0.words(cell) }
              } else {
                page.leaf("td") { $0.words(cell) }
              }
            }
          }
        }
      }
    }
  }
}

extension Section.Kind {
  /// The section that stands at the right of this one where both are there.
  fileprivate var besideNext: Section.Kind? {
    switch self {
    case .questions: .talking
    case .closeness: .advice
    case .goingWell: .next
    default: nil
    }
  }
}

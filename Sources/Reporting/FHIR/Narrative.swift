import Care

/// Parts of a page as the XHTML that FHIR R4 § 2.4.0 allows in a narrative: no script, no form, no link.
enum Narrative {
  static func of(_ banner: Banner, _ colophon: Words, ownLanguage: String?) -> FHIRNarrative {
    div(ownLanguage) { page in
      page.spoken("p", banner.title)
      if let visit = banner.visit { page.spoken("p", visit) }
      page.spoken("p", banner.statement)
      page.spoken(banner.facts)
      page.spoken("p", colophon)
    }
  }

  static func of(_ section: Section, ownLanguage: String?) -> FHIRNarrative {
    div(ownLanguage) { page in
      for block in section.blocks { page.spoken(block) }
    }
  }

  private static func div(_ ownLanguage: String?, _ body: Markup.Body) -> FHIRNarrative {
    var page = Markup(ownLanguage: ownLanguage)
    page.inline("div", ["xmlns": "http://www.w3.org/1999/xhtml"], body)
    return FHIRNarrative(div: page.html)
  }
}

extension Markup {
  fileprivate mutating func spoken(_ block: Block) {
    switch block {
    case .heading(let words), .paragraph(let words): spoken("p", words)
    case .numbered(let lines): items("ol", lines)
    case .list(let lines): items("ul", lines)
    case .entries(let entries): spoken(entries)
    case .facts(let facts): spoken(facts)
    case .chart(let chart): spoken(chart)
    case .table(let table): spoken(table)
    }
  }

  fileprivate mutating func spoken(_ name: StaticString, _ words: Words) {
    leaf(name) { $0.spans(words) }
  }

  fileprivate mutating func spoken(_ facts: [Fact]) {
    items("ul", facts.map { $0.label + ": " + $0.value })
  }

  private mutating func spoken(_ entries: [Entry]) {
    items(
      "ul",
      entries.map { entry in
        let date: Words = entry.date.map { "\(page: $0.text): " } ?? ""
        return date + (entry.lead.map { $0 + ": " } ?? "") + entry.words
      })
  }

  private mutating func spoken(_ chart: Chart) {
    for strip in chart.strips {
      let ends: Words = ": 0 is \(strip.low), 10 is \(strip.high)"
      spoken("p", .joined([strip.name + ends] + strip.facts, by: "; "))
      items(
        "ul",
        strip.dots.map { dot in
          let late = dot.backDated ? " (written on a later day)" : ""
          return "\(page: chart.axis.dates.short(dot.date)): \(dot.value)\(page: late)"
        })
    }
    for marks in chart.marks {
      let dates = marks.dates.map(chart.axis.dates.short).joined(separator: ", ")
      spoken("p", marks.name + ": \(page: dates)")
    }
    for lane in chart.lanes {
      spoken("p", lane.name)
      spoken(lane.entries.map(\.entry))
    }
  }

  private mutating func spoken(_ table: Table) {
    block("table") { page in
      page.spoken("caption", table.caption)
      for row in [table.columns] + table.rows {
        page.block("tr") { page in for cell in row { page.spoken("td", cell) } }
      }
    }
  }

  private mutating func items(_ name: StaticString, _ lines: [Words]) {
    if lines.isEmpty { return }
    block(name) { page in for line in lines { page.spoken("li", line) } }
  }

  /// A person's words in an element of their own, so that their language can be named.
  private mutating func spans(_ words: Words) {
    for span in words.spans {
      switch span {
      case .page(let text): self.text(text)
      case .own(let own): inline("span", own: true) { $0.text(own.text) }
      }
    }
  }
}

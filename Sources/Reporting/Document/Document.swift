import Care

/// One document, as a tree of words that every renderer writes in its own way.
struct Document: Hashable, Sendable {
  let language: PageLanguage
  /// What the banner says, taken apart.
  let occasion: Occasion
  let banner: Banner
  /// The pages in order; a page holds at least one section.
  let pages: [[Section]]
  /// Who wrote it, on which day.
  let colophon: Words
}

/// Whose page it is, for when and with whom, and which days it covers.
struct Occasion: Hashable, Sendable {
  let patient: OwnWords?
  let clinician: OwnWords?
  let setting: OwnWords?
  /// The day of the visit.
  let visit: CivilDate?
  let days: ClosedRange<CivilDate>
  /// The day the page was made.
  let made: CivilDate
}

/// What stands at the top of every summary, whatever else was picked.
struct Banner: Hashable, Sendable {
  /// The patient's name or, where none is given, what the page is for.
  let title: Words
  /// Which visit the page is for; absent where the title says it.
  let visit: Words?
  /// What the page is, and is not.
  let statement: Words
  let facts: [Fact]
}

/// One titled part of a page; never without content.
struct Section: Hashable, Sendable {
  let kind: Kind
  let title: Words
  let blocks: [Block]

  /// A section, or nothing where no block says anything.
  init?(_ kind: Kind, _ title: Words, _ blocks: [Block?]) {
    self.kind = kind
    self.title = title
    self.blocks = blocks.compactMap { $0 }.filter { !$0.isEmpty }
    if self.blocks.isEmpty { return nil }
  }

  /// What a section is about; its raw value is also its anchor in a page.
  enum Kind: String, Sendable, CaseIterable {
    case questions, talking, changes, ratings, medicines, pacing, closeness, advice
    case goingWell = "going-well"
    case next, values, notes, partner
  }
}

/// One piece of a section.
enum Block: Hashable, Sendable {
  /// A heading one level under the section's title.
  case heading(Words)
  case paragraph(Words)
  /// Lines whose order matters, numbered from 1.
  case numbered([Words])
  /// Lines whose order does not matter.
  case list([Words])
  /// Lines that may each belong to a day.
  case entries([Entry])
  case facts([Fact])
  case chart(Chart)
  case table(Table)

  /// A block that says nothing, and so leaves no trace.
  var isEmpty: Bool {
    switch self {
    case .heading(let words), .paragraph(let words): words.isEmpty
    case .numbered(let lines), .list(let lines): lines.isEmpty
    case .entries(let entries): entries.isEmpty
    case .facts(let facts): facts.isEmpty
    case .chart(let chart): chart.isEmpty
    case .table(let table): table.rows.isEmpty
    }
  }
}

/// One line about one thing, on a day when a day is known.
struct Entry: Hashable, Sendable {
  var date: DateLabel?
  /// What the line is about, set before it.
  var lead: Words?
  let words: Words
}

/// A name and what is to be known under it.
struct Fact: Hashable, Sendable {
  let label: Words
  let value: Words
}

/// Rows under named columns; the first cell of a row names it.
struct Table: Hashable, Sendable {
  let caption: Words
  let columns: [Words]
  /// Each as long as `columns`; an empty cell is a value that was not given.
  let rows: [[Words]]
}

/// A day and how the page writes it.
struct DateLabel: Hashable, Sendable {
  let date: CivilDate
  let text: String
}

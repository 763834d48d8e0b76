import Care

// How each node of the tree is written as JSON; docs/page.schema.json is the same in a schema.

extension Document: Encodable {
  /// The name and version of this way of writing it.
  static let jsonFormat = "vesper page 1"

  private enum Key: String, CodingKey {
    case format, language, ownLanguage, banner, pages, colophon
  }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(Self.jsonFormat, forKey: .format)
    try object.encode(language.page, forKey: .language)
    try object.encodeIfPresent(language.own, forKey: .ownLanguage)
    try object.encode(banner, forKey: .banner)
    try object.encode(pages, forKey: .pages)
    try object.encode(colophon, forKey: .colophon)
  }
}

extension Banner: Encodable {
  private enum Key: String, CodingKey { case title, visit, statement, facts }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(title, forKey: .title)
    try object.encodeIfPresent(visit, forKey: .visit)
    try object.encode(statement, forKey: .statement)
    try object.encode(facts, forKey: .facts)
  }
}

extension Fact: Encodable {
  private enum Key: String, CodingKey { case label, value }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(label, forKey: .label)
    try object.encode(value, forKey: .value)
  }
}

extension Table: Encodable {
  private enum Key: String, CodingKey { case caption, columns, rows }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(caption, forKey: .caption)
    try object.encode(columns, forKey: .columns)
    try object.encode(rows, forKey: .rows)
  }
}

extension Section: Encodable {
  private enum Key: String, CodingKey { case kind, title, blocks }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(kind.rawValue, forKey: .kind)
    try object.encode(title, forKey: .title)
    try object.encode(blocks, forKey: .blocks)
  }
}

extension Block: Encodable {
  private enum Key: String, CodingKey {
    case heading, paragraph, numbered, list, entries, facts, chart, table
  }

  /// An object with one member, named for what the block is.
  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    switch self {
    case .heading(let words): try object.encode(words, forKey: .heading)
    case .paragraph(let words): try object.encode(words, forKey: .paragraph)
    case .numbered(let lines): try object.encode(lines, forKey: .numbered)
    case .list(let lines): try object.encode(lines, forKey: .list)
    case .entries(let entries): try object.encode(entries, forKey: .entries)
    case .facts(let facts): try object.encode(facts, forKey: .facts)
    case .chart(let chart): try object.encode(chart, forKey: .chart)
    case .table(let table): try object.encode(table, forKey: .table)
    }
  }
}

extension Entry: Encodable {
  private enum Key: String, CodingKey { case date, lead, words }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encodeIfPresent(date.map { Day($0.date).iso }, forKey: .date)
    try object.encodeIfPresent(lead, forKey: .lead)
    try object.encode(words, forKey: .words)
  }
}

extension Words: Encodable {
  private enum Key: String, CodingKey { case page, own }

  /// A list of spans, each an object with one member.
  func encode(to encoder: any Encoder) throws {
    var list = encoder.unkeyedContainer()
    for span in spans {
      var object = list.nestedContainer(keyedBy: Key.self)
      switch span {
      case .page(let text): try object.encode(text, forKey: .page)
      case .own(let own): try object.encode(own.text, forKey: .own)
      }
    }
  }
}

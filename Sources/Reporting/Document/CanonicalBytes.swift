import Care

/// Collects the one encoding of a document: a tag before every node, a count before every list and
/// string, numbers as 8 bytes, most significant first. No two different trees share an encoding.
struct CanonicalBytes {
  private(set) var bytes: [UInt8] = []

  mutating func tag(_ value: UInt8) { bytes.append(value) }

  mutating func number(_ value: some BinaryInteger) {
    let bits = UInt64(bitPattern: Int64(clamping: value))
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
    }
  }

  mutating func text(_ value: String) {
    number(value.utf8.count)
    bytes.append(contentsOf: value.utf8)
  }

  mutating func list<Element>(
    _ values: some Collection<Element>, _ each: (inout CanonicalBytes, Element) -> Void
  ) {
    number(values.count)
    for value in values { each(&self, value) }
  }

  mutating func list(_ values: some Collection<some Canonical>) {
    list(values) { $1.encode(to: &$0) }
  }

  mutating func optional(_ value: (some Canonical)?) {
    tag(value == nil ? 0 : 1)
    value?.encode(to: &self)
  }

  mutating func flag(_ value: Bool) { tag(value ? 1 : 0) }
}

/// A node that has one encoding.
protocol Canonical {
  func encode(to bytes: inout CanonicalBytes)
}

extension Document {
  /// The whole tree in its one encoding; the first bytes name the encoding and its version.
  var canonicalBytes: [UInt8] {
    var bytes = CanonicalBytes()
    bytes.text("vesper summary 1")
    encode(to: &bytes)
    return bytes.bytes
  }
}

extension Document: Canonical {
  func encode(to bytes: inout CanonicalBytes) {
    bytes.text(language.page)
    bytes.text(language.own ?? "")
    banner.encode(to: &bytes)
    bytes.list(pages) { $0.list($1) }
    colophon.encode(to: &bytes)
  }
}

extension Banner: Canonical {
  func encode(to bytes: inout CanonicalBytes) {
    title.encode(to: &bytes)
    bytes.optional(visit)
    statement.encode(to: &bytes)
    bytes.list(facts)
  }
}

extension Section: Canonical {
  func encode(to bytes: inout CanonicalBytes) {
    bytes.text(kind.rawValue)
    title.encode(to: &bytes)
    bytes.list(blocks)
  }
}

extension Block: Canonical {
  func encode(to bytes: inout CanonicalBytes) {
    switch self {
    case .heading(let words):
      bytes.tag(1)
      words.encode(to: &bytes)
    case .paragraph(let words):
      bytes.tag(2)
      words.encode(to: &bytes)
    case .numbered(let lines):
      bytes.tag(3)
      bytes.list(lines)
    case .list(let lines):
      bytes.tag(4)
      bytes.list(lines)
    case .entries(let entries):
      bytes.tag(5)
      bytes.list(entries)
    case .facts(let facts):
      bytes.tag(6)
      bytes.list(facts)
    case .chart(let chart):
      bytes.tag(7)
      chart.encode(to: &bytes)
    case .table(let table):
      bytes.tag(8)
      table.encode(to: &bytes)
    }
  }
}

extension Words: Canonical {
  func encode(to bytes: inout CanonicalBytes) {
    bytes.list(spans) { bytes, span in
      switch span {
      case .page(let text):
        bytes.tag(1)
        bytes.text(text)
      case .own(let own):
        bytes.tag(2)
        bytes.text(own.text)
      }
    }
  }
}

extension Entry: Canonical {
  func encode(to bytes: inout CanonicalBytes) {
    bytes.optional(date)
    bytes.optional(lead)
    words.encode(to: &bytes)
  }
}

extension Fact: Canonical {
  func encode(to bytes: inout CanonicalBytes) {
    label.encode(to: &bytes)
    value.encode(to: &bytes)
  }
}

extension Table: Canonical {
  func encode(to bytes: inout CanonicalBytes) {
    caption.encode(to: &bytes)
    bytes.list(columns)
    bytes.list(rows) { $0.list($1) }
  }
}

extension DateLabel: Canonical {
  func encode(to bytes: inout CanonicalBytes) {
    bytes.number(date.day)
    bytes.text(text)
  }
}

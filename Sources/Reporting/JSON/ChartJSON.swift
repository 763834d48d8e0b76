import Care

// The chart's share of the document's JSON. Every day is ISO 8601.

extension Chart: Encodable {
  private enum Key: String, CodingKey { case axis, strips, marks, lanes }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(JSONDays(axis.days), forKey: .axis)
    if !strips.isEmpty { try object.encode(strips, forKey: .strips) }
    if !marks.isEmpty { try object.encode(marks, forKey: .marks) }
    if !lanes.isEmpty { try object.encode(lanes, forKey: .lanes) }
  }
}

/// A stretch of days, first and last included.
private struct JSONDays: Encodable {
  let first: String
  let last: String

  init(_ days: ClosedRange<CivilDate>) {
    first = Day(days.lowerBound).iso
    last = Day(days.upperBound).iso
  }
}

extension Chart.Strip: Encodable {
  private enum Key: String, CodingKey { case measure, name, low, high, facts, dots, band }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(measure.rawValue, forKey: .measure)
    try object.encode(name, forKey: .name)
    try object.encode(low, forKey: .low)
    try object.encode(high, forKey: .high)
    try object.encode(facts, forKey: .facts)
    try object.encode(dots, forKey: .dots)
    try object.encodeIfPresent(band, forKey: .band)
  }
}

extension Chart.Dot: Encodable {
  private enum Key: String, CodingKey { case date, value, writtenLater }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(Day(date).iso, forKey: .date)
    try object.encode(value, forKey: .value)
    if backDated { try object.encode(true, forKey: .writtenLater) }
  }
}

extension Chart.Band: Encodable {
  private enum Key: String, CodingKey { case days, low, high }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(JSONDays(days), forKey: .days)
    try object.encode(values.lowerBound, forKey: .low)
    try object.encode(values.upperBound, forKey: .high)
  }
}

extension Chart.Marks: Encodable {
  private enum Key: String, CodingKey { case name, dates }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(name, forKey: .name)
    try object.encode(dates.map { Day($0).iso }, forKey: .dates)
  }
}

extension Chart.Lane: Encodable {
  private enum Key: String, CodingKey { case name, taken, entries }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(name, forKey: .name)
    try object.encode(spans, forKey: .taken)
    try object.encode(entries, forKey: .entries)
  }
}

extension Chart.Span: Encodable {
  private enum Key: String, CodingKey { case first, last }

  /// Without a `first` it began before the page's days, without a `last` it goes on after them.
  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    if !openBefore { try object.encode(Day(days.lowerBound).iso, forKey: .first) }
    if !openAfter { try object.encode(Day(days.upperBound).iso, forKey: .last) }
  }
}

extension Chart.LaneEntry: Encodable {
  private enum Key: String, CodingKey { case date, change, dose, note, words }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encodeIfPresent(entry.date.map { Day($0.date).iso }, forKey: .date)
    try object.encode(change.rawValue, forKey: .change)
    try object.encodeIfPresent(dose?.text, forKey: .dose)
    try object.encodeIfPresent(note?.text, forKey: .note)
    try object.encode(entry.words, forKey: .words)
  }
}

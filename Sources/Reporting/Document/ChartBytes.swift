import Care

// The chart's share of a document's one encoding; see `CanonicalBytes`.

extension Chart: Canonical {
  func encode(to bytes: inout CanonicalBytes) {
    axis.encode(to: &bytes)
    bytes.flag(isUnderAnother)
    bytes.list(strips)
    bytes.list(marks)
    bytes.list(lanes)
  }
}

extension Chart.Axis: Canonical {
  func encode(to bytes: inout CanonicalBytes) {
    bytes.days(days)
    title.encode(to: &bytes)
  }
}

extension Chart.Strip: Canonical {
  func encode(to bytes: inout CanonicalBytes) {
    bytes.text(measure.rawValue)
    name.encode(to: &bytes)
    low.encode(to: &bytes)
    high.encode(to: &bytes)
    bytes.list(facts)
    bytes.list(dots)
    bytes.optional(band)
  }
}

extension Chart.Dot: Canonical {
  func encode(to bytes: inout CanonicalBytes) {
    bytes.number(date.day)
    bytes.number(value)
    bytes.flag(backDated)
  }
}

extension Chart.Band: Canonical {
  func encode(to bytes: inout CanonicalBytes) {
    bytes.days(days)
    bytes.number(values.lowerBound)
    bytes.number(values.upperBound)
  }
}

extension Chart.Marks: Canonical {
  func encode(to bytes: inout CanonicalBytes) {
    name.encode(to: &bytes)
    bytes.list(dates) { $0.number($1.day) }
  }
}

extension Chart.Lane: Canonical {
  func encode(to bytes: inout CanonicalBytes) {
    name.encode(to: &bytes)
    bytes.list(spans)
    bytes.list(points)
    bytes.list(entries)
  }
}

extension Chart.Span: Canonical {
  func encode(to bytes: inout CanonicalBytes) {
    bytes.days(days)
    bytes.flag(openBefore)
    bytes.flag(openAfter)
  }
}

extension Chart.Point: Canonical {
  func encode(to bytes: inout CanonicalBytes) {
    bytes.number(date.day)
    bytes.text(change.rawValue)
  }
}

extension Chart.LaneEntry: Canonical {
  func encode(to bytes: inout CanonicalBytes) {
    bytes.text(change.rawValue)
    entry.encode(to: &bytes)
  }
}

extension CanonicalBytes {
  fileprivate mutating func days(_ days: ClosedRange<CivilDate>) {
    number(days.lowerBound.day)
    number(days.upperBound.day)
  }
}

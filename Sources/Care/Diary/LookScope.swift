import Vault

/// Which records are looked at: all, or those of some kinds on some days.
struct LookScope {
  /// The days of each kind; `nil` for everything.
  private var days: [UInt16: ClosedRange<CivilDate>]?

  static let all = LookScope(days: nil)

  private init(days: [UInt16: ClosedRange<CivilDate>]?) { self.days = days }

  init(_ days: [UInt16: ClosedRange<CivilDate>]) { self.days = days }

  /// These kinds on any day.
  init(_ kinds: Set<UInt16>) {
    self.init(days: [:])
    for kind in kinds { add(kind, .always) }
  }

  init(_ filter: EntryFilter) {
    self.init(days: filter.kinds.isEmpty ? nil : [:])
    let (first, last) = (filter.since ?? .earliest, filter.until ?? .latest)
    guard first <= last else { return }
    for kind in filter.kinds { add(kind, first...last) }
  }

  /// Looks at a kind on these days too, and on those between.
  mutating func add(_ kind: UInt16, _ more: ClosedRange<CivilDate>) {
    guard let held = days?[kind] else {
      days?[kind] = more
      return
    }
    days?[kind] = min(held.lowerBound, more.lowerBound)...max(held.upperBound, more.upperBound)
  }

  func covers(_ kind: UInt16, _ day: CivilDate) -> Bool {
    guard let days else { return true }
    return days[kind]?.contains(day) ?? false
  }

  /// Whether all that another scope looks at is looked at.
  func covers(_ other: LookScope) -> Bool {
    guard let days else { return true }
    guard let others = other.days else { return false }
    return others.allSatisfy { kind, wanted in
      days[kind].map { $0.lowerBound <= wanted.lowerBound && wanted.upperBound <= $0.upperBound }
        ?? false
    }
  }

  /// Whether a segment may hold anything that is looked at.
  func meets(_ segment: SegmentSummary) -> Bool {
    guard let about = segment.days else { return false }
    guard let days else { return true }
    return segment.mayHold(Set(days.lazy.filter { $0.value.overlaps(about) }.map(\.key)))
  }
}

extension ClosedRange<CivilDate> {
  static let always = CivilDate.earliest...CivilDate.latest
}

extension SegmentSummary {
  /// The days its entries are about; `nil` where it has no entries.
  var days: ClosedRange<CivilDate>? {
    about.map { CivilDate(day: $0.lowerBound)...CivilDate(day: $0.upperBound) }
  }
}

extension EntryFilter {
  /// Whether a segment may hold an entry that the first stage admits.
  func admits(_ segment: SegmentSummary) -> Bool {
    guard let days = segment.days else { return false }
    return (kinds.isEmpty || segment.mayHold(kinds))
      && (since.map { days.upperBound >= $0 } ?? true)
      && (until.map { days.lowerBound <= $0 } ?? true)
      && (audience.map { segment.audience == $0 } ?? true)
      && (author.map { segment.author == $0 } ?? true)
  }

  /// Whether the first stage can refuse whole segments: where not, nothing is gained by asking it.
  var isNarrow: Bool {
    !kinds.isEmpty || since != nil || until != nil || audience != nil || author != nil
  }
}

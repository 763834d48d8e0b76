public import Vault

/// What one partner releases for the other's visit.
extension Diary {
  /// One's own shared entries of the last ninety days that can stand on the other's page, newest first.
  public func releasable() throws(DiaryError) -> [Entry] {
    var filter = EntryFilter()
    filter.author = me
    filter.audience = .shared
    filter.since = today.adding(days: -90)
    filter.kinds = Set(Kinds.all.filter { $0.summaryRule.allowsLines }.map { $0.tag })
    let all = try entries(filter)
    var found: [Entry] = []
    while let entry = try all.next() {
      if entry.value.pickedText != nil { found.append(entry) }
    }
    return found
  }

  /// Releases words of one's own for the other's visit.
  ///
  /// - Returns: its id; or the lines that cannot be released, and nothing is kept.
  public func release(_ release: VisitRelease) throws(DiaryError) -> (
    id: RecordID?, refused: [RecordID]
  ) {
    let lines = release.lines ?? []
    // Taking a release back needs nothing that would have to be read.
    let can = lines.isEmpty ? [] : Set(try releasable().map(\.id))
    let refused = lines.filter { !can.contains($0) }
    guard refused.isEmpty else { return (nil, refused) }
    return (try write(release, try audience(for: VisitRelease.self, asked: .shared)), [])
  }

  /// What the other released for a visit on that day, as it counts now.
  func released(for date: CivilDate?) throws(DiaryError) -> Entry? {
    guard let date, let other else { return nil }
    var filter = EntryFilter()
    filter.kinds = [KindTag.visitRelease]
    filter.author = other.keys.partner
    filter.audience = .shared
    var latest: Entry?
    for entry in try few(filter) {
      guard (entry.value as? VisitRelease)?.date == date else { continue }
      if let held = latest, Entry.isOlder(entry, held) { continue }
      latest = entry
    }
    return latest
  }
}

import Vault

/// What counts of entries that say a time that cannot be right: the place where they are met does not tell
/// which of two versions is the newer, nor what was taken off a list since.
struct Foresight {
  /// Of each that has such a version, the one that counts.
  private let current: [Amendments.Lineage: RecordID]
  /// All that was taken off a list, and for whom.
  let retired: [RecordID: Set<Audience>]

  init(_ entries: [Entry]) {
    current = Dictionary(
      Amendments.current(entries).map { (Amendments.Lineage($0), $0.id) }
    ) { first, _ in first }
    var retired: [RecordID: Set<Audience>] = [:]
    for entry in entries {
      guard let taken = entry.value as? Retired else { continue }
      retired[taken.item, default: []].insert(entry.audience)
    }
    self.retired = retired
  }

  /// Whether another version counts in the place of this one.
  func replaces(_ entry: Entry, of lineage: Amendments.Lineage) -> Bool {
    current[lineage].map { $0 != entry.id } ?? false
  }
}

extension Diary {
  /// The times at which something can have been entered, in milliseconds: since there is a Vesper, and no
  /// later than a day after now, as clocks disagree.
  ///
  /// Now is the later of the clock and the latest time this device has known, as it is for consent.
  var credibleTimes: ClosedRange<Int64> {
    let latest = Moment(milliseconds: max(clock.now().milliseconds, vault.highWater)).milliseconds
    return Diary.earliestTime...max(latest + 86_400_000, Diary.earliestTime)
  }

  /// 2020-01-01T00:00:00Z: nobody had a Vesper then.
  private static let earliestTime: Int64 = 1_577_836_800_000

  /// Reads what bears on entries that say a time that cannot be right: their versions, and what was taken
  /// off a list. It goes through the diary's fixed fields twice, however many there are.
  func foresight() throws(DiaryError) -> Foresight {
    let times = credibleTimes
    let astray = try look(.all).filter { !times.contains($0.entered) }
    let places = Set(astray.map { VersionPlace($0) })
    return Foresight(
      try decoded { $0.kind == KindTag.retired || places.contains(VersionPlace($0)) })
  }
}

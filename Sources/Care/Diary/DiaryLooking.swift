import Vault

/// What a visit takes from the diary: a look at the fixed fields of what could be needed, passing over
/// segments that hold nothing of it, and then only the records that are, going back no further than the
/// oldest of them.
extension Diary {
  /// What was looked at, and what was there: at least that, and what stood beside it.
  struct Looked {
    let scope: LookScope
    /// Newest first in each log.
    let fields: [RecordFields]
  }

  /// Looks at the same fixed fields once for everything that is read meanwhile.
  ///
  /// What this diary writes in that time is seen; what others write may not be.
  public func lookingOnce<Result, Problem: Error>(
    _ body: () throws(Problem) -> Result
  ) throws(Problem) -> Result {
    if isLookingOnce { return try body() }
    isLookingOnce = true
    defer {
      isLookingOnce = false
      known = []
    }
    return try body()
  }

  /// What the program keeps of visits: looked at together, since whoever needs some needs most.
  private static let ofVisits = LookScope([
    KindTag.visit, KindTag.visitPick, KindTag.visitPreview, KindTag.visitRelease,
  ])

  /// The fixed fields of every record in a scope, and of others that stand beside them.
  func look(_ asked: LookScope) throws(DiaryError) -> [RecordFields] {
    if let looked = known.first(where: { $0.scope.covers(asked) }) { return looked.fields }
    let scope = Diary.ofVisits.covers(asked) ? Diary.ofVisits : asked
    var found: [RecordFields] = []
    var hasSeenAll = true
    // Judging every record's fixed fields and wanting none opens no body.
    let pass = try DiaryError.vault { () throws(VaultError) in
      try vault.records(of: .diary) { fields in
        self.notice()
        if !KindTag.hidden.contains(fields.kind) { found.append(fields) }
        return false
      } passingOver: { segment in
        let isPassedOver = !scope.meets(segment)
        if isPassedOver { hasSeenAll = false }
        return isPassedOver
      }
    }
    _ = try DiaryError.vault { () throws(VaultError) in try pass.next() }
    cells += pass.cellsOpened
    if isLookingOnce { known.append(Looked(scope: hasSeenAll ? .all : scope, fields: found)) }
    return found
  }

  /// The fixed fields of every record in a scope, and of those that are named, wherever they stand, with all
  /// that are of their kind and day.
  func look(_ scope: LookScope, naming ids: Set<RecordID>) throws(DiaryError) -> [RecordFields] {
    let fields = try look(scope)
    let named = fields.filter { ids.contains($0.id) }
    let isInside = named.allSatisfy { scope.covers($0.kind, CivilDate(day: $0.about)) }
    return isInside && Set(named.map(\.id)) == ids ? fields : try look(.all)
  }

  /// The entries that a filter admits, newest first, where they are few.
  func few(_ filter: EntryFilter) throws(DiaryError) -> [Entry] {
    let fields = try look(LookScope(filter))
    let records = try records(fields.filter { filter.admits(EntryHeader($0)) })
    let sequence = EntrySequence(records, filter, of: self) { self.opened += 1 }
    var found: [Entry] = []
    while let entry = try sequence.next() { found.append(entry) }
    cells += records.cellsOpened
    return found
  }

  /// Every version of the entries with these ids, newest first.
  ///
  /// - Parameter fields: those of all records that could be meant.
  func versions(_ ids: Set<RecordID>, among fields: [RecordFields]) throws(DiaryError) -> [Entry] {
    let records = try records(fields.filter { ids.contains($0.id) })
    let found = try decoded(records)
    cells += records.cellsOpened
    return found
  }

  /// These records; each log is left off once all of its own are found.
  private func records(_ chosen: [RecordFields]) throws(DiaryError) -> RecordSequence {
    let ids = Set(chosen.map(\.id))
    let places = Dictionary(grouping: chosen, by: \.log)
    // Sets, because one record may be judged more than once.
    var left = places.mapValues { Set($0.map(\.id)) }
    return try DiaryError.vault { () throws(VaultError) in
      try vault.records(of: .diary, within: credibleTimes) { fields in
        left[fields.log]?.isEmpty ?? true
      } where: { fields in
        guard ids.contains(fields.id) else { return false }
        left[fields.log]?.remove(fields.id)
        return true
      } passingOver: { segment in
        !(places[segment.log] ?? []).contains { segment.mayHold(index: $0.index) }
      }
    }
  }
}

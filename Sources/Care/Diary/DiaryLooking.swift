import Vault

/// What a visit takes from the diary: one look at the fixed fields of everything, and then only the
/// records that are needed, going back no further than the oldest of them.
extension Diary {
  /// Looks at the fixed fields once for everything that is read meanwhile.
  ///
  /// What others write in that time is not seen; what this diary writes is.
  public func lookingOnce<Result, Problem: Error>(
    _ body: () throws(Problem) -> Result
  ) throws(Problem) -> Result {
    if isLookingOnce { return try body() }
    isLookingOnce = true
    defer {
      isLookingOnce = false
      known = nil
    }
    return try body()
  }

  /// The fixed fields of every record, newest first in each log.
  func look() throws(DiaryError) -> [RecordFields] {
    if let known { return known }
    var found: [RecordFields] = []
    // Judging every record's fixed fields and wanting none opens no body.
    let pass = try DiaryError.vault { () throws(VaultError) in
      try vault.records(of: .diary) { fields in
        self.notice()
        if !KindTag.hidden.contains(fields.kind) { found.append(fields) }
        return false
      }
    }
    _ = try DiaryError.vault { () throws(VaultError) in try pass.next() }
    cells += pass.cellsOpened
    if isLookingOnce { known = found }
    return found
  }

  /// The headers of every entry.
  func headers() throws(DiaryError) -> [EntryHeader] { try look().map { EntryHeader($0) } }

  /// The entries that a filter admits, newest first, where they are few.
  func few(_ filter: EntryFilter) throws(DiaryError) -> [Entry] {
    let records = try records { filter.admits($0) }
    let sequence = EntrySequence(records, filter, of: self) { self.opened += 1 }
    var found: [Entry] = []
    while let entry = try sequence.next() { found.append(entry) }
    cells += records.cellsOpened
    return found
  }

  /// Every version of the entries with these ids, newest first.
  func versions(_ ids: Set<RecordID>) throws(DiaryError) -> [Entry] {
    let records = try records { ids.contains($0.id) }
    let found = try decoded(records)
    cells += records.cellsOpened
    return found
  }

  /// The records whose headers are wanted; each log is left off once all of its own are found.
  private func records(_ wanted: (EntryHeader) -> Bool) throws(DiaryError) -> RecordSequence {
    let chosen = try look().filter { wanted(EntryHeader($0)) }
    let ids = Set(chosen.map(\.id))
    // Sets, because one record may be judged more than once.
    var left = Dictionary(grouping: chosen, by: \.log).mapValues { Set($0.map(\.id)) }
    return try DiaryError.vault { () throws(VaultError) in
      try vault.records(of: .diary, within: credibleTimes) { fields in
        left[fields.log]?.isEmpty ?? true
      } where: { fields in
        guard ids.contains(fields.id) else { return false }
        left[fields.log]?.remove(fields.id)
        return true
      }
    }
  }
}

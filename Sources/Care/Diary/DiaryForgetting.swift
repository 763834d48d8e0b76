public import Vault

extension Diary {
  /// An entry that is gone.
  public struct Forgotten: Sendable, Equatable {
    /// The first version's id.
    public let id: RecordID
    /// How many versions it had.
    public let versions: Int
    public let audience: Audience
  }

  /// Forgets an entry of this partner's, with every version of it, for good.
  ///
  /// The newest version goes last: where it is interrupted, what is left shows that it was.
  /// - Throws: `notOwn` for the other partner's.
  public func forget(_ entry: Entry) throws(DiaryError) -> Forgotten {
    guard entry.author == me else { throw .notOwn }
    let versions = try versions(of: entry)
    let now = clock.now()
    try DiaryError.vault { () throws(VaultError) in
      try vault.forget(
        versions.map(\.id),
        at: RecordTime(
          entered: now.milliseconds, zone: now.offsetMinutes, today: now.date.day))
    }
    return Forgotten(
      id: Amendments.target(for: entry), versions: versions.count, audience: entry.audience)
  }

  /// All versions of an entry, the first one first.
  private func versions(of entry: Entry) throws(DiaryError) -> [Entry] {
    let lineage = Amendments.Lineage(entry)
    let records = try DiaryError.vault { () throws(VaultError) in
      try vault.records { fields in
        fields.author == entry.author && fields.kind == lineage.tag
          && fields.audience == entry.audience && fields.about == entry.about.day
          && fields.logClass == .diary
      }
    }
    var found: [Entry] = []
    while let record = try DiaryError.vault({ () throws(VaultError) in try records.next() }) {
      guard
        let version = try? EntryCoding.decode(record.body, header: EntryHeader(record.fields)),
        Amendments.Lineage(version) == lineage
      else { continue }
      found.append(version)
    }
    return found.sorted { first, second in
      (first.amends != nil ? 1 : 0, first.entered, first.id)
        < (second.amends != nil ? 1 : 0, second.entered, second.id)
    }
  }
}

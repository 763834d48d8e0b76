public import Vault

extension Diary {
  /// Puts new words in the place of an entry's present ones; the old ones stay in the log.
  ///
  /// Author, kind, day and audience stay; see ``Amendments``.
  /// - Parameter entry: its current version, as ``entry(_:)`` gives it.
  /// - Throws: `cannotAmend` where the entry is not one's own.
  @discardableResult
  public func amend(_ entry: Entry, with input: EntryInput) throws(DiaryError) -> RecordID {
    guard entry.author == me else { throw .care(.cannotAmend(.author)) }
    guard type(of: input.value).tag == entry.kind.tag else { throw .care(.cannotAmend(.kind)) }
    // Of two versions the one entered last counts, also where the clock was set back in between.
    let now = clock.now()
    let later = Moment(
      milliseconds: max(now.milliseconds, entry.entered.milliseconds + 1),
      offsetMinutes: now.offsetMinutes)
    return try append(
      try draft(
        input.value, entry.audience, entry.about, tags: input.tags, source: entry.source,
        at: later, amends: Amendments.target(for: entry)))
  }

  /// Every version of an entry that can be read, the one that counts first.
  public func versions(of entry: Entry) throws(DiaryError) -> [Entry] {
    try versionsRead(of: entry).versions
  }

  /// The same, and whether something of one's own that may hold more of them could not be read, be it for a moment.
  func versionsRead(of entry: Entry) throws(DiaryError) -> (versions: [Entry], isUnread: Bool) {
    let place = VersionPlace(entry.header)
    let lineage = Amendments.Lineage(entry)
    var filter = EntryFilter()
    filter.kinds = [entry.header.tag]
    (filter.since, filter.until) = (entry.header.about, entry.header.about)
    (filter.audience, filter.author) = (entry.header.audience, entry.header.author)
    let records = try records(in: filter) { VersionPlace($0) == place }
    var found = try decoded(records)
    found.removeAll { Amendments.Lineage($0) != lineage }
    if let current = Amendments.current(found).first {
      found = [current] + found.filter { $0.id != current.id }
    }
    return (found, records.isOwnUnread)
  }

  /// - Parameter filter: which entries they are all among, where that is known.
  func decoded(
    in filter: EntryFilter = EntryFilter(), _ wanted: @escaping (RecordFields) -> Bool
  ) throws(DiaryError) -> [Entry] {
    try decoded(records(in: filter, wanted))
  }

  private func records(in filter: EntryFilter, _ wanted: @escaping (RecordFields) -> Bool)
    throws(DiaryError) -> RecordSequence
  {
    try DiaryError.vault { () throws(VaultError) in
      try vault.records(of: .diary, where: wanted, passingOver: { !filter.admits($0) })
    }
  }

  /// The entries of a pass that read.
  func decoded(_ records: RecordSequence) throws(DiaryError) -> [Entry] {
    var found: [Entry] = []
    try each(records) { record in
      opened += 1
      if let entry = try? EntryCoding.decode(record.body, header: EntryHeader(record.fields)) {
        found.append(entry)
      }
    }
    return found
  }
}

/// What the versions of one entry have in common, as fixed fields tell it.
struct VersionPlace: Hashable {
  private let kind: UInt16
  private let author: PartnerID
  private let audience: Audience
  private let about: Int32

  init(_ fields: RecordFields) {
    (kind, author, audience, about) = (
      fields.kind, fields.author, fields.audience, fields.about
    )
  }

  init(_ header: EntryHeader) {
    (kind, author, audience, about) = (
      header.tag, header.author, header.audience, header.about.day
    )
  }
}

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
    let place = entry.header
    let lineage = Amendments.Lineage(entry)
    var filter = EntryFilter()
    filter.kinds = [place.tag]
    (filter.since, filter.until) = (place.about, place.about)
    (filter.audience, filter.author) = (place.audience, place.author)
    var found = try decoded(in: filter) { fields in
      fields.kind == place.tag && fields.author == place.author
        && fields.audience == place.audience && fields.about == place.about.day
    }
    found.removeAll { Amendments.Lineage($0) != lineage }
    guard let current = Amendments.current(found).first else { return found }
    return [current] + found.filter { $0.id != current.id }
  }

  /// - Parameter filter: which entries they are all among, where that is known.
  func decoded(
    in filter: EntryFilter = EntryFilter(), _ wanted: @escaping (RecordFields) -> Bool
  ) throws(DiaryError) -> [Entry] {
    let records = try DiaryError.vault { () throws(VaultError) in
      try vault.records(of: .diary, where: wanted, passingOver: { !filter.admits($0) })
    }
    return try gather(records).compactMap { record in
      opened += 1
      return try? EntryCoding.decode(record.body, header: EntryHeader(record.fields))
    }
  }
}

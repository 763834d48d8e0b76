import Vault

/// Entries, newest first, each decrypted when it is asked for.
///
/// An amendment is met before what it replaces, and what takes an entry off a list before that entry: they
/// were written later. Only where an entry says a time that cannot be right its place may tell less than
/// that; then ``Foresight`` is asked.
public final class EntrySequence {
  private let records: RecordSequence
  private let filter: EntryFilter
  private var replaced: Set<Amendments.Lineage> = []
  /// What was met so far that takes something off a list, and for whom.
  private var retired: [RecordID: Set<Audience>] = [:]
  /// What counts of entries whose place tells too little; `nil` while there was none.
  private var foresight: Foresight?
  /// How many were given that say a time that cannot be right.
  public private(set) var misdated = 0
  /// Entries passed over because a newer Vesper wrote them, or because they do not read.
  public private(set) var unknown = 0
  /// Places in the logs that could not be read.
  public var unreadable: Int { records.unreadable }

  private let diary: Diary
  private let times: ClosedRange<Int64>
  /// Told of every body that was opened.
  private let opened: () -> Void

  init(
    _ records: RecordSequence, _ filter: EntryFilter, of diary: Diary,
    opened: @escaping () -> Void = {}
  ) {
    self.records = records
    self.filter = filter
    self.diary = diary
    times = diary.credibleTimes
    self.opened = opened
  }

  /// The next older entry that the filter admits; `nil` after the oldest.
  public func next() throws(DiaryError) -> Entry? {
    while let record = try nextRecord() {
      opened()
      var entry: Entry
      do {
        entry = try EntryCoding.decode(record.body, header: EntryHeader(record.fields))
      } catch {
        unknown += 1
        continue
      }
      let isMisdated = !times.contains(record.fields.entered)
      entry.standing = Moment(
        milliseconds: records.standing, offsetMinutes: entry.entered.offsetMinutes)
      if foresight == nil, isMisdated || records.isLowered { try foresee() }
      // Newest first, so an amendment is met before what it replaces.
      let lineage = Amendments.Lineage(entry)
      guard !replaced.contains(lineage), foresight?.replaces(entry, of: lineage) != true else {
        continue
      }
      if entry.amends != nil { replaced.insert(lineage) }
      // So is what takes it off a list.
      if let taken = entry.value as? Retired {
        retired[taken.item, default: []].insert(entry.audience)
      }
      if filter.current != nil, isRetired(entry) { continue }
      guard filter.admits(entry) else { continue }
      if isMisdated { misdated += 1 }
      return entry
    }
    return nil
  }

  /// Kinds that are on a list until they are taken off it.
  private static let shelved: Set<UInt16> = [
    KindTag.closeness, KindTag.ritual, KindTag.goal, KindTag.appointment,
  ]

  /// Whether an entry that was given here was on a list, and was taken off it since.
  public func isRetired(_ entry: Entry) -> Bool {
    Self.shelved.contains(entry.kind.tag)
      && retired[Amendments.target(for: entry)]?.contains(entry.audience) == true
  }

  private func foresee() throws(DiaryError) {
    let all = try diary.foresight()
    retired.merge(all.retired) { $0.union($1) }
    foresight = all
  }

  private func nextRecord() throws(DiaryError) -> Record? {
    do { return try records.next() } catch { throw .vault(error) }
  }
}

extension EntryHeader {
  init(_ fields: RecordFields) {
    self.init(
      id: fields.id, tag: fields.kind, author: fields.author, audience: fields.audience,
      logClass: fields.logClass, about: CivilDate(day: fields.about),
      entered: Moment(milliseconds: fields.entered, offsetMinutes: fields.zone))
  }
}

extension Diary {
  /// The entries that a filter admits, newest first.
  public func entries(_ filter: EntryFilter = EntryFilter()) throws(DiaryError) -> EntrySequence {
    var sieve: (@Sendable (RecordFields, [UInt8]) -> [UInt8]?)?
    if let probe = filter.text.flatMap({ TextProbe($0) }) {
      sieve = { fields, body in
        fields.kind == KindTag.retired || probe.mayStand(in: body, of: fields.kind) ? body : nil
      }
    }
    let records = try DiaryError.vault { () throws(VaultError) in
      try vault.records(
        of: .diary, within: credibleTimes, through: sieve,
        where: { fields in
          self.notice()
          // What is taken off a list is told by an entry of another kind, which is as new at least.
          return !KindTag.hidden.contains(fields.kind)
            && (fields.kind == KindTag.retired || filter.admits(EntryHeader(fields)))
        },
        passingOver: filter.isNarrow
          ? { !$0.mayHold([KindTag.retired]) && !filter.admits($0) } : nil)
    }
    return EntrySequence(records, filter, of: self) { self.opened += 1 }
  }

  /// All of them, where they are few.
  func all(_ filter: EntryFilter) throws(DiaryError) -> [Entry] {
    let sequence = try entries(filter)
    var found: [Entry] = []
    while let entry = try sequence.next() { found.append(entry) }
    return found
  }

  /// The entry whose id begins with these hex digits, as it reads now: an amended one is shown in
  /// the place of the words it replaces.
  ///
  /// - Throws: `notFound`; `notFoundYet` where something that may hold it cannot be read just now; `ambiguous`.
  public func entry(_ prefix: String) throws(DiaryError) -> Entry {
    let wanted = prefix.lowercased()
    guard wanted.utf8.count >= 4 else { throw .notFound }
    let all = try DiaryError.vault { () throws(VaultError) in
      try vault.records(of: .diary) { fields in
        !KindTag.hidden.contains(fields.kind)
          && fields.id.description.hasPrefix(wanted)
      }
    }
    guard var record = try DiaryError.vault({ () throws(VaultError) in try all.next() }) else {
      throw all.isUnread ? .notFoundYet : .notFound
    }
    while let other = try DiaryError.vault({ () throws(VaultError) in try all.next() }) {
      // Chance gives no id twice; a partner's own program can, and must not shadow one's own entry.
      guard other.fields.id == record.fields.id else { throw .ambiguous }
      if other.fields.author == me { record = other }
    }
    let found = try DiaryError.care { () throws(CareError) in
      try EntryCoding.decode(record.body, header: EntryHeader(record.fields))
    }
    return try versions(of: found).first ?? found
  }
}

extension KindTag {
  /// A closed answer to an agreement, which its author's program keeps until it opens it.
  static let heldAnswer: UInt16 = 0x0070
  /// Kinds that are the program's own notes and no entries.
  static let hidden: Set<UInt16> = [
    heldAnswer, heldReply, replyCommitment, replyOpening,
  ]
}

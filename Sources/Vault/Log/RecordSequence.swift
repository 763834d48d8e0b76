// docs/format.md § Cells

/// The entries of several logs as one sequence, newest first by the time they were entered.
///
/// That time is its author's word, and in one log the order is beyond doubt: so no record stands higher than
/// the one after it, and one whose time cannot be right stands where its log has it.
public final class RecordSequence {
  /// A log, and its newest record that is not given yet.
  private struct Front {
    let cursor: LogCursor
    var record: StoredRecord
    /// When it was entered, as far as can be told.
    var standing: Int64

    /// Of several that can be of one time the one that says the later counts as newer.
    static func isOlder(_ left: Front, _ right: Front) -> Bool {
      let (one, other) = (left.record.fields, right.record.fields)
      return (left.standing, one.entered, one.log) < (right.standing, other.entered, other.log)
    }
  }

  /// When what was given last was entered, as far as can be told, in milliseconds.
  public private(set) var standing = Int64.max
  /// Whether the newest of what is wanted in a log says a time that cannot be right: it stands with what
  /// was written before it, which may be earlier than it was.
  public private(set) var isLowered = false

  private let wanted: (RecordPrefix) -> Bool
  private let enough: (RecordPrefix) -> Bool
  private let credible: ClosedRange<Int64>
  private var fronts: [Front] = []
  private var cursors: [LogCursor] = []
  private var unlisted: [PartnerID] = []
  /// Whoever this reader is or was.
  private let own: Set<PartnerID>
  /// Whether there is something of whoever the reader was that could not be read just now.
  private let isPastUnread: Bool

  /// A log, and as whom it is read.
  struct Source {
    let log: LogPlace
    let keys: ReadingKeys
  }

  private let credit: (RecordFields) -> RecordFields
  private let summaries: Summaries?

  /// - Parameters:
  ///   - reader: to whom every record of one's own is credited, whoever that was when it was written.
  ///   - credible: the times at which something can have been entered.
  ///   - passesOver: whether a segment holds nothing that is wanted, and nothing that is enough.
  ///   - isPastUnread: whether what is left of whoever the reader was could not be read just now.
  init(
    _ sources: [Source], as reader: PartnerID, within credible: ClosedRange<Int64>,
    until enough: @escaping (RecordFields) -> Bool,
    where wanted: @escaping (RecordFields) -> Bool, through sieve: LogCursor.Sieve? = nil,
    passingOver passesOver: LogCursor.Skim? = nil, isPastUnread: Bool
  ) throws(VaultError) {
    self.credible = credible
    summaries = passesOver == nil ? nil : sources.lazy.compactMap(\.keys.summaries).first
    let own = Set(sources.map { $0.keys.identity.partner }).union([reader])
    self.own = own
    self.isPastUnread = isPastUnread
    let credit: @Sendable (RecordFields) -> RecordFields = { fields in
      own.contains(fields.author) ? fields.credited(to: reader) : fields
    }
    var credited: LogCursor.Sieve?
    if let sieve { credited = { fields, body in sieve(credit(fields), body) } }
    self.credit = credit
    self.enough = { $0.type == .entry && enough(credit($0.fields)) }
    self.wanted = { $0.type == .entry && wanted(credit($0.fields)) }
    for source in sources {
      let sides: [Side]
      do throws(VaultError) {
        sides = try Side.all(of: source.log, source.keys, credited)
      } catch let fault where fault.isOfOnePlace {
        // Its directory could not be listed: what the other logs hold is shown all the same.
        unlisted.append(source.log.author)
        continue
      }
      for side in sides {
        let cursor = try side.cursor(passingOver: passesOver)
        cursors.append(cursor)
        guard let record = try cursor.next(where: self.wanted, until: self.enough) else { continue }
        var standing = record.fields.entered
        if !credible.contains(standing) {
          standing = try RecordSequence.lastCredible(of: side.cursor(), credible)
          isLowered = true
        }
        fronts.append(Front(cursor: cursor, record: record, standing: standing))
      }
    }
  }

  /// What was summed up on the way is kept, however far it was.
  deinit { summaries?.save() }

  /// The time of a log's newest record that says one that can be right; before all others where none does.
  ///
  /// It looks at fixed fields alone, and as far as what cannot be right reaches.
  private static func lastCredible(of log: LogCursor, _ credible: ClosedRange<Int64>)
    throws(VaultError) -> Int64
  {
    var found: Int64?
    _ = try log.next(where: { _ in false }) { prefix in
      guard credible.contains(prefix.fields.entered) else { return false }
      found = prefix.fields.entered
      return true
    }
    return found ?? .min
  }

  /// A log, or what only another side of it holds: nothing of a fork is lost.
  private struct Side {
    let log: LogPlace
    let keys: ReadingKeys
    let sieve: LogCursor.Sieve?
    var segments: [UInt32] = []
    /// Whether the log is a fork, in which nothing is passed over.
    var isForked = false
    var branch: LogPlace.Branch?
    var common: Set<[UInt8]> = []

    /// Begins at its newest record.
    func cursor(passingOver passesOver: LogCursor.Skim? = nil) throws(VaultError) -> LogCursor {
      guard let branch else {
        return try LogCursor(
          log, with: keys, segments: segments, through: sieve,
          passingOver: isForked ? nil : passesOver)
      }
      return try LogCursor(branch, of: log, besides: common, with: keys, through: sieve)
    }

    static func all(of log: LogPlace, _ keys: ReadingKeys, _ sieve: LogCursor.Sieve?)
      throws(VaultError) -> [Side]
    {
      let (segments, branches) = try log.contents()
      var side = Side(
        log: log, keys: keys, sieve: sieve, segments: segments, isForked: !branches.isEmpty)
      var sides = [side]
      guard !branches.isEmpty else { return sides }
      var common: Set<[UInt8]> = []
      _ = try LogScan.run(log, with: keys) { common.insert($0.chain) }
      side.common = common
      for branch in branches {
        side.branch = branch
        sides.append(side)
      }
      return sides
    }
  }

  /// The next older entry; `nil` after the oldest.
  public func next() throws(VaultError) -> Record? {
    guard let newest = fronts.indices.max(by: { Front.isOlder(fronts[$0], fronts[$1]) })
    else { return nil }
    standing = fronts[newest].standing
    let found = fronts[newest].record.record
    let record = Record(
      fields: credit(found.fields), heads: found.heads, chain: found.chain, body: found.body)
    if let older = try fronts[newest].cursor.next(where: wanted, until: enough) {
      fronts[newest].record = older
      let says = older.fields.entered
      if credible.contains(says) { fronts[newest].standing = min(says, standing) }
    } else {
      fronts.remove(at: newest)
    }
    return record
  }

  /// How many cells were decrypted so far, to look at fixed fields and to open bodies.
  public var cellsOpened: Int { cursors.reduce(0) { $0 + $1.opened } }

  /// Whether a log or a segment that is here could not be read so far, be it for a moment.
  public var isUnread: Bool { isUnread { _ in true } }

  /// The same of what the reader wrote, under whatever identity.
  public var isOwnUnread: Bool { isUnread(of: own.contains) }

  private func isUnread(of author: (PartnerID) -> Bool) -> Bool {
    isPastUnread || unlisted.contains(where: author)
      || cursors.contains { $0.isUnread && author($0.log.author) }
  }

  /// Places read so far that should hold a record and could not be read.
  public var unreadable: Int { cursors.reduce(unlisted.count) { $0 + $1.unreadable } }
}

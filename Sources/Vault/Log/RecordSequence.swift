// docs/format.md § Cells

/// The entries of several logs as one sequence, newest first by the time they were entered.
public final class RecordSequence {
  private let wanted: (RecordPrefix) -> Bool
  private let enough: (RecordPrefix) -> Bool
  private var fronts: [(cursor: LogCursor, record: StoredRecord)] = []
  private var cursors: [LogCursor] = []

  /// A log, and as whom it is read.
  struct Source {
    let log: LogPlace
    let keys: ReadingKeys
  }

  private let credit: (RecordFields) -> RecordFields
  private let summaries: Summaries?

  /// - Parameters:
  ///   - reader: to whom every record of one's own is credited, whoever that was when it was written.
  ///   - passesOver: whether a segment holds nothing that is wanted, and nothing that is enough.
  init(
    _ sources: [Source], as reader: PartnerID, until enough: @escaping (RecordFields) -> Bool,
    where wanted: @escaping (RecordFields) -> Bool, through sieve: LogCursor.Sieve? = nil,
    passingOver passesOver: LogCursor.Skim? = nil
  ) throws(VaultError) {
    summaries = passesOver == nil ? nil : sources.lazy.compactMap(\.keys.summaries).first
    let own = Set(sources.map { $0.keys.identity.partner })
    let credit: @Sendable (RecordFields) -> RecordFields = { fields in
      own.contains(fields.author) ? fields.credited(to: reader) : fields
    }
    var credited: LogCursor.Sieve?
    if let sieve { credited = { fields, body in sieve(credit(fields), body) } }
    self.credit = credit
    self.enough = { $0.type == .entry && enough(credit($0.fields)) }
    self.wanted = { $0.type == .entry && wanted(credit($0.fields)) }
    for source in sources {
      cursors += try RecordSequence.cursors(source.log, source.keys, credited, passesOver)
    }
    for cursor in cursors {
      if let record = try cursor.next(where: self.wanted, until: self.enough) {
        fronts.append((cursor, record))
      }
    }
  }

  /// What was summed up on the way is kept, however far it was.
  deinit { summaries?.save() }

  /// A log, and what only other sides of it hold: nothing of a fork is lost.
  private static func cursors(
    _ log: LogPlace, _ keys: ReadingKeys, _ sieve: LogCursor.Sieve?,
    _ passesOver: LogCursor.Skim?
  ) throws(VaultError) -> [LogCursor] {
    let (segments, branches) = try log.contents()
    let main = try LogCursor(
      log, with: keys, segments: segments, through: sieve,
      passingOver: branches.isEmpty ? passesOver : nil)
    guard !branches.isEmpty else { return [main] }
    var common: Set<[UInt8]> = []
    _ = try LogScan.run(log, with: keys) { common.insert($0.chain) }
    var cursors = [main]
    for branch in branches {
      cursors.append(
        try LogCursor(branch, of: log, besides: common, with: keys, through: sieve))
    }
    return cursors
  }

  /// The next older entry; `nil` after the oldest.
  public func next() throws(VaultError) -> Record? {
    guard
      let newest = fronts.indices.max(by: {
        let (left, right) = (fronts[$0].record.fields, fronts[$1].record.fields)
        return (left.entered, left.log) < (right.entered, right.log)
      })
    else { return nil }
    let found = fronts[newest].record.record
    let record = Record(
      fields: credit(found.fields), heads: found.heads, chain: found.chain, body: found.body)
    if let older = try fronts[newest].cursor.next(where: wanted, until: enough) {
      fronts[newest].record = older
    } else {
      fronts.remove(at: newest)
    }
    return record
  }

  /// How many cells were decrypted so far, to look at fixed fields and to open bodies.
  public var cellsOpened: Int { cursors.reduce(0) { $0 + $1.opened } }

  /// Places read so far that should hold a record and could not be read.
  public var unreadable: Int { cursors.reduce(0) { $0 + $1.unreadable } }
}

import Sodium

// docs/format.md § Verdicts

/// Reads a log forwards and verifies all of it: slots, cells, links, digests, own MACs, tombstones.
struct LogScan {
  /// What was found from the place where the scan began.
  struct Finding {
    /// What was found wrong, of each verdict that which comes first in the log.
    private(set) var faults: [Fault] = []
    /// The worst of it.
    var verdict: Verdict { verdict(upTo: nil) }
    var damage: Damage? { faults.first { $0.verdict == .damaged }?.damage }
    /// Where the last verified record ends.
    var end: LogPosition
    /// Records that verified, tombstones included.
    var count = 0
    /// The indices of records that an erasure record names: not to be shown, whatever is left of them.
    var erased: Set<UInt64> = []
    /// The class of the log, and for whom it was made, once one of its segments opened.
    var logClass: LogClass?
    var recipient: PartnerID?
    /// Whether something of it could not be read, so that it may say more than was found.
    var isUnread = false
    /// Whether something stands where the log has ended by what its author has said (§ Former identity).
    var goesOn = false

    /// Notes what is wrong; where nothing else is said, with the next record.
    mutating func note(_ verdict: Verdict, _ damage: Damage? = nil, at index: UInt64? = nil) {
      let fault = Fault(verdict: verdict, index: index ?? end.nextIndex, damage: damage)
      guard let known = faults.firstIndex(where: { $0.verdict == verdict }) else {
        return faults.append(fault)
      }
      let before = faults[known]
      let (first, other) = fault.index < before.index ? (fault, before) : (before, fault)
      // That a newer Vesper made it is the reason before any other.
      faults[known] = Fault(
        verdict: verdict, index: first.index,
        damage: other.damage?.reason == .newer ? other.damage : first.damage)
    }

    /// The worst that is wrong with the records that a closing lets count; with all where it is `nil`.
    func verdict(upTo closing: Closing?) -> Verdict {
      faults.filter { closing?.admits($0.index) ?? true }.map(\.verdict).min() ?? .complete
    }
  }

  /// Something wrong, and the record with which it begins.
  struct Fault: Equatable {
    let verdict: Verdict
    let index: UInt64
    let damage: Damage?
  }

  /// A place in the log that verified, whether or not a record can still be read there.
  struct Step: Sendable {
    let index: UInt64
    let chain: [UInt8]
    let previousChain: [UInt8]
    /// `nil` for a tombstone, and where the content cannot be vouched for.
    let record: StoredRecord?
  }

  let keys: ReadingKeys
  let log: LogPlace
  /// Where this device's own state says that the acknowledged records end.
  private let acknowledged: LogPosition?
  /// The index from which on nothing counts; `nil` where the log has not ended.
  private var limit: UInt64?
  var finding: Finding
  /// Of a whole log tombstones alone, so that a long one takes no more room than a short one.
  private(set) var remains: [Remains] = []
  /// The indices of records that verified, ascending.
  private var verified: [ClosedRange<UInt64>] = []
  private var keepsAll = false
  var erasures: [(erasure: Erasure, index: UInt64)] = []
  var buffer = [UInt8](repeating: 0, count: Cell.frameLength)
  /// Whether what came before was verified, so that the next link can be.
  var linked = true
  /// How many records verified before the first fault; `nil` while there is none.
  private var soundCount: Int?
  /// Found once, when cells that do not fit together first ask for them.
  var erasuresOfDamagedLog: [Erasure]?
  /// Class and recipient, which all segments of a log share.
  private var kind: (logClass: LogClass, recipient: PartnerID?)?

  /// Verifies a log from a position to its end.
  ///
  /// - Parameters:
  ///   - beyondItsEnd: whether to read on where nothing counts any more.
  ///   - visit: called with every place that verified, in order.
  static func run(
    _ log: LogPlace, with keys: ReadingKeys, from start: LogPosition = .start,
    acknowledged: LogPosition? = nil, beyondItsEnd: Bool = false, visit: (Step) -> Void = { _ in }
  ) throws(VaultError) -> Finding {
    var scan = LogScan(keys: keys, log: log, acknowledged: acknowledged, from: start)
    if !beyondItsEnd { scan.limit = try keys.limits(of: log)?.main }
    try scan.run(visit)
    return scan.finding
  }

  /// Verifies one segment by itself, from what its header says of those before it.
  ///
  /// Whether its tombstones have erasure records shows in the log as a whole alone.
  static func alone(
    _ segment: Segment, of log: LogPlace, with keys: ReadingKeys, visit: (Step) -> Void = { _ in }
  ) -> SegmentReading {
    let header = segment.header
    let start = LogPosition(
      segment: header.number, cell: 1, nextIndex: header.firstIndex, chain: header.previousChain)
    var scan = LogScan(keys: keys, log: log, acknowledged: nil, from: start)
    scan.erasuresOfDamagedLog = []
    scan.keepsAll = true
    scan.read(segment, continuing: true, isLast: true, visit)
    return SegmentReading(
      segment: segment, spans: scan.remains, soundCount: scan.soundCount,
      fault: scan.finding.damage, erasures: scan.erasures.map(\.erasure))
  }

  private init(
    keys: ReadingKeys, log: LogPlace, acknowledged: LogPosition?, from start: LogPosition
  ) {
    self.keys = keys
    self.log = log
    self.acknowledged = acknowledged
    finding = Finding(end: start)
  }

  private mutating func run(_ visit: (Step) -> Void) throws(VaultError) {
    let present = try log.segments().filter { $0 >= finding.end.segment }
    let first = finding.end.segment
    var expected = first
    var ahead = present[...]
    reading: while !ahead.isEmpty {
      // Several at once, as far as each can be judged by itself; put together they are in their order.
      let numbers = Array(ahead.prefix(Workers.most * 2))
      ahead = ahead.dropFirst(numbers.count)
      for (number, opened) in zip(numbers, SelfContained.open(numbers, of: log, with: keys)) {
        if isOver, kind != nil {
          finding.goesOn = true
          break reading
        }
        if number != expected {
          finding.note(.waiting)
          linked = false
        }
        do throws(VaultError) {
          if let (segment, contents) = try opened.get() {
            try checkKind(segment)
            if let contents, follows(segment.header),
              limit.map({ contents.end.nextIndex <= $0 }) ?? true
            {
              take(contents, of: segment, visit)
            } else {
              read(segment, continuing: number == first, isLast: number == present.last, visit)
            }
          } else {
            finding.note(.waiting)
            linked = false
          }
        } catch .damaged(let damage) {
          note(damage)
        } catch .newerVersion {
          note(Damage(file: log.name(of: number), reason: .newer))
        }
        expected = number &+ 1
        keys.afterSegment()
      }
    }
    if present.isEmpty && finding.end.nextIndex > 0 { finding.note(.rolledBack) }
    judgeErasures()
  }

  /// Whether nothing counts any more that comes.
  private var isOver: Bool { limit.map { finding.end.nextIndex >= $0 } ?? false }

  /// Remembers what a record that verified has left.
  mutating func keep(_ rest: Remains) {
    if keepsAll || rest.isTombstone { remains.append(rest) }
    if let last = verified.last, last.upperBound < .max, rest.index == last.upperBound + 1 {
      verified[verified.count - 1] = last.lowerBound...rest.index
    } else {
      verified.append(rest.index...rest.index)
    }
  }

  /// Whether a record with this index verified.
  func isHere(_ index: UInt64) -> Bool { verified.contains { $0.contains(index) } }

  mutating func note(_ damage: Damage, at index: UInt64? = nil) {
    if damage.reason == .unreadable { finding.isUnread = true }
    finding.note(.damaged, damage, at: index)
    if soundCount == nil { soundCount = remains.count }
    linked = false
  }

  private mutating func checkKind(_ segment: Segment) throws(VaultError) {
    let own = (segment.header.logClass, segment.header.recipient)
    guard let kind else {
      self.kind = own
      (finding.logClass, finding.recipient) = own
      return
    }
    guard kind == own else { throw .damage(.path, in: segment.file) }
  }

  private mutating func read(
    _ segment: Segment, continuing: Bool, isLast: Bool, _ visit: (Step) -> Void
  ) {
    let number = segment.header.number
    var cell = 1
    if continuing {
      cell = finding.end.cell
      if cell > segment.cellCount {
        finding.note(.rolledBack)
        return
      }
    } else {
      enter(segment)
    }
    while cell < segment.cellCount {
      if isOver {
        finding.goesOn = true
        return
      }
      switch segment.span(from: cell, buffer: &buffer) {
      case .record(let payload, let parts):
        accept(payload, parts, at: cell, in: segment, visit)
        cell += parts
      case .tombstone(let payload, let parts):
        bury(payload, parts, at: cell, in: segment, visit)
        cell += parts
      case .incomplete:
        unfinished(segment, isLast: isLast)
        return
      case .broken(let broken):
        if isLast && (segment.isZero(from: broken) || isUnacknowledged(broken, number)) {
          finding.note(.unfinished)
          return
        }
        if let parts = passInterruptedErasure(at: cell, in: segment, visit) {
          cell += parts
          continue
        }
        note(Damage(file: segment.file, reason: .cell))
        cell = nextStart(after: cell, in: segment)
      }
    }
    if segment.ragged > 0 { unfinished(segment, isLast: isLast) }
  }

  /// Goes on from what a segment's header says of the ones before it.
  private mutating func enter(_ segment: Segment) {
    let header = segment.header
    let follows =
      linked
      ? header.firstIndex == finding.end.nextIndex && header.previousChain == finding.end.chain
      : header.firstIndex >= finding.end.nextIndex
    if !follows { note(Damage(file: segment.file, reason: .link)) }
    finding.end = LogPosition(
      segment: header.number, cell: 1, nextIndex: header.firstIndex, chain: header.previousChain)
    linked = true
  }

  private mutating func unfinished(_ segment: Segment, isLast: Bool) {
    if isLast {
      finding.note(.unfinished)
    } else {
      note(Damage(file: segment.file, reason: .length))
    }
  }

  private func isUnacknowledged(_ cell: Int, _ segment: UInt32) -> Bool {
    guard let acknowledged else { return false }
    return (segment, cell) >= (acknowledged.segment, acknowledged.cell)
  }

  /// The next cell that begins a record, or the end of the file.
  private mutating func nextStart(after cell: Int, in segment: Segment) -> Int {
    var next = cell + 1
    while next < segment.cellCount {
      if segment.frame(next, into: &buffer)?.part == 0 { return next }
      next += 1
    }
    return segment.cellCount
  }
}

import Sodium

// docs/format.md § Verdicts

/// Reads a log forwards and verifies all of it: slots, cells, links, digests, own MACs, tombstones.
struct LogScan {
  /// What was found from the place where the scan began.
  struct Finding {
    var verdict = Verdict.complete
    var damage: Damage?
    /// Where the last verified record ends.
    var end: LogPosition
    /// Records that verified, tombstones included.
    var count = 0

    mutating func note(_ verdict: Verdict, _ damage: Damage? = nil) {
      if verdict < self.verdict { self.verdict = verdict }
      if self.damage == nil { self.damage = damage }
    }
  }

  private let keys: ReadingKeys
  private let log: LogPlace
  /// Where this device's own state says that the acknowledged records end.
  private let acknowledged: LogPosition?
  private var finding: Finding
  private var tombstones: [(Tombstone, segment: UInt32, cell: Int, parts: Int)] = []
  private var erasures: [Erasure] = []
  private var buffer = [UInt8](repeating: 0, count: Cell.frameLength)
  /// Whether the record before was verified, so that the next one's link can be.
  private var linked = true

  /// Verifies a log from a position to its end.
  ///
  /// - Parameter visit: called with every record that verified, in order.
  static func run(
    _ log: LogPlace, with keys: ReadingKeys, from start: LogPosition = .start,
    acknowledged: LogPosition? = nil,
    visit: (StoredRecord, _ previousChain: [UInt8]) -> Void = { _, _ in }
  ) throws(VaultError) -> Finding {
    var scan = LogScan(keys: keys, log: log, acknowledged: acknowledged, from: start)
    try scan.run(visit)
    return scan.finding
  }

  private init(
    keys: ReadingKeys, log: LogPlace, acknowledged: LogPosition?, from start: LogPosition
  ) {
    self.keys = keys
    self.log = log
    self.acknowledged = acknowledged
    finding = Finding(end: start)
  }

  private mutating func run(_ visit: (StoredRecord, [UInt8]) -> Void) throws(VaultError) {
    let present = try log.segments().filter { $0 >= finding.end.segment }
    let first = finding.end.segment
    var expected = first
    for number in present {
      if number != expected {
        finding.note(.waiting)
        linked = false
      }
      do throws(VaultError) {
        guard let segment = try keys.open(number, of: log, verifyingBothSlots: true) else {
          finding.note(.waiting)
          linked = false
          continue
        }
        read(segment, continuing: number == first, isLast: number == present.last, visit)
      } catch .damaged(let damage) {
        finding.note(.damaged, damage)
        linked = false
      }
      expected = number &+ 1
    }
    if present.isEmpty && finding.end.nextIndex > 0 { finding.note(.rolledBack) }
    for (tombstone, segment, cell, parts) in tombstones
    where !erasures.contains(where: {
      $0.names(tombstone, segment: segment, firstCell: cell, parts: parts)
    }) {
      finding.note(.damaged, Damage(file: log.name(of: segment), reason: .tombstone))
    }
  }

  private mutating func read(
    _ segment: Segment, continuing: Bool, isLast: Bool,
    _ visit: (StoredRecord, [UInt8]) -> Void
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
      if linked
        && (segment.header.firstIndex != finding.end.nextIndex
          || segment.header.previousChain != finding.end.chain)
      {
        finding.note(.damaged, Damage(file: segment.file, reason: .link))
      }
      finding.end = LogPosition(
        segment: number, cell: 1, nextIndex: segment.header.firstIndex,
        chain: segment.header.previousChain)
      linked = true
    }
    while cell < segment.cellCount {
      switch segment.span(from: cell, buffer: &buffer) {
      case .record(let payload, let parts):
        accept(payload, parts, at: cell, in: segment, visit)
        cell += parts
      case .tombstone(let payload, let parts):
        bury(payload, parts, at: cell, in: segment)
        cell += parts
      case .incomplete:
        unfinished(segment, isLast: isLast)
        return
      case .broken:
        if isLast && (segment.isZero(from: cell) || isUnacknowledged(cell, number)) {
          finding.note(.unfinished)
          return
        }
        if let erasure = interruptedErasure(at: cell, in: number) {
          advance(erasure.chain, erasure.index, number, cell + Int(erasure.parts))
          cell += Int(erasure.parts)
          continue
        }
        finding.note(.damaged, Damage(file: segment.file, reason: .cell))
        linked = false
        cell = nextStart(after: cell, in: segment)
      }
    }
    if segment.ragged > 0 { unfinished(segment, isLast: isLast) }
  }

  private mutating func unfinished(_ segment: Segment, isLast: Bool) {
    if isLast {
      finding.note(.unfinished)
    } else {
      finding.note(.damaged, Damage(file: segment.file, reason: .length))
    }
  }

  private func isUnacknowledged(_ cell: Int, _ segment: UInt32) -> Bool {
    guard let acknowledged else { return false }
    return (segment, cell) >= (acknowledged.segment, acknowledged.cell)
  }

  private mutating func accept(
    _ payload: [UInt8], _ parts: Int, at cell: Int, in segment: Segment,
    _ visit: (StoredRecord, [UInt8]) -> Void
  ) {
    let record: StoredRecord
    do {
      record = try StoredRecord(payload, in: segment.header, file: segment.file)
      if record.type == .erasure {
        guard segment.header.logClass == .diary else {
          throw VaultError.damage(.bounds, in: segment.file)
        }
        erasures.append(try Erasure(record.body, file: segment.file))
      }
    } catch {
      if case .damaged(let damage) = error as? VaultError { finding.note(.damaged, damage) }
      linked = false
      return
    }
    guard
      verify(
        record.fields.index, record.digest, record.chain, record.mac, in: segment)
    else { return }
    let previous = finding.end.chain
    advance(record.chain, record.fields.index, segment.header.number, cell + parts)
    finding.count += 1
    visit(record, previous)
  }

  private mutating func bury(_ payload: [UInt8], _ parts: Int, at cell: Int, in segment: Segment) {
    guard segment.header.logClass == .diary,
      let tombstone = try? Tombstone(payload, file: segment.file)
    else {
      finding.note(.damaged, Damage(file: segment.file, reason: .tombstone))
      linked = false
      return
    }
    guard
      verify(tombstone.index, tombstone.digest, tombstone.chain, tombstone.mac, in: segment)
    else { return }
    tombstones.append((tombstone, segment.header.number, cell, parts))
    advance(tombstone.chain, tombstone.index, segment.header.number, cell + parts)
    finding.count += 1
  }

  /// Index, link and, in one's own log, the author's MAC.
  private mutating func verify(
    _ index: UInt64, _ digest: [UInt8], _ chain: [UInt8], _ mac: [UInt8], in segment: Segment
  ) -> Bool {
    let hash = segment.key.headerHash
    if keys.isOwn(log),
      !ConstantTime.equal(
        mac, Chain.mac(chain, index: index, headerHash: hash, key: keys.identity.macKey))
    {
      finding.note(.damaged, Damage(file: segment.file, reason: .forged))
      linked = false
      return false
    }
    // After damage the link to what came before cannot be known; it is taken up again from here.
    guard linked else {
      linked = true
      return true
    }
    guard index == finding.end.nextIndex,
      chain == Chain.link(finding.end.chain, index: index, digest: digest, headerHash: hash)
    else {
      finding.note(.damaged, Damage(file: segment.file, reason: .link))
      linked = false
      return false
    }
    return true
  }

  private mutating func advance(_ chain: [UInt8], _ index: UInt64, _ segment: UInt32, _ cell: Int) {
    finding.end = LogPosition(
      segment: segment, cell: cell, nextIndex: index == .max ? index : index + 1, chain: chain)
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

  /// A verified erasure record, later in the log, that explains why these cells do not fit together.
  private mutating func interruptedErasure(at cell: Int, in number: UInt32) -> Erasure? {
    guard let all = try? ErasureSearch.all(in: log, with: keys) else { return nil }
    return all.first {
      $0.segment == number && Int($0.firstCell) == cell && $0.index == finding.end.nextIndex
        && Int($0.parts) <= Cell.mostParts && $0.parts > 0
    }
  }
}

import Sodium

// docs/format.md § Cells

/// Reads one log from its newest record backwards, opening no more than it is asked for.
///
/// Every record it returns is verified: cells, digest, the link to the record before, and in one's
/// own log the author's MAC. What does not verify is passed over and counted, never returned.
final class LogCursor {
  /// Places that should hold a record and could not be read.
  var unreadable = 0
  /// Whether one of them is a file that is here and could not be read, be it for a moment or by this version.
  private(set) var isUnread = false
  /// How many cells were decrypted so far.
  var opened = 0

  let keys: ReadingKeys
  let log: LogPlace
  var waiting: [UInt32]
  /// Another side of a fork, to be read in the place of the log itself.
  private let side: LogPlace.Branch?
  /// The chains of the log itself: where one of them is met, the sides have come together.
  private let common: Set<[UInt8]>
  /// How far this device has seen the log.
  private let seen: DeviceState.SeenHead?
  /// The index from which on nothing counts; `nil` where the log has not ended.
  let limit: UInt64?
  private var segment: Segment?
  private var isNewest = true
  private var hasBegun = false
  /// The cell after the next one to be read, going backwards.
  private var cell = 0
  /// Erasure records met so far, by the index of the record that each names.
  private(set) var erasures: [UInt64: [Erasure]] = [:]
  /// The segments in which they erase something.
  private(set) var erasedSegments: Set<UInt32> = []
  private var buffer = [UInt8](repeating: 0, count: Cell.frameLength)
  /// Where the record that was returned last begins.
  private(set) var place: (segment: UInt32, cell: Int)?
  /// Records of the segments that were read ahead, the newest last.
  private var ready: [SegmentsAhead.Found] = []
  var ahead = SegmentsAhead()
  /// Judges a verified record by its body, wherever it is read, and says what is handed on in the place of it.
  let sieve: Sieve?
  /// What lets segments be passed over; `nil` where each is read.
  let skimming: Skimming?
  /// Where the next segment ends, as far as that is known.
  var link: Link?

  /// What becomes of a record's body; `nil` where the record is passed over. Several threads ask at once.
  typealias Sieve = @Sendable (RecordFields, [UInt8]) -> [UInt8]?

  /// - Parameters:
  ///   - segments: the numbers of those that are here, ascending, where they are known.
  ///   - passesOver: whether a segment needs no reading; asked of none where the log has ended, or has no
  ///     summaries.
  init(
    _ log: LogPlace, with keys: ReadingKeys, segments: [UInt32]? = nil, through sieve: Sieve? = nil,
    passingOver passesOver: Skim? = nil
  ) throws(VaultError) {
    self.log = log
    self.keys = keys
    self.sieve = sieve
    side = nil
    common = []
    limit = try keys.limits(of: log)?.main
    if let passesOver, let summaries = keys.summaries, limit == nil {
      skimming = Skimming(summaries: summaries, passesOver: passesOver)
    } else {
      skimming = nil
    }
    // What was seen of it beyond its end, or on another's side of it, says nothing of what is due.
    seen = limit == nil || keys.isOwn(log) ? keys.seen[log.id] : nil
    if let segments { waiting = segments } else { waiting = try log.segments() }
    if let seen, waiting.last.map({ $0 < seen.segment }) ?? true { unreadable += 1 }
  }

  /// Reads what another side of a fork holds and the log itself does not.
  init(
    _ side: LogPlace.Branch, of log: LogPlace, besides common: Set<[UInt8]>, with keys: ReadingKeys,
    through sieve: Sieve? = nil
  ) throws(VaultError) {
    limit = try keys.limits(of: log)?.limit(of: side)
    self.log = log
    self.keys = keys
    self.sieve = sieve
    self.side = side
    self.common = common
    skimming = nil
    seen = nil
    waiting = [side.number]
  }

  /// The next older record that is wanted; `nil` at the beginning of the log.
  ///
  /// - Parameters:
  ///   - wanted: judges by the fixed fields, before the rest of the record is opened.
  ///   - enough: whether the log is left off at this record.
  func next(
    where wanted: (RecordPrefix) -> Bool = { $0.type == .entry },
    until enough: (RecordPrefix) -> Bool = { _ in false }
  ) throws(VaultError) -> StoredRecord? {
    while true {
      if let found = ready.popLast() {
        place = (found.segment, found.cell)
        return found.record
      }
      if isBetweenSegments, try readAhead(where: wanted, until: enough) { continue }
      guard let (segment, first, prefix) = try nextPrefix() else { return nil }
      guard let prefix else { continue }
      if let limit, prefix.fields.index >= limit { continue }
      if common.contains(prefix.chain) { return nil }
      if enough(prefix) {
        leaveOff()
        return nil
      }
      if isErased(prefix, at: first, in: segment.header.number) { continue }
      let isErasure = prefix.type == .erasure
      ahead.judged += 1
      guard isErasure || wanted(prefix) else { continue }
      ahead.wanted += 1
      guard let record = whole(at: first, in: segment) else {
        unreadable += 1
        continue
      }
      if isErasure { note(record, segment.file) }
      if wanted(prefix), let record = sifted(record) {
        place = (segment.header.number, first)
        return record
      }
    }
  }

  func leaveOff() { (waiting, segment) = ([], nil) }

  func leaveSegment() { segment = nil }

  /// Takes what was read of some segments at once.
  func take(_ found: (records: [SegmentsAhead.Found], opened: Int, unreadable: Int)) {
    opened += found.opened
    unreadable += found.unreadable
    ready = found.records.reversed()
  }

  func note(_ erasure: StoredRecord, _ file: String) {
    guard let erasure = try? Erasure(erasure.body, file: file) else { return }
    erasures[erasure.index, default: []].append(erasure)
    erasedSegments.insert(erasure.segment)
  }

  private func sifted(_ record: StoredRecord) -> StoredRecord? {
    guard let sieve else { return record }
    return sieve(record.fields, record.body).map(record.holding)
  }

  /// Whether the newest segment is done with, and none is being read that has to be read cell by cell.
  private var isBetweenSegments: Bool {
    hasBegun && !isNewest && side == nil && (segment == nil || cell <= 1) && !waiting.isEmpty
  }

  /// Whether an erasure record names this one, in this place. Only entries are ever erased: an erasure
  /// of an erasure would bring a record back.
  func isErased(_ prefix: RecordPrefix, at first: Int, in segment: UInt32) -> Bool {
    guard prefix.type == .entry, let named = erasures[prefix.fields.index] else { return false }
    return named.contains { erasure in
      erasure.id == prefix.fields.id && erasure.chain == prefix.chain
        && erasure.segment == segment && Int(erasure.firstCell) == first
        && Int(erasure.parts) == Cell.parts(for: prefix.length)
    }
  }

  /// The chain of what was erased just before a cell, as its erasure record has it: the overwriting
  /// may have been torn.
  private func erasedChain(before first: Int, _ segment: Segment) -> [UInt8]? {
    erasures.values.joined().first { erasure in
      erasure.segment == segment.header.number
        && Int(erasure.firstCell) + Int(erasure.parts) == first
    }?.chain
  }

  /// Steps back over one record; its prefix is `nil` for a tombstone or what cannot be read.
  private func nextPrefix() throws(VaultError) -> (Segment, Int, RecordPrefix?)? {
    while true {
      guard let segment = try current() else { return nil }
      let last = cell - 1
      opened += 1
      guard let frame = segment.frame(last, into: &buffer) else {
        cell = last
        if !isNewest || isKnown(last, of: segment) { unreadable += 1 }
        return (segment, last, nil)
      }
      let first = last - Int(frame.part)
      guard first >= 1, frame.part + 1 == frame.parts else {
        // The end of the newest segment may be unfinished; anywhere else this is damage.
        if !isNewest || isKnown(last, of: segment) { unreadable += 1 }
        cell = max(first, 1)
        continue
      }
      isNewest = false
      cell = first
      if frame.content == .tombstone { return (segment, first, nil) }
      if frame.part > 0 { opened += 1 }
      guard frame.part == 0 || segment.frame(first, into: &buffer)?.content == .record,
        let prefix = try? RecordPrefix(
          Array(buffer[8...]), in: segment.header, file: segment.file)
      else {
        unreadable += 1
        return (segment, first, nil)
      }
      return (segment, first, prefix)
    }
  }

  /// The segment being read, with at least one cell left.
  private func current() throws(VaultError) -> Segment? {
    while true {
      if let segment, cell > 1 { return segment }
      guard let number = waiting.popLast() else { return nil }
      // Only the last segment may end in an unfinished record.
      if hasBegun { isNewest = false }
      hasBegun = true
      do throws(VaultError) {
        if let side {
          segment = try keys.open(side, of: log)
        } else {
          segment = try keys.open(number, of: log)
        }
      } catch .damaged(let damage) {
        segment = nil
        unreadable += 1
        isUnread = isUnread || damage.isUnread
      } catch .newerVersion {
        segment = nil
        unreadable += 1
        isUnread = true
      }
      cell = segment?.cellCount ?? 0
      link = segment.map { Link(after: $0.header.number, chain: $0.header.previousChain) }
      if let segment, cell > 0, isKnown(cell, of: segment) { unreadable += 1 }
    }
  }

  /// Whether this device has seen a record in a cell, which therefore is no unfinished tail.
  func isKnown(_ cell: Int, of segment: Segment) -> Bool {
    guard let seen, seen.segment == segment.header.number else { return false }
    return cell < Int(seen.cells)
  }

  private func whole(at first: Int, in segment: Segment) -> StoredRecord? {
    guard case .record(let payload, let parts) = segment.span(from: first, buffer: &buffer),
      let record = try? StoredRecord(payload, in: segment.header, file: segment.file)
    else { return nil }
    let hash = segment.key.headerHash
    let index = record.fields.index
    opened += parts + (first > 1 ? 1 : 0)
    let before =
      segment.chain(before: first, buffer: &buffer) ?? erasedChain(before: first, segment)
    if let previous = before {
      guard
        record.chain
          == Chain.link(previous, index: index, digest: record.digest, headerHash: hash)
      else { return nil }
    } else if log.audience == .shared && keys.isOwn(log) {
      // The partner can write cells of a shared log; without the link, the MAC proves nothing.
      return nil
    }
    if keys.isOwn(log) {
      let mac = Chain.mac(
        record.chain, index: index, headerHash: hash, key: keys.identity.macKey)
      guard ConstantTime.equal(mac, record.mac) else { return nil }
    }
    return record
  }
}

import Sodium

// docs/format.md § Cells

/// Reads one log from its newest record backwards, opening no more than it is asked for.
///
/// Every record it returns is verified: cells, digest, the link to the record before, and in one's
/// own log the author's MAC. What does not verify is passed over and counted, never returned.
final class LogCursor {
  /// Places that should hold a record and could not be read.
  private(set) var unreadable = 0
  /// How many cells were decrypted so far.
  var opened: Int { openedBefore + (segment?.opened ?? 0) }

  private let keys: ReadingKeys
  private let log: LogPlace
  private var waiting: [UInt32]
  /// Another side of a fork, to be read in the place of the log itself.
  private let side: LogPlace.Branch?
  /// The chains of the log itself: where one of them is met, the sides have come together.
  private let common: Set<[UInt8]>
  /// How far this device has seen the log.
  private let seen: DeviceState.SeenHead?
  /// The index from which on nothing counts; `nil` where the log has not ended.
  private let limit: UInt64?
  private var segment: Segment? {
    willSet { openedBefore += segment?.opened ?? 0 }
  }
  /// In the segments that are done with.
  private var openedBefore = 0
  private var isNewest = true
  private var hasBegun = false
  /// The cell after the next one to be read, going backwards.
  private var cell = 0
  /// Erasure records met so far, by the index of the record that each names.
  private var erasures: [UInt64: [Erasure]] = [:]
  private var buffer = [UInt8](repeating: 0, count: Cell.frameLength)
  /// Where the record that was returned last begins.
  private(set) var place: (segment: UInt32, cell: Int)?

  init(_ log: LogPlace, with keys: ReadingKeys) throws(VaultError) {
    self.log = log
    self.keys = keys
    side = nil
    common = []
    limit = try keys.limits(of: log)?.main
    // What was seen of it beyond its end, or on another's side of it, says nothing of what is due.
    seen = limit == nil || keys.isOwn(log) ? keys.seen[log.id] : nil
    waiting = try log.segments()
    if let seen, waiting.last.map({ $0 < seen.segment }) ?? true { unreadable += 1 }
  }

  /// Reads what another side of a fork holds and the log itself does not.
  init(
    _ side: LogPlace.Branch, of log: LogPlace, besides common: Set<[UInt8]>, with keys: ReadingKeys
  ) throws(VaultError) {
    limit = try keys.limits(of: log)?.limit(of: side)
    self.log = log
    self.keys = keys
    self.side = side
    self.common = common
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
    while let (segment, first, prefix) = try nextPrefix() {
      guard let prefix else { continue }
      if let limit, prefix.fields.index >= limit { continue }
      if common.contains(prefix.chain) { return nil }
      if enough(prefix) {
        waiting = []
        self.segment = nil
        return nil
      }
      if isErased(prefix, at: first, in: segment) { continue }
      let isErasure = prefix.type == .erasure
      guard isErasure || wanted(prefix) else { continue }
      guard let record = whole(at: first, in: segment) else {
        unreadable += 1
        continue
      }
      if isErasure, let erasure = try? Erasure(record.body, file: segment.file) {
        erasures[erasure.index, default: []].append(erasure)
      }
      if wanted(prefix) {
        place = (segment.header.number, first)
        return record
      }
    }
    return nil
  }

  /// Whether an erasure record names this one, in this place. Only entries are ever erased: an erasure
  /// of an erasure would bring a record back.
  private func isErased(_ prefix: RecordPrefix, at first: Int, in segment: Segment) -> Bool {
    guard prefix.type == .entry, let named = erasures[prefix.fields.index] else { return false }
    return named.contains { erasure in
      erasure.id == prefix.fields.id && erasure.chain == prefix.chain
        && erasure.segment == segment.header.number && Int(erasure.firstCell) == first
        && Int(erasure.parts) == Cell.parts(for: prefix.length)
    }
  }

  /// Steps back over one record; its prefix is `nil` for a tombstone or what cannot be read.
  private func nextPrefix() throws(VaultError) -> (Segment, Int, RecordPrefix?)? {
    while true {
      guard let segment = try current() else { return nil }
      let last = cell - 1
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
      } catch .damaged {
        segment = nil
        unreadable += 1
      } catch .newerVersion {
        segment = nil
        unreadable += 1
      }
      cell = segment?.cellCount ?? 0
      if let segment, cell > 0, isKnown(cell, of: segment) { unreadable += 1 }
    }
  }

  /// Whether this device has seen a record in a cell, which therefore is no unfinished tail.
  private func isKnown(_ cell: Int, of segment: Segment) -> Bool {
    guard let seen, seen.segment == segment.header.number else { return false }
    return cell < Int(seen.cells)
  }

  private func whole(at first: Int, in segment: Segment) -> StoredRecord? {
    guard case .record(let payload, _) = segment.span(from: first, buffer: &buffer),
      let record = try? StoredRecord(payload, in: segment.header, file: segment.file)
    else { return nil }
    let hash = segment.key.headerHash
    let index = record.fields.index
    if let previous = segment.chain(before: first, buffer: &buffer) {
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

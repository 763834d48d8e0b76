import Glibc
import Sodium

// docs/format.md § Records (Erasure, Tombstone)

/// When something is done, as a record says it.
public struct RecordTime: Sendable {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  public let entered: Int64
  /// The offset from UTC, in minutes.
  public let zone: Int16
  /// The civil day: days since 1970-01-01.
  public let today: Int32

  public init(entered: Int64, zone: Int16, today: Int32) {
    self.entered = entered
    self.zone = zone
    self.today = today
  }
}

extension OpenVault {
  /// Erases entries of one's own from the files of this device, for good and in this order.
  ///
  /// Each is gone once its erasure record is durable; what an interruption leaves undone, the next
  /// write to the log does.
  /// - Throws: `writtenElsewhere` where an entry stands in a log that this device does not write.
  public func forget(_ ids: [RecordID], at time: RecordTime) throws(VaultError) {
    var left: [RecordID] = []
    do {
      var writer = try LogWriter(keys, randomness)
      for id in ids where try !writer.erase(id, at: time) { left.append(id) }
      highWater = writer.state.highWater
    }
    // What was written before a renewal stands in logs of that time.
    guard !left.isEmpty, let former else { return }
    try former.forget(left, at: time)
    guard !keys.isFormer else { return }
    let writer = try LogWriter(keys, randomness)
    try sealEnds()
    _ = consume writer
  }
}

extension LogWriter {
  /// Erases one entry; nothing happens where no diary of one's own holds it any more.
  ///
  /// - Returns: whether there was one.
  mutating func erase(_ id: RecordID, at time: RecordTime) throws(VaultError) -> Bool {
    guard let (log, erasure) = try find(id) else { return false }
    guard
      state.ownLogs.last(where: { $0.logClass == .diary && $0.audience == log.audience })?.log
        == log.id, try ownLog(.diary, log.audience).0.id == log.id
    else { throw .writtenElsewhere }
    // One at a time: a crash leaves no more than one record ahead of the state.
    _ = try append(
      [
        RecordDraft(
          kind: 0, audience: log.audience, logClass: .diary, entered: time.entered,
          zone: time.zone, about: time.today, body: erasure.encode())
      ], type: .erasure)
    try bury(erasure, in: log)
    return true
  }

  /// An entry of one's own diaries, in its place.
  private func find(_ id: RecordID) throws(VaultError) -> (LogPlace, Erasure)? {
    for audience in Audience.allCases {
      let author = keys.identity.partner
      for log in try LogPlace.all(of: author, audience, in: keys.places, keys.vault) {
        let cursor = try LogCursor(log, with: keys)
        let found = try cursor.next { prefix in
          prefix.type == .entry && prefix.fields.logClass == .diary && prefix.fields.id == id
        }
        guard let found, let place = cursor.place else { continue }
        return (log, Erasure(of: found, segment: place.segment, firstCell: place.cell))
      }
    }
    return nil
  }

  /// Overwrites the cells of an erased record, part 0 first; durable when this returns.
  private func bury(_ erasure: Erasure, in log: LogPlace) throws(VaultError) {
    let (first, parts) = (Int(erasure.firstCell), Int(erasure.parts))
    guard let segment = try keys.open(erasure.segment, of: log), first >= 1, parts >= 1,
      first + parts <= segment.cellCount
    else { return }
    var buffer = [UInt8](repeating: 0, count: Cell.frameLength)
    let isBuried = (first..<first + parts).allSatisfy { cell in
      segment.frame(cell, into: &buffer)?.content == .tombstone
    }
    if isBuried { return }
    keys.summaries?.forget([(log.id, erasure.segment)])
    let mac = Chain.mac(
      erasure.chain, index: erasure.index, headerHash: segment.key.headerHash,
      key: keys.identity.macKey)
    let cells = try Cell.seal(
      Tombstone.encode(erasure, mac: mac), as: .tombstone, parts: parts, first: first,
      key: segment.key, randomness: randomness)
    let file = try OpenFile(log.path(of: erasure.segment), O_WRONLY)
    try file.write(Array(cells.prefix(Cell.length)), at: first * Cell.length)
    try file.write(Array(cells.dropFirst(Cell.length)), at: (first + 1) * Cell.length)
    try file.syncData()
  }

  /// Does what an interruption left undone: then the log ends in the erasure record, since nothing
  /// else is written before its work is done.
  func finishErasing(in log: LogPlace, _ segment: Segment) throws(VaultError) {
    guard let head = state.heads[log.id], head.segment == segment.header.number,
      segment.header.logClass == .diary
    else { return }
    var buffer = [UInt8](repeating: 0, count: Cell.frameLength)
    let last = Int(head.cells) - 1
    guard let frame = segment.frame(last, into: &buffer), frame.content == .record,
      segment.frame(last - Int(frame.part), into: &buffer)?.part == 0,
      let prefix = try? RecordPrefix(
        Array(buffer[8...]), in: segment.header, file: segment.file), prefix.type == .erasure
    else { return }
    // Once more, and verified: the partner can write cells of a shared log.
    let cursor = try LogCursor(log, with: keys)
    guard let record = try cursor.next(where: { _ in true }), record.type == .erasure,
      record.fields.index == head.index, record.chain == head.chain,
      let erasure = try? Erasure(record.body, file: segment.file), erasure.index < head.index
    else { return }
    try bury(erasure, in: log)
  }
}

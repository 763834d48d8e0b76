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
  /// - Throws: `writtenElsewhere` where an entry stands in a log that this device does not write;
  ///   `notAllForgotten` where one was not found, and something that may hold it cannot be read just now. All
  ///   that was found before is gone then.
  public func forget(_ ids: [RecordID], at time: RecordTime) throws(VaultError) {
    guard try erase(ids, at: time).values.allSatisfy({ $0 != .unread }) else {
      throw .notAllForgotten
    }
  }

  private func erase(_ ids: [RecordID], at time: RecordTime) throws(VaultError)
    -> [RecordID: LogWriter.Erased]
  {
    var outcomes: [RecordID: LogWriter.Erased] = [:]
    do {
      var writer = try LogWriter(keys, randomness)
      for id in ids { outcomes[id] = try writer.erase(id, at: time) }
      highWater = writer.state.highWater
    }
    let left = ids.filter { outcomes[$0] != .done }
    if isFormerUnread { for id in left { outcomes[id] = .unread } }
    // What was written before a renewal stands in logs of that time.
    guard !left.isEmpty, let former else { return outcomes }
    for (id, outcome) in try former.erase(left, at: time) where outcome != .notThere {
      outcomes[id] = outcome
    }
    guard !keys.isFormer else { return outcomes }
    let writer = try LogWriter(keys, randomness)
    try sealEnds()
    _ = consume writer
    return outcomes
  }
}

extension LogWriter {
  /// What became of an entry that was to be erased.
  enum Erased {
    case done
    /// No diary of one's own holds it any more.
    case notThere
    /// It may stand, or stands, in something that could not be read, be it for a moment.
    case unread
  }

  /// Erases one entry.
  mutating func erase(_ id: RecordID, at time: RecordTime) throws(VaultError) -> Erased {
    let search = try find(id)
    guard let (log, erasure) = search.found else { return search.isUnread ? .unread : .notThere }
    guard currentLog(.diary, log.audience) == log.id else { throw .writtenElsewhere }
    do throws(VaultError) {
      // Never in a log that is begun for it: what names nothing in its own log takes nothing away.
      guard let own = try continued(.diary, log.audience), let segment = own.segment else {
        throw .writtenElsewhere
      }
      try finishErasing(in: log, segment)
      // One at a time: a crash leaves no more than one record ahead of the state.
      try append(
        RecordDraft(
          kind: 0, audience: log.audience, logClass: .diary, entered: time.entered,
          zone: time.zone, about: time.today, body: erasure.encode()), .erasure, to: own)
      try bury(erasure, in: log)
      return .done
    } catch .damaged(let damage) where damage.isUnread { return .unread }
  }

  /// An entry of one's own diaries, in its place; whether something that may hold it could not be read.
  ///
  /// - Throws: `writtenElsewhere` where another side of a fork holds it, which nobody writes to.
  private func find(_ id: RecordID) throws(VaultError) -> (
    found: (LogPlace, Erasure)?, isUnread: Bool
  ) {
    let isMeant = { (prefix: RecordPrefix) in
      prefix.type == .entry && prefix.fields.logClass == .diary && prefix.fields.id == id
    }
    var isUnread = false
    for audience in Audience.allCases {
      let author = keys.identity.partner
      for log in try LogPlace.all(of: author, audience, in: keys.places, keys.vault) {
        do throws(VaultError) {
          let (segments, branches) = try log.contents()
          let cursor = try LogCursor(log, with: keys, segments: segments)
          if let found = try cursor.next(where: isMeant), let place = cursor.place {
            let erasure = Erasure(of: found, segment: place.segment, firstCell: place.cell)
            return ((log, erasure), isUnread)
          }
          isUnread = isUnread || cursor.isUnread
          for branch in branches {
            let side = try LogCursor(branch, of: log, besides: [], with: keys)
            if try side.next(where: isMeant) != nil { throw VaultError.writtenElsewhere }
            isUnread = isUnread || side.isUnread
          }
        } catch let fault where fault.isOfOnePlace { isUnread = true }
      }
    }
    return (nil, isUnread)
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
    let record = try cursor.next(where: { _ in true })
    guard !cursor.isUnread else { throw .damage(.unreadable, in: segment.file) }
    guard let record, record.type == .erasure,
      record.fields.index == head.index, record.chain == head.chain,
      let erasure = try? Erasure(record.body, file: segment.file), erasure.index < head.index
    else { return }
    try bury(erasure, in: log)
  }
}

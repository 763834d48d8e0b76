import Glibc
import Sodium

// docs/format.md § Shared folder (Publishing)

extension LogWriter {
  /// Puts this partner's logs out, as far as they are acknowledged; mends what is there.
  mutating func publish(
    to root: borrowing Folder, _ role: LinkedFolder.Role, _ depth: ExchangeDepth,
    _ report: inout ExchangeReport
  ) throws(VaultError) {
    let me = keys.identity.partner
    for audience in Audience.allCases where audience == .shared || role == .own {
      for log in try LogPlace.all(of: me, audience, in: keys.places, keys.vault) {
        do throws(VaultError) {
          // The other side of a fork may go on where this one has ended.
          let (segments, branches) = try log.contents()
          let numbers = Set(segments + branches.map(\.number))
          try publish(log, numbers.sorted(), to: root, depth, &report)
        } catch .system {
          // A full stick, or something else under the log's name: the other logs go out all the same.
          report.refused += 1
        }
      }
    }
    guard role == .shared else { return }
    for author in keys.pinned.keys.sorted() {
      for log in try LogPlace.all(of: author, .shared, in: keys.places, keys.vault) {
        do throws(VaultError) {
          try putBack(log, to: root, depth, &report)
        } catch .system { report.refused += 1 }
      }
    }
  }

  /// Puts out segments of one log, those with erasure records before those that they name.
  func publish(
    _ log: LogPlace, _ numbers: [UInt32], to root: borrowing Folder, _ depth: ExchangeDepth,
    _ report: inout ExchangeReport
  ) throws(VaultError) {
    guard !numbers.isEmpty else { return }
    let there = depth == .looking ? try root.folder(at: log.way) : try root.making(log.way)
    guard let folder = there else {
      report.published += numbers.count
      return
    }
    let sides = try log.branches()
    for number in numbers.reversed() {
      let count = whole(number, of: log)
      let name = "\(number).segment"
      let mine = sides.filter { $0.number == number }
      guard count > SegmentHeader.length else {
        let held = mine.compactMap { reading($0, of: log) }
        try putBeside(held, of: log, folder, depth, &report)
        continue
      }
      if depth == .quick, mine.isEmpty,
        isSame(name, in: folder, as: log.path(of: number), count)
      {
        continue
      }
      try publish(number, of: log, count, beside: mine, to: folder, depth, &report)
    }
    if sides.isEmpty, depth != .looking { try clear(log, folder) }
  }

  /// How many bytes of a segment could be put out: its whole cells.
  private func whole(_ number: UInt32, of log: LogPlace) -> Int {
    guard let length = try? OpenFile(log.path(of: number), O_RDONLY).length() else { return 0 }
    return length - length % Cell.length
  }

  /// What of a segment may be put out: all that verifies; `nil` where less of it does than was
  /// acknowledged. A record ahead of the state will be taken over, since it is written (§ Appending).
  private func verified(_ bytes: [UInt8], _ number: UInt32, of log: LogPlace) -> SegmentReading? {
    guard let reading = try? SegmentReading(bytes, number, of: log, with: keys) else { return nil }
    if reading.fault != nil {
      guard state.ownLogs.contains(where: { $0.log == log.id }), let head = state.heads[log.id],
        number == head.segment, reading.end.cell >= Int(head.cells)
      else { return nil }
    }
    if reading.soundBytes.count == bytes.count { return reading }
    return try? SegmentReading(reading.soundBytes, number, of: log, with: keys)
  }

  /// Whether a copy has the length and the last cell of what it is a copy of.
  private func isSame(
    _ name: String, in folder: borrowing Folder, as path: String, _ count: Int
  ) -> Bool {
    guard folder.look(at: name) == .file(count), let copy = (try? folder.file(name)) ?? nil,
      let master = try? OpenFile(path, O_RDONLY),
      let here = try? master.read(Cell.length, at: count - Cell.length),
      let there = try? copy.read(Cell.length, at: count - Cell.length)
    else { return false }
    return here == there
  }

  private func publish(
    _ number: UInt32, of log: LogPlace, _ count: Int, beside sides: [LogPlace.Branch],
    to folder: borrowing Folder, _ depth: ExchangeDepth, _ report: inout ExchangeReport
  ) throws(VaultError) {
    let name = "\(number).segment"
    let held = try Storage.read(
      log.path(of: number), limit: Cell.longestSegment, name: log.name(of: number))
    let there = try folder.read(name, limit: Cell.longestSegment)
    let others = sides.compactMap { side in reading(side, of: log) }
    // What does not verify is never put over what others hold.
    guard there != held || !others.isEmpty else { return }
    guard let master = verified(Array(held.prefix(count)), number, of: log) else {
      report.damagedMasters += 1
      return
    }
    let bytes = master.segment.bytes
    guard bytes.count > SegmentHeader.length else { return }
    let counts = master.header.logClass == .diary
    // Under the usual name stands one side of a fork; the others beside it, named by what they hold.
    let isOther = there.map { copy in others.contains { $0.segment.bytes.starts(with: copy) } }
    if isOther != true {
      try put(master, over: there, name, folder, log, depth, &report)
      if there != bytes { report.moved += 1 }
      if counts && there != bytes { report.published += 1 }
    }
    if !others.isEmpty { try putBeside([master] + others, of: log, folder, depth, &report) }
  }

  /// Puts a segment over its published copy; a copy that says anything else goes to quarantine first.
  private func put(
    _ master: SegmentReading, over there: [UInt8]?, _ name: String, _ folder: borrowing Folder,
    _ log: LogPlace, _ depth: ExchangeDepth, _ report: inout ExchangeReport
  ) throws(VaultError) {
    let bytes = master.segment.bytes
    guard there != bytes else { return }
    if let there, !bytes.starts(with: there) {
      let copy = try? SegmentReading(there, master.header.number, of: log, with: keys)
      let isOlder = copy.map { $0.fault == nil && master.covers($0) } ?? false
      if !isOlder {
        var quarantine = Quarantine(keys.places, randomness)
        if depth != .looking {
          try quarantine.keep(master.blanking(there), from: log.id, master.header.number)
        }
        quarantine.tell(&report)
        report.repaired += 1
      }
    } else if there == nil, let thing = folder.look(at: name), case .file = thing {
      report.repaired += 1  // Too long to be a segment, or not to be read.
    }
    guard depth != .looking else { return }
    try folder.put(name, bytes, suffix: randomness.bytes(8), durably: depth == .thorough)
  }
}

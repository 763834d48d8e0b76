import Glibc
import Sodium

// docs/format.md § Shared folder (Branches)

/// The sides of a fork in a linked folder, each under a name that what it holds gives it.
extension LogWriter {
  private static let mostCopies = 64

  /// Lays out what of the partner's forked logs the folder has lost: a device that was brought back from
  /// an earlier copy, and puts that out, gets its other ending back from whoever has read it.
  ///
  /// Logs without a fork are their author's to put out: a copy that is only behind would otherwise be
  /// answered by another one each time a carrier is late.
  func putBack(
    _ log: LogPlace, to root: borrowing Folder, _ depth: ExchangeDepth,
    _ report: inout ExchangeReport
  ) throws(VaultError) {
    let sides = try log.branches()
    // Of a log that has ended, its author alone says what of it is to be there.
    guard keys.ends(by: log.author) == nil, depth != .looking, let first = sides.first?.number
    else { return }
    let numbers = Set(try log.segments() + sides.map(\.number)).filter { $0 >= first }
    let folder = try root.making(log.way)
    for number in numbers.sorted(by: >) {
      var held = sides.filter { $0.number == number }.compactMap { reading($0, of: log) }
      if let bytes = try? Storage.read(
        log.path(of: number), limit: Cell.longestSegment, name: log.name(of: number)),
        let main = try? SegmentReading(bytes, number, of: log, with: keys)
      {
        held.append(main)
      }
      try putBeside(held, of: log, folder, depth, &report)
    }
  }

  /// A side of a fork that is here; `nil` where its header does not open.
  func reading(_ side: LogPlace.Branch, of log: LogPlace) -> SegmentReading? {
    guard
      let bytes = try? Storage.read(
        log.path(of: side), limit: Cell.longestSegment, name: log.name(of: side))
    else { return nil }
    return try? SegmentReading(bytes, side.number, of: log, with: keys)
  }

  /// Puts out those sides of one segment that no copy in the folder holds whole.
  ///
  /// By what they hold and not by their names: two devices that erase the same record write different
  /// bytes, and neither has to answer the other.
  func putBeside(
    _ sides: [SegmentReading], of log: LogPlace, _ folder: borrowing Folder,
    _ depth: ExchangeDepth, _ report: inout ExchangeReport
  ) throws(VaultError) {
    guard depth != .looking, let number = sides.first?.header.number else { return }
    var copies = try copies(number, of: log, in: folder)
    for side in sides where !side.sound.isEmpty {
      guard !copies.contains(where: { $0.reading.covers(side) }) else { continue }
      let bytes = side.soundBytes
      let name = "\(number)-\(Hex.encode(BLAKE2b.hash(bytes).prefix(8))).branch"
      try folder.put(name, bytes, suffix: randomness.bytes(8), durably: depth == .thorough)
      report.moved += 1
      copies.append((name, side))
    }
    // An earlier copy of a side would go on holding what was forgotten since.
    for copy in copies where copy.name.hasSuffix(".branch") {
      let isOutdone = copies.contains { other in
        other.reading.covers(copy.reading) && !copy.reading.covers(other.reading)
      }
      if isOutdone { folder.remove(copy.name) }
    }
  }

  /// The copies of a segment that lie where they belong in a folder, as far as they verify.
  private func copies(_ number: UInt32, of log: LogPlace, in folder: borrowing Folder)
    throws(VaultError) -> [(name: String, reading: SegmentReading)]
  {
    let names = try folder.names(limit: FolderSurvey.mostNames).names.filter { name in
      name == "\(number).segment" || name.hasPrefix("\(number)-") && name.hasSuffix(".branch")
    }
    var found: [(name: String, reading: SegmentReading)] = []
    for name in names.prefix(LogWriter.mostCopies) {
      guard let bytes = try folder.read(name, limit: Cell.longestSegment),
        let reading = try? SegmentReading(bytes, number, of: log, with: keys)
      else { continue }
      found.append((name, reading))
    }
    return found
  }
}

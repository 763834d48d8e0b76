import Glibc
import Sodium

// docs/format.md § Shared folder (Branches)

/// What lies beside segments in a linked folder, each under a name that what it holds gives it: the sides of
/// a fork, and what a reader has of a segment whose copy there is damaged.
extension LogWriter {
  private static let mostCopies = 64

  /// Lays out what of the partner's forked logs the folder has lost: a device that was brought back from
  /// an earlier copy, and puts that out, gets its other ending back from whoever has read it.
  ///
  /// Logs without a fork are their author's to put out: a copy that is only behind would otherwise be
  /// answered by another one each time a carrier is late. But a copy that is damaged may be all that is
  /// left there, and its author may have lost the rest.
  func putBack(
    _ log: LogPlace, to root: borrowing Folder, _ depth: ExchangeDepth,
    _ report: inout ExchangeReport
  ) throws(VaultError) {
    // Of a log that has ended, its author alone says what of it is to be there.
    guard keys.ends(by: log.author) == nil, depth != .looking else { return }
    let (segments, sides) = try log.contents()
    let numbers: Set<UInt32>
    if let first = sides.first?.number {
      numbers = Set(segments + sides.map(\.number)).filter { $0 >= first }
    } else {
      guard depth == .thorough, let folder = try root.folder(at: log.way) else { return }
      try clear(log, folder)
      numbers = Set(segments.filter { isDamaged($0, of: log, in: folder) })
    }
    guard !numbers.isEmpty else { return }
    let folder = try root.making(log.way)
    for number in numbers.sorted(by: >) {
      var held = sides.filter { $0.number == number }.compactMap { reading($0, of: log) }
      if let main = try keys.held(at: log.path(of: number), number, of: log).reading {
        held.append(main)
      }
      try putBeside(held, of: log, folder, depth, &report)
    }
  }

  /// Whether the copy under a segment's own name is there and does not verify.
  private func isDamaged(_ number: UInt32, of log: LogPlace, in folder: borrowing Folder) -> Bool {
    guard let copy = (try? folder.read("\(number).segment", limit: Cell.longestSegment)) ?? nil
    else { return false }
    let held = try? Storage.read(
      log.path(of: number), limit: Cell.longestSegment, name: log.name(of: number))
    guard copy != held else { return false }
    let reading = try? SegmentReading(copy, number, of: log, with: keys)
    return reading.map { $0.fault != nil } ?? true
  }

  /// Removes what was put beside the segments of a log without a fork once they hold it themselves: it
  /// would go on holding what is forgotten later. One in which nothing verifies stays: it may be on its way.
  func clear(_ log: LogPlace, _ folder: borrowing Folder) throws(VaultError) {
    let names = try folder.names(limit: FolderSurvey.mostNames).names
    let numbers = names.filter { $0.hasSuffix(".branch") }.compactMap { name in
      name.split(separator: "-").first.flatMap { UInt32($0) }
    }
    for number in Set(numbers) {
      let copies = try copies(number, of: log, in: folder)
      guard let main = copies.first(where: { $0.name == "\(number).segment" }) else { continue }
      for copy in copies where copy.name != main.name && !copy.reading.spans.isEmpty {
        if main.reading.coversAll(copy.reading) { folder.remove(copy.name) }
      }
    }
  }

  /// A side of a fork that is here; `nil` where it does not read, or its header does not open.
  func reading(_ side: LogPlace.Branch, of log: LogPlace) -> SegmentReading? {
    (try? keys.held(at: log.path(of: side), side.number, of: log))?.reading
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

// docs/format.md § Former identity (Ends), § Shared folder (Collecting)

extension LogWriter {
  /// What copies of an ended log hold that leads to one of its ends; the rest is kept aside.
  ///
  /// Whoever has the identity that was renewed can write what verifies as well as anything does; but nothing
  /// that comes after an end, or beside the way to it, leads there.
  func leading(
    _ readings: [SegmentReading], to ends: [Head], of log: LogPlace, _ depth: ExchangeDepth,
    _ quarantine: inout Quarantine, _ report: inout ExchangeReport
  ) throws(VaultError) -> [SegmentReading] {
    let held = try heldSides(of: log)
    let sides = readings.map { LogSide($0, of: log.id) } + held
    let known = Set(held.flatMap(\.places))
    let counts = LogSide.counts(sides, leadingTo: ends)
    var leading: [SegmentReading] = []
    for (reading, (side, count)) in zip(readings, zip(sides, counts)) {
      if let cut = try reading.cut(to: count, of: log, with: keys) { leading.append(cut) }
      let rest = side.places.dropFirst(count).filter { !known.contains($0) }
      guard !rest.isEmpty else { continue }
      // What is before the end may only have to wait for what comes between.
      let isBeyond = rest.contains { place in ends.allSatisfy { place.index > $0.index } }
      guard isBeyond || ends.contains(where: known.contains) else {
        report.waiting += 1
        continue
      }
      let before = quarantine.added
      if depth != .looking {
        try quarantine.keep(reading.segment.bytes, from: log.id, reading.header.number)
      }
      report.note(log, isOwn: keys.isOwn(log), isNew: quarantine.added > before)
    }
    return leading
  }

  /// Every segment and branch of a log that is here, by itself.
  private func heldSides(of log: LogPlace) throws(VaultError) -> [LogSide] {
    var sides: [LogSide] = []
    for number in try log.segments() {
      if let reading = try keys.held(at: log.path(of: number), number, of: log).reading {
        sides.append(LogSide(reading, of: log.id))
      }
    }
    for branch in try log.branches() {
      if let reading = reading(branch, of: log) { sides.append(LogSide(reading, of: log.id)) }
    }
    return sides
  }
}

import Glibc

// docs/format.md § Appending

extension LogWriter {
  /// The last segment of a log of our own that goes on where the state says, after an ordinary crash
  /// at the most; `nil` where the log is to be left as it is.
  ///
  /// - Throws: damage that `isUnread` where it could not be read, be it for a moment.
  mutating func takeUp(_ log: LogPlace) throws(VaultError) -> Segment? {
    guard let head = state.heads[log.id] else { return try takeUpFirst(log) }
    guard let segment = try endingAsKnown(log, head) else { return nil }
    if try head.isUntouched(log) { return segment }
    let start = head.position
    let finding = try scan(log, from: start)
    guard finding.verdict == .complete || finding.verdict == .unfinished,
      finding.count == 1 || (finding.count == 0 && finding.end.segment == head.segment)
    else { return nil }
    try cutTail(log, after: finding.end)
    return finding.count == 1 ? try take(finding.end, of: log, head.logClass) : segment
  }

  /// Takes over a record that a crash left ahead of the state; durably, so that a second crash in a
  /// row does not leave two of them.
  private mutating func take(_ end: LogPosition, of log: LogPlace, _ logClass: LogClass)
    throws(VaultError) -> Segment?
  {
    state.heads[log.id] = DeviceState.SeenHead(end, of: log, logClass)
    try save()
    return try open(end.segment, of: log)
  }

  /// What a log of our own holds after what was acknowledged.
  private func scan(_ log: LogPlace, from start: LogPosition) throws(VaultError) -> LogScan.Finding
  {
    let finding: LogScan.Finding
    do throws(VaultError) {
      finding = try LogScan.run(log, with: keys, from: start, acknowledged: start)
    } catch let fault where fault.isOfOnePlace { throw .damage(.unreadable, in: log.relative) }
    guard !finding.isUnread else { throw .damage(.unreadable, in: log.relative) }
    return finding
  }

  /// The only segment of a log of our own whose first record the state does not know yet.
  private mutating func takeUpFirst(_ log: LogPlace) throws(VaultError) -> Segment? {
    let finding = try scan(log, from: .start)
    guard finding.verdict == .complete,
      finding.count == 1, finding.end.segment == 0,
      let logClass = finding.logClass
    else { return nil }
    return try take(finding.end, of: log, logClass)
  }

  /// The last segment that the state knows, when the record it names as the last is in its place.
  private func endingAsKnown(_ log: LogPlace, _ head: DeviceState.SeenHead) throws(VaultError)
    -> Segment?
  {
    guard let segment = try open(head.segment, of: log), segment.cellCount >= Int(head.cells)
    else { return nil }
    var buffer = [UInt8](repeating: 0, count: Cell.frameLength)
    return segment.chain(before: Int(head.cells), buffer: &buffer) == head.chain ? segment : nil
  }

  /// A segment that can be continued; `nil` where it is not there, damaged or newer than this program.
  private func open(_ number: UInt32, of log: LogPlace) throws(VaultError) -> Segment? {
    do throws(VaultError) {
      return try keys.open(number, of: log)
    } catch .damaged(let damage) where !damage.isUnread { return nil } catch .newerVersion {
      return nil
    }
  }

  private func cutTail(_ log: LogPlace, after end: LogPosition) throws(VaultError) {
    guard end.nextIndex > 0 else { return }
    let file = try OpenFile(log.path(of: end.segment), O_RDWR)
    if try file.length() > end.cell * Cell.length {
      try file.cut(to: end.cell * Cell.length)
      try file.sync()
    }
  }
}

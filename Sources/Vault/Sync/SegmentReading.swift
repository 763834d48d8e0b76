import Sodium

// docs/format.md § Verdicts, § Shared folder

extension ReadingKeys {
  /// What is held at a path of a log: its bytes, and what of them verifies.
  ///
  /// - Returns: no bytes where there is no such file, or one too long for a segment; no reading where the header does
  ///   not open.
  /// - Throws: `system` where it cannot be read just now, and `newerVersion`: neither is to be taken for missing.
  func held(at path: String, _ number: UInt32, of log: LogPlace) throws(VaultError)
    -> (bytes: [UInt8]?, reading: SegmentReading?)
  {
    let found: [UInt8]?
    do throws(VaultError) {
      found = try Storage.readIfThere(
        path, limit: Cell.longestSegment, name: log.name(of: number))
    } catch .damaged { found = nil }
    guard let bytes = found else { return (nil, nil) }
    do throws(VaultError) {
      return (bytes, try SegmentReading(bytes, number, of: log, with: self))
    } catch .damaged { return (bytes, nil) }
  }
}

/// One segment's bytes, verified by themselves: what a copy is worth whatever it is called.
struct SegmentReading {
  /// A record or tombstone that verified, and where it stands.
  typealias Span = LogScan.Remains

  let segment: Segment
  /// Everything that verified, in order.
  let spans: [Span]
  /// How many of them come before the first fault.
  let soundCount: Int
  /// What is wrong first; `nil` for a copy that is whole, or ends in an unfinished record.
  let fault: Damage?
  let erasures: [Erasure]

  /// Reads a segment of a log from its bytes.
  ///
  /// - Throws: what keeps its header from being opened.
  init(_ bytes: [UInt8], _ number: UInt32, of log: LogPlace, with keys: ReadingKeys)
    throws(VaultError)
  {
    guard bytes.count <= Cell.longestSegment else {
      throw .damage(.length, in: log.name(of: number))
    }
    let segment = try Segment(
      bytes, number, of: log, as: keys.identity, pinned: keys.pinned, verifyingBothSlots: true)
    self = LogScan.alone(segment, of: log, with: keys)
  }

  init(segment: Segment, spans: [Span], soundCount: Int?, fault: Damage?, erasures: [Erasure]) {
    self.segment = segment
    self.spans = spans
    self.soundCount = soundCount ?? spans.count
    self.fault = fault
    self.erasures = erasures
  }

  var header: SegmentHeader { segment.header }
  /// What comes before the first fault.
  var sound: ArraySlice<Span> { spans.prefix(soundCount) }

  /// The place after the last sound record.
  var end: LogPosition {
    guard let last = sound.last else {
      return LogPosition(
        segment: header.number, cell: 1, nextIndex: header.firstIndex, chain: header.previousChain)
    }
    return LogPosition(
      segment: header.number, cell: last.firstCell + last.parts,
      nextIndex: last.index == .max ? last.index : last.index + 1, chain: last.chain)
  }

  /// The same copy, of which only the first so many sound records are left; `nil` where none are.
  func cut(to count: Int, of log: LogPlace, with keys: ReadingKeys) throws(VaultError)
    -> SegmentReading?
  {
    guard count > 0 else { return nil }
    guard count < spans.count || fault != nil else { return self }
    let last = spans[count - 1]
    return try SegmentReading(
      Array(segment.bytes.prefix((last.firstCell + last.parts) * Cell.length)), header.number,
      of: log, with: keys)
  }

  /// The bytes up to the last sound record.
  var soundBytes: [UInt8] { Array(segment.bytes.prefix(end.cell * Cell.length)) }

  /// Whether both were begun as one: the same key, so that cells of one open in the other.
  func isSameSegment(as other: SegmentReading) -> Bool {
    segment.key.headerHash == other.segment.key.headerHash
  }

  /// Whether some place holds one record here and another there.
  func contradicts(_ other: SegmentReading) -> Bool {
    guard isSameSegment(as: other) else { return true }
    let chains = Dictionary(spans.map { ($0.index, $0.chain) }) { first, _ in first }
    return other.sound.contains { span in chains[span.index].map { $0 != span.chain } ?? false }
  }

  /// Whether everything sound in the other is here too, its erasings included.
  func covers(_ other: SegmentReading) -> Bool {
    guard isSameSegment(as: other) else { return other.sound.isEmpty }
    return holds(other.sound)
  }

  /// Whether everything that verifies in the other is here too, also what comes after a fault in it.
  func coversAll(_ other: SegmentReading) -> Bool {
    isSameSegment(as: other) && holds(other.spans[...])
  }

  private func holds(_ others: ArraySlice<Span>) -> Bool {
    let held = Dictionary(spans.map { ($0.index, $0) }) { first, _ in first }
    return others.allSatisfy { span in
      guard let own = held[span.index], own.chain == span.chain else { return false }
      return own.isTombstone || !span.isTombstone
    }
  }
}

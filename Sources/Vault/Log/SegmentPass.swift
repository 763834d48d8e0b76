import Sodium

// docs/format.md § Cells, § Records

/// A whole segment, gone through from its first cell to its last, each cell opened once.
///
/// There is one only where nothing is out of the ordinary: every record begins where the one before
/// ends, every first cell opens and says what a record has to say, and the last record ends with the file.
/// Whatever else may stand in a segment is for ``LogCursor`` to find its way through.
struct SegmentPass: Sendable {
  /// A record in its place.
  struct Place: Sendable {
    let cell: Int
    let parts: Int
    /// `nil` for a tombstone.
    let prefix: RecordPrefix?
    /// The chain after it, as it says itself.
    let chain: [UInt8]
    /// Which of the opened frames its first one is.
    fileprivate let frame: Int
  }

  let segment: Segment
  /// In the order they stand.
  private(set) var places: [Place] = []
  /// How many cells were opened.
  let opened: Int
  private let frames: [UInt8]
  /// Whether every cell was opened, and not the first of each record alone.
  private let isWhole: Bool

  /// - Parameter isWhole: whether every cell is opened at once, as most bodies will be wanted.
  init?(_ segment: Segment, whole isWhole: Bool) {
    let cellCount = segment.cellCount
    guard segment.ragged == 0, cellCount > 1 else { return nil }
    let bytes = segment.bytes
    var frames = [UInt8](repeating: 0, count: (cellCount - 1) * Cell.frameLength)
    guard
      let (cells, areAll) = try? AEAD.openNumbered(
        bytes.span.bytes, unit: Cell.length, prefix: segment.key.headerHash,
        key: segment.key.cellKey, from: 1, into: &frames,
        next: { cell, frame in
          let next = isWhole ? cell + 1 : cell + SegmentPass.parts(of: frame)
          return next < cellCount ? next : nil
        }), areAll
    else { return nil }
    opened = cells.count
    self.segment = segment
    self.isWhole = isWhole
    self.frames = frames
    var frame = 0
    var cell = 1
    while frame < cells.count {
      guard cells[frame] == cell, let place = place(at: cell, frame) else { return nil }
      places.append(place)
      cell += place.parts
      frame += isWhole ? place.parts : 1
    }
    guard cell == cellCount else { return nil }
  }

  /// How many parts a frame says its record has; at least one, so that a pass comes to its end.
  private static func parts(of frame: Span<UInt8>) -> Int {
    max(1, Int(frame[4]) | Int(frame[5]) << 8)
  }

  private func frame(_ number: Int) -> Cell.Frame? {
    Cell.Frame(frames[number * Cell.frameLength..<(number + 1) * Cell.frameLength])
  }

  private func payload(_ number: Int) -> ArraySlice<UInt8> {
    frames[number * Cell.frameLength + 8..<(number + 1) * Cell.frameLength]
  }

  /// The record whose first cell this is; `nil` where anything of it is not as it has to be.
  private func place(at cell: Int, _ number: Int) -> Place? {
    guard let first = frame(number), first.part == 0 else { return nil }
    let parts = Int(first.parts)
    guard cell + parts <= segment.cellCount else { return nil }
    if isWhole || first.content == .tombstone {
      // Of a record whose erasing was interrupted the first cell is another kind than the last.
      guard belong(from: cell, number, to: first) else { return nil }
    }
    switch first.content {
    case .record:
      guard
        let prefix = try? RecordPrefix(payload(number), in: segment.header, file: segment.file)
      else { return nil }
      return Place(cell: cell, parts: parts, prefix: prefix, chain: prefix.chain, frame: number)
    case .tombstone:
      guard
        let tombstone = try? Tombstone(Array(payload(number)), file: segment.file)
      else { return nil }
      return Place(cell: cell, parts: parts, prefix: nil, chain: tombstone.chain, frame: number)
    }
  }

  /// Whether the cells after a first one go on with it.
  private func belong(from cell: Int, _ number: Int, to first: Cell.Frame) -> Bool {
    var buffer = [UInt8](repeating: 0, count: isWhole ? 0 : Cell.frameLength)
    for part in 1..<max(first.parts, 1) {
      let found =
        isWhole ? frame(number + Int(part)) : segment.frame(cell + Int(part), into: &buffer)
      guard found == Cell.Frame(content: first.content, part: part, parts: first.parts) else {
        return false
      }
    }
    return true
  }

  /// What is left of an erased record, its payloads joined; `nil` where it is none.
  func tombstone(_ number: Int) -> Tombstone? {
    let place = places[number]
    guard isWhole, place.prefix == nil else { return nil }
    var bytes: [UInt8] = []
    for part in 0..<place.parts { bytes += payload(place.frame + part) }
    return try? Tombstone(bytes, file: segment.file)
  }

  /// How many cells of a record are yet to be opened.
  func cellsLeft(_ number: Int) -> Int { isWhole ? 0 : places[number].parts - 1 }

  /// A record, whole and verified: cells, digest, the link to the one before, and of one's own the
  /// author's MAC; `nil` for a tombstone, and where any of that does not hold.
  ///
  /// - Parameter author: whoever wrote the log, where that is the reader.
  func record(_ number: Int, by author: Reader?) -> StoredRecord? {
    let place = places[number]
    guard let prefix = place.prefix else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(place.parts * Cell.payloadLength)
    bytes += payload(place.frame)
    var buffer = [UInt8](repeating: 0, count: isWhole ? 0 : Cell.frameLength)
    for part in 1..<max(place.parts, 1) {
      if isWhole {
        bytes += payload(place.frame + part)
        continue
      }
      guard
        segment.frame(place.cell + part, into: &buffer)
          == Cell.Frame(
            content: .record, part: UInt16(truncatingIfNeeded: part),
            parts: UInt16(truncatingIfNeeded: place.parts))
      else { return nil }
      bytes += buffer[8...]
    }
    guard
      let record = try? StoredRecord(bytes, prefix, in: segment.header, file: segment.file)
    else { return nil }
    let hash = segment.key.headerHash
    let index = record.fields.index
    let previous = number == 0 ? segment.header.previousChain : places[number - 1].chain
    guard
      record.chain == Chain.link(previous, index: index, digest: record.digest, headerHash: hash)
    else { return nil }
    guard let author else { return record }
    let mac = Chain.mac(
      record.chain, index: index, headerHash: hash, key: author.identity.macKey)
    return ConstantTime.equal(mac, record.mac) ? record : nil
  }
}

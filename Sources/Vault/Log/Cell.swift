import Sodium

// docs/format.md § Cells

/// The fixed unit of a segment.
enum Cell {
  static let length = 512
  static let frameLength = 472
  static let payloadLength = 464
  static let nonceLength = 24
  /// A record never has more parts than this.
  static let mostParts = 2268
  /// A segment closes when it would have more cells than this, its header counted.
  static let closingCount = 512
  /// No segment is longer than this, in bytes.
  static let longestSegment = (1 + mostParts) * length

  enum Content: UInt8 {
    case record = 1
    case tombstone = 2
  }

  /// The first eight bytes of an opened cell.
  struct Frame: Equatable {
    let content: Content
    let part: UInt16
    let parts: UInt16

    init(content: Content, part: UInt16, parts: UInt16) {
      self.content = content
      self.part = part
      self.parts = parts
    }

    /// Reads a frame; `nil` where a rule is broken.
    init?(_ frame: [UInt8]) { self.init(frame[...]) }

    /// Reads a frame; `nil` where a rule is broken.
    init?(_ frame: ArraySlice<UInt8>) {
      let at = frame.startIndex
      guard frame.count == frameLength, let content = Content(rawValue: frame[at]),
        frame[at + 1] == 0, frame[at + 6] == 0, frame[at + 7] == 0
      else { return nil }
      self.content = content
      part = UInt16(frame[at + 2]) | UInt16(frame[at + 3]) << 8
      parts = UInt16(frame[at + 4]) | UInt16(frame[at + 5]) << 8
      guard (1...mostParts).contains(Int(parts)), part < parts else { return nil }
    }
  }

  /// How many cells a record of `count` bytes fills.
  static func parts(for count: Int) -> Int { (count + payloadLength - 1) / payloadLength }

  /// The most cells that a record beginning at a cell may have.
  static func room(after first: Int) -> Int { first == 1 ? mostParts : closingCount - first }

  /// Seals a record's bytes into consecutive cells, the first being cell `first`.
  static func seal(
    _ record: [UInt8], as content: Content, parts: Int, first: Int, key: borrowing SegmentKey,
    randomness: Randomness
  ) throws(VaultError) -> [UInt8] {
    var cells: [UInt8] = []
    cells.reserveCapacity(parts * length)
    for part in 0..<parts {
      var writer = FieldWriter()
      writer.put(content.rawValue)
      writer.put(UInt8(0))
      writer.put(UInt16(truncatingIfNeeded: part))
      writer.put(UInt16(truncatingIfNeeded: parts))
      writer.put(UInt16(0))
      let start = min(part * payloadLength, record.count)
      writer.put(record[start..<min(start + payloadLength, record.count)])
      writer.fill(to: frameLength)
      let nonce = randomness.bytes(nonceLength)
      cells += nonce
      cells += try primitive { () throws(SodiumError) in
        try AEAD.seal(
          writer.bytes, additionalData: additionalData(key.headerHash, first + part),
          nonce: nonce, key: key.cellKey)
      }
    }
    return cells
  }

  /// Opens cell `number` of a segment into `frame`; `false` where it does not authenticate.
  static func open(
    _ number: Int, of segment: [UInt8], key: borrowing SegmentKey, into frame: inout [UInt8]
  ) -> Bool {
    let start = number * length
    guard number >= 1, start + length <= segment.count, frame.count == frameLength else {
      return false
    }
    let bytes = segment.span.bytes
    let additional = additionalData(key.headerHash, number)
    var span = frame.mutableSpan
    var out = span.mutableBytes
    do {
      try AEAD.open(
        bytes.extracting(start + nonceLength..<start + length),
        additionalData: additional.span.bytes,
        nonce: bytes.extracting(start..<start + nonceLength), key: key.cellKey, into: &out)
      return true
    } catch { return false }
  }

  private static func additionalData(_ headerHash: [UInt8], _ number: Int) -> [UInt8] {
    var writer = FieldWriter()
    writer.put(headerHash)
    writer.put(UInt32(truncatingIfNeeded: number))
    return writer.bytes
  }
}

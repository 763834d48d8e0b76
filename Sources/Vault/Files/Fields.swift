import Sodium

// docs/format.md § Notation

/// Builds the little-endian fields of a file.
struct FieldWriter {
  private(set) var bytes: [UInt8] = []

  /// - Parameter room: how many bytes there will be, where that is known.
  init(room: Int = 0) { bytes.reserveCapacity(room) }

  mutating func put(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

  mutating func put(_ number: some FixedWidthInteger) {
    var rest = number
    for _ in 0..<(type(of: number).bitWidth / 8) {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest = rest >> 8
    }
  }

  /// Fills with zero bytes up to `count` in all.
  mutating func fill(to count: Int) {
    if bytes.count < count {
      bytes.append(contentsOf: repeatElement(0, count: count - bytes.count))
    }
  }
}

/// Reads the little-endian fields of a file, in order, and never beyond its end.
struct FieldReader {
  private let bytes: ArraySlice<UInt8>
  private var position: Int
  /// The file's name, for errors.
  let file: String

  init(_ bytes: ArraySlice<UInt8>, file: String) {
    self.bytes = bytes
    position = bytes.startIndex
    self.file = file
  }

  init(_ bytes: [UInt8], file: String) { self.init(ArraySlice(bytes), file: file) }

  var remaining: Int { bytes.endIndex - position }

  mutating func take(_ count: Int) throws(VaultError) -> ArraySlice<UInt8> {
    guard count >= 0, count <= remaining else { throw .damage(.length, in: file) }
    defer { position += count }
    return bytes[position..<position + count]
  }

  mutating func number<N: FixedWidthInteger & BitwiseCopyable>(_ type: N.Type = N.self)
    throws(VaultError) -> N
  {
    let count = N.bitWidth / 8
    guard count <= remaining else { throw .damage(.length, in: file) }
    let number = bytes.span.bytes.littleEndian(at: position - bytes.startIndex, as: N.self)
    position += count
    return number
  }

  mutating func identifier<I: Identifier>(_ type: I.Type = I.self) throws(VaultError) -> I {
    I(value: try wide())
  }

  mutating func partner() throws(VaultError) -> PartnerID {
    PartnerID(high: try wide(), low: try wide())
  }

  /// Sixteen bytes, most significant first.
  private mutating func wide() throws(VaultError) -> UInt128 {
    try number(UInt128.self).byteSwapped
  }

  /// Skips bytes that have to be zero.
  mutating func zeros(_ count: Int) throws(VaultError) {
    let skipped = try take(count)
    guard skipped.span.bytes.areZero else { throw .damage(.nonZero, in: file) }
  }

  /// Requires the eight letters that such a file begins with, then format version 1.
  mutating func begin(_ magic: StaticString) throws(VaultError) {
    guard try take(8).elementsEqual(magic.description.utf8) else {
      throw .damage(.magic, in: file)
    }
    let version = try number(UInt16.self)
    if version > 1 { throw .newerVersion(file: file, version: Int(version)) }
    guard version == 1 else { throw .damage(.bounds, in: file) }
  }
}

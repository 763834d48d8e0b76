/// Writes the one canonical form: fixed order, big-endian numbers, counted texts.
struct CanonicalWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ number: UInt8) { bytes.append(number) }

  mutating func write(_ number: UInt64) {
    var shift: UInt64 = 64
    while shift > 0 {
      shift -= 8
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  mutating func write(_ raw: [UInt8]) { bytes += raw }

  /// One byte of length, then UTF-8. Every text in a consent body has at most 255 bytes.
  mutating func write(_ text: String) {
    let utf8 = Array(text.utf8.prefix(255))
    write(UInt8(truncatingIfNeeded: utf8.count))
    write(utf8)
  }
}

/// Reads the canonical form; every reader gives `nil` at the first byte that is not as it must be.
struct CanonicalReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func read(_ count: Int) -> [UInt8]? {
    guard count >= 0, count <= rest.count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  mutating func number<Number: FixedWidthInteger & UnsignedInteger>(
    _: Number.Type = Number.self
  ) -> Number? {
    read(Number.bitWidth / 8)?.reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
  }

  mutating func hash() -> ConsentHash? { read(32).flatMap { ConsentHash(bytes: $0) } }

  mutating func text() -> String? {
    guard let count = number(UInt8.self), let utf8 = read(Int(count)) else { return nil }
    return String(validating: utf8, as: UTF8.self)
  }

  /// A counted list whose count is one byte of at most `limit`.
  mutating func list<Element>(
    upTo limit: Int, _ element: (inout CanonicalReader) -> Element?
  ) -> [Element]? {
    guard let count = number(UInt8.self), count <= limit else { return nil }
    var list: [Element] = []
    for _ in 0..<count {
      guard let next = element(&self) else { return nil }
      list.append(next)
    }
    return list
  }
}

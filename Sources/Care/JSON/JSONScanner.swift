/// Reads JSON strictly (RFC 8259, with no repeated member names, as I-JSON, RFC 7493, asks) and
/// says where a text stops being JSON.
///
/// Depth is bounded, so no text can exhaust the stack, and so is the number of values: the least of them
/// takes far more room in the tree than in the text.
struct JSONScanner {
  /// Deeper than anything Vesper writes.
  static let depth = 16
  /// More than any diary has.
  static let mostValues = 4_000_000
  private static let fewNames = 8

  private let bytes: [UInt8]
  private let depth: Int
  private let most: Int
  private var index = 0
  private var count = 0

  private struct Stop: Error {
    let fault: JSONFault
    let offset: Int
  }

  private init(_ bytes: [UInt8], depth: Int, most: Int) {
    self.bytes = bytes
    self.depth = depth
    self.most = most
  }

  /// The tree of one JSON text; a UTF-8 byte order mark in front is passed over.
  static func scan(
    _ bytes: [UInt8], depth: Int = JSONScanner.depth, most: Int = JSONScanner.mostValues
  ) throws(CareError) -> JSONNode {
    do throws(Stop) {
      if let offset = TextPosition.firstInvalid(in: bytes) {
        throw Stop(fault: .notUTF8, offset: offset)
      }
      var scanner = JSONScanner(bytes, depth: depth, most: most)
      if bytes.first == 0xEF, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { scanner.index = 3 }
      return try scanner.document()
    } catch {
      throw .notJSON(error.fault, TextPosition(byte: error.offset, in: bytes))
    }
  }

  private mutating func document() throws(Stop) -> JSONNode {
    let node = try value(depth: 0)
    skipSpace()
    if index < bytes.count { throw stop(.textAfterEnd) }
    return node
  }

  private func stop(_ fault: JSONFault) -> Stop {
    Stop(fault: index < bytes.count ? fault : .unexpectedEnd, offset: index)
  }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      index += 1
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    index += 1
    return true
  }

  private mutating func value(depth level: Int) throws(Stop) -> JSONNode {
    skipSpace()
    let start = index
    count += 1
    guard count <= most else { throw stop(.tooMany(limit: most)) }
    switch next {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard level < depth else { throw stop(.tooDeep(limit: depth)) }
      let isObject = next == UInt8(ascii: "{")
      index += 1
      return JSONNode(
        isObject ? try object(depth: level + 1) : try array(depth: level + 1), at: start)
    case UInt8(ascii: "\""): return JSONNode(.string(try string()), at: start)
    case UInt8(ascii: "t"): return JSONNode(try word("true", .bool(true)), at: start)
    case UInt8(ascii: "f"): return JSONNode(try word("false", .bool(false)), at: start)
    case UInt8(ascii: "n"): return JSONNode(try word("null", .null), at: start)
    default: return JSONNode(try number(), at: start)
    }
  }

  private mutating func word(_ text: String, _ value: JSONValue) throws(Stop) -> JSONValue {
    for byte in text.utf8 where !take(byte) { throw stop(.expected("\"\(text)\"")) }
    return value
  }

  private mutating func array(depth: Int) throws(Stop) -> JSONValue {
    var items: [JSONNode] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array([]) }
    while true {
      items.append(try value(depth: depth))
      skipSpace()
      if take(UInt8(ascii: "]")) { return .array(items) }
      guard take(UInt8(ascii: ",")) else { throw stop(.expected("a comma or \"]\"")) }
    }
  }

  private mutating func object(depth: Int) throws(Stop) -> JSONValue {
    var members: [JSONMember] = []
    // Of a few names each is compared; of many a set remembers them.
    var keys: Set<String> = []
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object([]) }
    while true {
      skipSpace()
      let start = index
      guard next == UInt8(ascii: "\"") else { throw stop(.expected("a name in quotes")) }
      let key = try string()
      if members.count == JSONScanner.fewNames { keys = Set(members.map(\.key)) }
      let isNew =
        members.count < JSONScanner.fewNames
        ? !members.contains { $0.key == key } : keys.insert(key).inserted
      guard isNew else { throw Stop(fault: .repeatedKey, offset: start) }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw stop(.expected("a colon")) }
      members.append(JSONMember(key, try value(depth: depth), at: start))
      skipSpace()
      if take(UInt8(ascii: "}")) { return .object(members) }
      guard take(UInt8(ascii: ",")) else { throw stop(.expected("a comma or \"}\"")) }
    }
  }

  /// RFC 8259 § 6: no leading zero, no bare point, no sign but minus.
  private mutating func number() throws(Stop) -> JSONValue {
    let start = index
    _ = take(UInt8(ascii: "-"))
    guard let first = next, Ascii.digits.contains(first) else {
      throw stop(index == start ? .expected("a value") : .badNumber)
    }
    if first == Ascii.zero { index += 1 } else { skipDigits() }
    if let byte = next, Ascii.digits.contains(byte) { throw stop(.badNumber) }
    if take(UInt8(ascii: ".")) { try digits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
    return .number(String(decoding: bytes[start..<index], as: UTF8.self))
  }

  private mutating func digits() throws(Stop) {
    guard let byte = next, Ascii.digits.contains(byte) else { throw stop(.badNumber) }
    skipDigits()
  }

  private mutating func skipDigits() {
    while let byte = next, Ascii.digits.contains(byte) { index += 1 }
  }

  /// RFC 8259 § 7; half of a surrogate pair alone is refused.
  private mutating func string() throws(Stop) -> String {
    index += 1
    let start = index
    index = endOfPlain()
    guard index < bytes.count else { throw stop(.unexpectedEnd) }
    if bytes[index] == UInt8(ascii: "\"") {
      defer { index += 1 }
      return String(decoding: bytes[start..<index], as: UTF8.self)
    }
    var text = Array(bytes[start..<index])
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(into: &text)
      case 0..<0x20: throw stop(.controlCharacter)
      default:
        let start = index
        index = endOfPlain()
        text += bytes[start..<index]
      }
    }
    throw stop(.unexpectedEnd)
  }

  /// The end of what stands in a string for itself, from here on.
  private func endOfPlain() -> Int {
    let span = bytes.span
    var place = index
    while place < span.count {
      let byte = span[place]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
      place += 1
    }
    return place
  }

  private mutating func escape(into text: inout [UInt8]) throws(Stop) {
    let start = index
    index += 1
    guard let byte = next else { throw stop(.unexpectedEnd) }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var code = try hexUnit()
      if (0xD800..<0xDC00).contains(code) {
        guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
          throw Stop(fault: .badEscape, offset: start)
        }
        let low = try hexUnit()
        guard (0xDC00..<0xE000).contains(low) else {
          throw Stop(fault: .badEscape, offset: start)
        }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw Stop(fault: .badEscape, offset: start) }
      text += String(scalar).utf8
    default: throw Stop(fault: .badEscape, offset: start)
    }
  }

  private mutating func hexUnit() throws(Stop) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw stop(.badEscape)
      }
      code = code << 4 | UInt32(digit)
      index += 1
    }
    return code
  }
}

extension JSONNode {
  /// The tree on one line with no spaces, in its own order of members.
  var compact: [UInt8] {
    var bytes: [UInt8] = []
    write(into: &bytes, indent: nil)
    return bytes
  }

  /// The tree over several lines, indented by two spaces, in its own order of members.
  var pretty: String {
    var bytes: [UInt8] = []
    write(into: &bytes, indent: 0)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(into bytes: inout [UInt8], indent: Int?) {
    switch value {
    case .null: bytes += "null".utf8
    case .bool(let flag): bytes += (flag ? "true" : "false").utf8
    case .number(let text): bytes += text.utf8
    case .string(let text): Self.write(text, into: &bytes)
    case .array(let items):
      Self.write(items, between: ("[", "]"), into: &bytes, indent: indent) { item, bytes, deeper in
        item.write(into: &bytes, indent: deeper)
      }
    case .object(let members):
      Self.write(members, between: ("{", "}"), into: &bytes, indent: indent) {
        member, bytes, deeper in
        Self.write(member.key, into: &bytes)
        bytes += (deeper == nil ? ":" : ": ").utf8
        member.node.write(into: &bytes, indent: deeper)
      }
    }
  }

  private static func write<Item>(
    _ items: [Item], between brackets: (String, String), into bytes: inout [UInt8], indent: Int?,
    each: (Item, inout [UInt8], Int?) -> Void
  ) {
    let deeper = indent.map { $0 + 1 }
    bytes += brackets.0.utf8
    for (index, item) in items.enumerated() {
      if index > 0 { bytes += ",".utf8 }
      newLine(deeper, into: &bytes)
      each(item, &bytes, deeper)
    }
    if !items.isEmpty { newLine(indent, into: &bytes) }
    bytes += brackets.1.utf8
  }

  private static func newLine(_ indent: Int?, into bytes: inout [UInt8]) {
    guard let indent else { return }
    bytes += "\n".utf8
    bytes += String(repeating: "  ", count: indent).utf8
  }

  /// Escapes what RFC 8259 § 7 requires, and nothing else.
  private static func write(_ text: String, into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    defer { bytes.append(UInt8(ascii: "\"")) }
    if standsAsItIs(text.utf8Span.span) {
      bytes += text.utf8
      return
    }
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): bytes += "\\n".utf8
      case UInt8(ascii: "\t"): bytes += "\\t".utf8
      case UInt8(ascii: "\r"): bytes += "\\r".utf8
      case 0..<0x20:
        bytes += "\\u00".utf8
        bytes += (byte < 16 ? "0" : "").utf8
        bytes += String(byte, radix: 16).utf8
      default: bytes.append(byte)
      }
    }
  }

  private static func standsAsItIs(_ text: Span<UInt8>) -> Bool {
    for index in text.indices {
      let byte = text[index]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return false }
    }
    return true
  }
}

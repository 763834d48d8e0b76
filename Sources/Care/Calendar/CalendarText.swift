/// How RFC 5545 has text escaped and lines folded; nothing else here writes either.
enum CalendarText {
  /// § 3.3.11, sign by sign: a letter that an accent has joined with a comma, or a line end of two
  /// bytes, is one `Character` and would pass as it is.
  static func escaped(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    var afterReturn = false
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", ";", ",":
        escaped.append("\\")
        escaped.append(scalar)
      case "\n" where afterReturn: break
      case "\n", "\r": escaped.append(contentsOf: "\\n".unicodeScalars)
      // § 3.1: a text holds no other control but a tab.
      case "\u{0}"..."\u{8}", "\u{B}"..."\u{1F}", "\u{7F}": escaped.append("\u{FFFD}")
      default: escaped.append(scalar)
      }
      afterReturn = scalar == "\r"
    }
    return String(escaped)
  }

  /// At most 75 bytes a line, never within a character (§ 3.1).
  static func folded(_ line: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var room = 75
    for scalar in line.unicodeScalars {
      let utf8 = Array(String(scalar).utf8)
      if utf8.count > room {
        bytes += [13, 10, 32]
        room = 74
      }
      bytes += utf8
      room -= utf8.count
    }
    return bytes + [13, 10]
  }
}

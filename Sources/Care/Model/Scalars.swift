extension Unicode.Scalar {
  /// A control character (C0, DEL, C1) that is neither a tab nor a line feed.
  ///
  /// ESC and the C1 set steer terminals, and NUL ends texts in other programs: a partner's words
  /// must never do either on this screen.
  var isRefusedControl: Bool {
    switch value {
    case 0x09, 0x0A: false
    case 0x00..<0x20, 0x7F...0x9F: true
    default: false
    }
  }

  /// LF, or one of Unicode's own line and paragraph separators.
  var isLineEnd: Bool { value == 0x0A || value == 0x2028 || value == 0x2029 }

  /// Printable ASCII, or a letter or digit of any script.
  var isPlain: Bool {
    (0x20..<0x7F).contains(value) || properties.isAlphabetic
  }
}

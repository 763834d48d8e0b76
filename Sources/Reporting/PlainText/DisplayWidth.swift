/// How many columns of a terminal a character takes: 0, 1 or 2.
///
/// A terminal advances by what a reader sees as one character, so a whole grapheme cluster is measured:
/// an accent adds nothing, a family of emoji joined together counts once. Widths are those of UAX #11
/// (East Asian Wide and Fullwidth are 2, Ambiguous is 1) and UTS #51 (emoji presentation is 2).
enum DisplayWidth {
  static func columns(_ text: String) -> Int { columns(text[...]) }

  static func columns(_ text: Substring) -> Int {
    // Of printable ASCII each byte is a character of one column.
    TerminalText.isPlain(text) ? text.utf8.count : text.reduce(0) { $0 + columns($1) }
  }

  static func columns(_ character: Character) -> Int {
    let scalars = character.unicodeScalars
    // UTS #51 ED-8a: the variation selector asks for the emoji form of what may be either.
    if scalars.contains("\u{FE0F}"), scalars.first?.properties.isEmoji == true { return 2 }
    return scalars.map(columns).max() ?? 0
  }

  private static func columns(_ scalar: Unicode.Scalar) -> Int {
    if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F ? 0 : 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    if scalar.properties.isDefaultIgnorableCodePoint { return 0 }
    if scalar.properties.isEmojiPresentation { return 2 }
    return wide.contains { $0.contains(scalar.value) } ? 2 : 1
  }

  /// The blocks that EastAsianWidth.txt marks W or F, emoji aside.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF,
    0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F,
    0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1D300...0x1D376,
    0x1F200...0x1F2FF, 0x20000...0x3FFFD,
  ]
}

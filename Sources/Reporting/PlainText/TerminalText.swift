/// How text reaches a terminal. Words that were imported or typed long ago must not move its cursor,
/// set its title, answer for the keyboard, or turn round the line they stand in.
public enum TerminalText {
  /// Whether a sign may reach a terminal as it stands.
  public static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\n" || !(isObeyed(scalar) || scalar.isDirectionControl || hides(scalar))
  }

  /// The text with every sign that a terminal obeys, or that hides, made harmless; lines kept.
  public static func safe(_ text: String) -> String {
    var safe = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\n" || !isObeyed(scalar) {
        if !scalar.isDirectionControl && !hides(scalar) { safe.append(scalar) }
      } else {
        safe.append(scalar == "\t" ? " " : "\u{FFFD}")
      }
    }
    return String(safe)
  }

  /// Whether it is printable ASCII alone, of which nothing has to be looked up.
  public static func isPlain(_ text: String) -> Bool { isPlain(text.utf8Span.span) }

  static func isPlain(_ text: Substring) -> Bool { isPlain(text.utf8Span.span) }

  private static func isPlain(_ bytes: Span<UInt8>, orLineEnds: Bool = false) -> Bool {
    for index in bytes.indices {
      let byte = bytes[index]
      guard (0x20..<0x7F).contains(byte) || orLineEnds && byte == 0x0A else { return false }
    }
    return true
  }

  /// Whether no sign in it steers a terminal, or hides.
  public static func isSafe(_ text: String) -> Bool {
    isPlain(text.utf8Span.span, orLineEnds: true) || text.unicodeScalars.allSatisfy { isSafe($0) }
  }

  /// How many columns of a terminal it takes, whatever the locale says.
  public static func columns(_ text: String) -> Int { DisplayWidth.columns(text) }

  public static func columns(_ text: Substring) -> Int { DisplayWidth.columns(text) }

  public static func columns(_ character: Character) -> Int { DisplayWidth.columns(character) }

  /// The text with no more signs in one character than writing has: at most 8 marks, and 32 in all.
  ///
  /// A character takes its columns whatever is heaped on it, so columns alone would not bound a line.
  public static func sparing(_ text: String) -> String { sparing(text[...]) }

  public static func sparing(_ text: Substring) -> String {
    guard !isPlain(text), text.contains(where: { $0.unicodeScalars.count > mostMarks }) else {
      return String(text)
    }
    var spared = String.UnicodeScalarView()
    for character in text {
      var (signs, marks) = (0, 0)
      for scalar in character.unicodeScalars {
        signs += 1
        if isMark(scalar) { marks += 1 }
        if signs > mostSigns { break }
        if marks > mostMarks && isMark(scalar) { continue }
        spared.append(scalar)
      }
    }
    return String(spared)
  }

  private static let mostMarks = 8
  private static let mostSigns = 32

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark: true
    default: false
    }
  }

  /// One line made harmless, of at most so many columns; an ellipsis stands for what is cut off.
  public static func cut(_ text: String, columns: Int) -> String {
    fitted(safe(text).split(whereSeparator: \.isNewline).joined(separator: " "), columns: columns)
  }

  /// One line of which nothing steers a terminal, of at most so many columns.
  public static func fitted(_ line: String, columns: Int) -> String {
    if isPlain(line) {
      return line.utf8.count <= columns
        ? line : String(Substring(line.utf8.prefix(max(columns - 1, 0)))) + "…"
    }
    let line = sparing(line)
    guard DisplayWidth.columns(line) > columns else { return line }
    var kept = ""
    var used = 1
    for character in line {
      used += DisplayWidth.columns(character)
      if used > columns { break }
      kept.append(character)
    }
    return kept + "…"
  }

  /// ECMA-48 § 5: the C0 set, DELETE and the C1 set hold every control function; an escape sequence
  /// cannot begin without one of them. U+2028 and U+2029 are line ends to some.
  private static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029: true
    default: false
    }
  }

  /// Byte order marks, interlinear notes, and noncharacters: no writing needs them. The joiners that
  /// Persian, Hindi and emoji are spelled with stay.
  private static func hides(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xFEFF, 0xFFF9...0xFFFB, 0xFDD0...0xFDEF: true
    default: scalar.value & 0xFFFE == 0xFFFE
    }
  }
}

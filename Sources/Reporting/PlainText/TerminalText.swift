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

  /// How many columns of a terminal it takes, whatever the locale says.
  public static func columns(_ text: some StringProtocol) -> Int { DisplayWidth.columns(text) }

  public static func columns(_ character: Character) -> Int { DisplayWidth.columns(character) }

  /// One line made harmless, of at most so many columns; an ellipsis stands for what is cut off.
  public static func cut(_ text: String, columns: Int) -> String {
    let line = safe(text).split(whereSeparator: \.isNewline).joined(separator: " ")
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

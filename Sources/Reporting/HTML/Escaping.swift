/// How text becomes part of a page. Nothing else in this module turns text into markup.
///
/// One rule serves element content and double-quoted attribute values alike, so that a value moved
/// from one to the other cannot become unsafe. Never used inside `script` or `style`: the page has no
/// script, and its styles hold no text from outside.
enum Escaping {
  /// The text with every character that HTML reads as markup written as a reference, and every
  /// character that HTML forbids replaced.
  static func escape(_ text: String) -> String {
    var escaped = ""
    escaped.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      // HTML Living Standard § 13.3, "escaping a string": & and, in attributes, ". In text < and >.
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      // § 13.1.2.3 lets ' end a single-quoted value. By number: &apos; is unknown before HTML 5.
      case "'": escaped += "&#39;"
      // § 13.2.3.5: a parser turns CR into LF; form feed is blank to HTML and forbidden by XML 1.0
      // § 2.2, to which a drawing must keep when it is taken out of the page.
      case "\r", "\n": escaped += "\n"
      case "\u{0C}", "\t": escaped += " "
      default:
        if scalar.isDirectionControl { continue }
        escaped.unicodeScalars.append(isForbidden(scalar) ? "\u{FFFD}" : scalar)
      }
    }
    return escaped
  }

  /// HTML Living Standard § 13.1.2 with Infra § 4.5 and § 4.6: text holds no control but blank space,
  /// and no noncharacter. (A Swift scalar is never a surrogate.)
  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F: true
    case 0xFDD0...0xFDEF: true
    default: scalar.value & 0xFFFE == 0xFFFE
    }
  }
}

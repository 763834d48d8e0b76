/// Words by which entries are found again.
///
/// In a text a tag is written `@word`, as `jrnl` does by default: an `@` at the start of a word,
/// then letters, digits, or any of `_ - + * # /`. `#` is left alone, because people write "#3"
/// and Markdown headings. Tags are kept without the `@` and in lower case.
public enum Tags {
  /// No entry carries more tags than this.
  public static let limit = 256
  /// Unicode scalars in the longest tag.
  static let longest = 128

  /// The tags in a text, each once, in the order they first appear; those too long are plain text.
  public static func found(in text: String) -> [String] {
    guard text.utf8.contains(UInt8(ascii: "@")) else { return [] }
    var tags: [String] = []
    var seen: Set<String> = []
    for word in text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace)
    where word.first == "@" {
      var scalars = String.UnicodeScalarView()
      scalars.append(contentsOf: word.dropFirst().prefix { isPart($0) })
      let tag = String(scalars).lowercased()
      guard isTag(tag), tags.count < limit, seen.insert(tag).inserted else { continue }
      tags.append(tag)
    }
    return tags
  }

  /// A tag as it is kept: 1 through 128 scalars, no white space, no control characters, no `@`
  /// in front, nothing in upper case.
  public static func isTag(_ text: String) -> Bool {
    let scalars = text.unicodeScalars
    return !scalars.isEmpty && scalars.count <= longest && scalars.first != "@"
      && text == text.lowercased()
      && scalars.allSatisfy { !$0.properties.isWhitespace && !$0.isControl }
  }

  /// By scalars, so that the order is the same on every machine.
  static func sorted(_ tags: Set<String>) -> [String] {
    tags.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
  }

  private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII, "_-+*#/".unicodeScalars.contains(scalar) { return true }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber, .nonspacingMark, .spacingMark:
      return true
    default: return false
    }
  }
}

extension Unicode.Scalar {
  fileprivate var isControl: Bool { value < 0x20 || (0x7F...0x9F).contains(value) }
}

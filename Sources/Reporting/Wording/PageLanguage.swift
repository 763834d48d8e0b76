/// The language of a page: of its own words, and of those that a person wrote.
///
/// The page's own words are English and nothing else yet, so a page never says that they are in
/// another language: a screen reader would read them wrongly. What a person wrote may be in any
/// language; where it is named, their words are marked with it (WCAG 2.2, 3.1.2 Language of Parts).
public struct PageLanguage: Hashable, Sendable {
  /// A BCP 47 tag; `en` or a variety of it.
  let page: String
  /// A BCP 47 tag, where people wrote in another language than the page.
  let own: String?

  public static let english = PageLanguage(page: "en", own: nil)

  /// Whether a date begins with its month.
  var beginsWithMonth: Bool { page == "en-US" }

  private init(page: String, own: String?) {
    self.page = page
    self.own = own
  }

  /// The language that people wrote in: a language, a script and a region of BCP 47, `nl`,
  /// `en-US`, `sr-Latn-RS`. Nothing for anything else.
  public init?(_ tag: String) {
    guard let tag = Self.canonical(tag) else { return nil }
    if tag == "en" || tag.hasPrefix("en-") {
      self.init(page: tag, own: nil)
    } else {
      self.init(page: "en", own: tag)
    }
  }

  /// RFC 5646 § 2.1.1: languages in lower case, scripts capitalised, regions in capitals.
  private static func canonical(_ tag: String) -> String? {
    let parts = tag.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard let language = parts.first, isLetters(language, 2...3), parts.count <= 3 else {
      return nil
    }
    var canonical = [language.lowercased()]
    var rest = parts.dropFirst()
    if let script = rest.first, isLetters(script, 4...4) {
      canonical.append(script.prefix(1).uppercased() + script.dropFirst().lowercased())
      rest = rest.dropFirst()
    }
    if let region = rest.first {
      guard isLetters(region, 2...2) || (region.utf8.count == 3 && Int(region) != nil) else {
        return nil
      }
      canonical.append(region.uppercased())
      rest = rest.dropFirst()
    }
    return rest.isEmpty ? canonical.joined(separator: "-") : nil
  }

  private static func isLetters(_ text: String, _ length: ClosedRange<Int>) -> Bool {
    length.contains(text.utf8.count) && text.allSatisfy { $0.isASCII && $0.isLetter }
  }
}

public import Vault

/// What somebody feels, in words that nobody sorts into good and bad.
public struct Feeling: EntryKind {
  /// Words of the starter set, or any others.
  public var words: [String]?
  public var text: String?

  public init(words: [String]? = nil, text: String? = nil) {
    self.words = words
    self.text = text
  }

  public static let name = "feeling"
  public static let command = "feel"
  public static let purpose = "Find words for what you feel, for yourself."
  public static let tag = KindTag.feeling
  public static let defaultAudience = Audience.private
  public static let summaryRule = SummaryRule.line(.closeness)
  public static let fields = [
    Field(
      "words", .list(.line(max: 60), max: 12), prompt: "Which words fit right now?",
      offers: .feelings),
    Field("text", .text(max: 20_000), label: "in own words", prompt: "Anything in your own words?"),
  ]
  public static let example = Feeling(
    words: ["tender", "tired"], text: "Softer since the window is open.")

  public func check() throws(CareError) {
    if text == nil, words?.isEmpty != false { throw .noAnswer(kind: Self.title) }
  }

  public var line: String { parts.joined(separator: " · ").firstLine }
  public var pickedText: String? { parts.joined(separator: ": ") }

  private var parts: [String] {
    (words?.isEmpty == false ? [(words ?? []).joined(separator: ", ")] : [])
      + [text].compactMap(\.self)
  }
}

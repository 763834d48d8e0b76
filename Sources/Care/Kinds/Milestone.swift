public import Vault

/// A place on the way, and what to look forward to from there.
public struct Milestone: EntryKind {
  public var text: String
  public var next: String?

  public init(text: String, next: String? = nil) {
    self.text = text
    self.next = next
  }

  public static let name = "milestone"
  public static let purpose = "Keep a place you have come to, and what you want next."
  public static let tag = KindTag.milestone
  public static let defaultAudience = Audience.shared
  public static let summaryRule = SummaryRule.line(.mattersNext)
  public static let fields = [
    Field(
      "text", .line(max: 1000), label: "milestone", prompt: "What have you come to?",
      required: true),
    Field("next", .line(max: 1000), label: "what I want next", prompt: "What do you want next?"),
  ]
  public static let example = Milestone(
    text: "A whole evening without counting hours.", next: "To swim once, in warm water.")

  public var line: String { text }
  public var pickedText: String? { next ?? text }
}

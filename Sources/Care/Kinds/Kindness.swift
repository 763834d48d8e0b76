public import Vault

/// Something kind that somebody did.
public struct Kindness: EntryKind {
  public var text: String

  public init(text: String) { self.text = text }

  public static let name = "kindness"
  public static let command = "kind"
  public static let title = "act of kindness"
  public static let purpose = "Keep something kind that was done."
  public static let tag = KindTag.kindness
  public static let defaultAudience = Audience.shared
  public static let summaryRule = SummaryRule.never
  public static let fields = [
    Field("text", .line(max: 1000), label: "kindness", prompt: "What was kind?", required: true)
  ]
  public static let example = Kindness(text: "You asked how I slept, and waited for the answer.")

  public var line: String { text }
}

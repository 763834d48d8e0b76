public import Vault

/// A person's own words about a day.
public struct Reflection: EntryKind {
  public var text: String
  /// The time it is about, where that is known (an imported journal knows it).
  public var time: TimeOfDay?

  public init(text: String, time: TimeOfDay? = nil) {
    self.text = text
    self.time = time
  }

  public static let name = "reflection"
  public static let command = "write"
  public static let purpose = "Write a few lines, for yourself."
  public static let tag = KindTag.reflection
  public static let defaultAudience = Audience.private
  public static let summaryRule = SummaryRule.line(.closeness)
  public static let fields = [
    Field(
      "text", .text(max: EntryCoding.longestText), prompt: "What would you like to put down?",
      required: true),
    Field("time", .time, prompt: "At what time?").forScripts(),
  ]
  public static let example = Reflection(
    text: "Held hands on the bench until the light went.", time: TimeOfDay("19:40"))

  public var line: String { text.firstLine }
  public var pickedText: String? { text }
}

public import Vault

/// A question to ask at a visit, kept until then.
public struct Question: EntryKind {
  public var text: String

  public init(text: String) { self.text = text }

  public static let name = "question"
  public static let purpose = "Keep a question for a clinician."
  public static let tag = KindTag.question
  public static let defaultAudience = Audience.private
  public static let summaryRule = SummaryRule.line(.questions)
  public static let fields = [
    Field(
      "text", .text(max: 500), label: "question", prompt: "What do you want to ask?", required: true
    )
  ]
  public static let example = Question(text: "Could the dose be taken earlier in the evening?")

  public var line: String { text.firstLine }
  public var pickedText: String? { text }
}

public import Vault

/// A question for both; each answer stays closed until both are opened together, see ``Reveal``.
///
/// On one's own it is a private note, with its answer beside it.
public struct Ask: EntryKind {
  public var question: String
  /// The answer, where the entry is for its author alone.
  public var answer: String?

  public init(question: String, answer: String? = nil) {
    self.question = question
    self.answer = answer
  }

  public static let name = "ask"
  public static let title = "question for both"
  public static let tag = KindTag.ask
  public static let hasCommand = false
  public static let defaultAudience = Audience.shared
  public static let answeredByEach: Set = ["answer"]
  public static let summaryRule = SummaryRule.never
  public static let fields = [
    Field("question", .line(max: 300), prompt: "What is the question?", required: true),
    Field("answer", .text(max: 2000), prompt: "What is your answer?"),
  ]
  public static let example = Ask(
    question: "What would make tomorrow gentler?", answer: "A slow start, and tea.")

  public var line: String { question }
}

public import Vault

/// What a clinician said, and how trying it turned out, in the patient's words.
public struct Note: TriedAdvice {
  public var clinician: String?
  public var when: CivilDate?
  public var topic: AdviceTopic?
  public var text: String
  /// What was tried.
  public var tried: String?
  public var outcome: AdviceOutcome?
  public var reason: String?

  public init(
    clinician: String? = nil, when: CivilDate? = nil, topic: AdviceTopic? = nil, text: String,
    tried: String? = nil, outcome: AdviceOutcome? = nil, reason: String? = nil
  ) {
    self.clinician = clinician
    self.when = when
    self.topic = topic
    self.text = text
    self.tried = tried
    self.outcome = outcome
    self.reason = reason
  }

  public static let name = "note"
  public static let title = "clinician's note"
  public static let purpose = "Note what a clinician said, and how trying it went."
  public static let tag = KindTag.note
  public static let defaultAudience = Audience.private
  public static let summaryRule = SummaryRule.advice
  public static let fields =
    [
      Field("clinician", .line(max: 120), prompt: "Who said it?"),
      Field("when", .date, label: "said on", prompt: "On which day?"),
      topicField,
      Field(
        "text", .text(max: 20_000), label: "advice", prompt: "What did they say?", required: true),
      Field("tried", .text(max: 2000), prompt: "What have you tried of it?"),
    ] + outcomeFields
  public static let example = Note(
    clinician: "Dr Osei", when: CivilDate("2026-02-03"), topic: .pacing,
    text: "Plan one thing a day, and rest before it as well as after.",
    tried: "Rested an hour before the walk.", outcome: .helped, reason: "Less pain that evening.")

  public func check() throws(CareError) { try checkOutcome() }

  public var line: String {
    ([clinician, topic?.rawValue].compactMap(\.self) + [text.firstLine])
      .joined(separator: " · ")
  }

  public var pickedText: String? { text }
}

public import Vault

/// An advice that was tried, and how that turned out.
public struct Advice: TriedAdvice {
  public var topic: AdviceTopic?
  public var tried: String?
  public var outcome: AdviceOutcome?
  public var reason: String?
  /// Whose advice it was.
  public var clinician: String?
  /// The day it was given.
  public var when: CivilDate?

  public init(
    topic: AdviceTopic? = nil, tried: String, outcome: AdviceOutcome? = nil,
    reason: String? = nil, clinician: String? = nil, when: CivilDate? = nil
  ) {
    self.topic = topic
    self.tried = tried
    self.outcome = outcome
    self.reason = reason
    self.clinician = clinician
    self.when = when
  }

  public static let name = "advice"
  public static let title = "advice tried"
  public static let purpose = "Keep what you tried of an advice, and how it went."
  public static let tag = KindTag.advice
  public static let defaultAudience = Audience.private
  public static let summaryRule = SummaryRule.advice
  public static let fields =
    [
      topicField,
      Field("tried", .text(max: 2000), prompt: "What have you tried?", required: true),
    ] + outcomeFields + [
      Field("clinician", .line(max: 120), prompt: "Whose advice was it?"),
      Field("when", .date, label: "said on", prompt: "On which day was it given?"),
    ]
  public static let example = Advice(
    topic: .positioning, tried: "A pillow under the knees.", outcome: .helped,
    reason: "No pull in the back.", clinician: "Dr Osei", when: CivilDate("2026-02-03"))

  public func check() throws(CareError) { try checkOutcome() }

  public var line: String {
    ([topic?.rawValue, tried?.firstLine, outcome?.rawValue].compactMap(\.self))
      .joined(separator: " · ")
  }

  public var pickedText: String? { tried }
}

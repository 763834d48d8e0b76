/// What advice can be about.
public enum AdviceTopic: String, Sendable, CaseIterable, Codable {
  case pacing, pain, positioning, lubrication, sequencing, medicines, other
}

/// A kind that can say what was tried of an advice: a line in the table "Advice tried".
public protocol TriedAdvice: EntryKind {
  /// The day it was said; the entry's own day is the one it was noted about.
  var when: CivilDate? { get }
  var topic: AdviceTopic? { get }
  var tried: String? { get }
  var outcome: AdviceOutcome? { get }
  /// Why it was stopped, or why it did or did not help.
  var reason: String? { get }
}

extension TriedAdvice {
  static var topicField: Field {
    Field("topic", .choice(of: AdviceTopic.self), prompt: "What is it about?")
  }

  /// How trying it turned out, asked once something was tried.
  static var outcomeFields: [Field] {
    [
      Field(
        "outcome", .choice(of: AdviceOutcome.self), prompt: "How did it turn out?",
        follows: "tried"),
      Field("reason", .text(max: 2000), prompt: "In your words, why?", follows: "outcome"),
    ]
  }

  func checkOutcome() throws(CareError) {
    if outcome != nil, tried == nil { throw .field("outcome", .needs("\"tried\"")) }
    if reason != nil, outcome == nil { throw .field("reason", .needs("\"outcome\"")) }
  }
}

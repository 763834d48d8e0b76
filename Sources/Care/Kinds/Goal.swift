public import Vault

/// A modest goal for a week, and its smaller version.
public struct Goal: EntryKind {
  public var what: String
  public var smaller: String?

  public init(what: String, smaller: String? = nil) {
    self.what = what
    self.smaller = smaller
  }

  public static let name = "goal"
  public static let tag = KindTag.goal
  public static let hasCommand = false
  public static let defaultAudience = Audience.shared
  public static let summaryRule = SummaryRule.line(.mattersNext)
  public static let inputExtras = [EntryInput.tagsField, EntryInput.softenField]
  public static let fields = [
    Field("what", .line(max: 200), label: "goal", prompt: "What, in a week?", required: true),
    Field("smaller", .line(max: 200), label: "smaller", prompt: "And its smaller version?"),
  ]
  public static let example = Goal(
    what: "one quiet talk on the bench", smaller: "five minutes on the sofa")

  public var line: String { what }
  public var pickedText: String? { what }
}

/// When a goal softens, by its owner's own readings; never anybody else's to read.
public struct Softening: EntryKind {
  /// The goal's first version.
  public var goal: RecordID
  /// As in `pain >= 6`; see ``Threshold``.
  public var when: String

  public init(goal: RecordID, when: String) {
    self.goal = goal
    self.when = when
  }

  public static let name = "softening"
  public static let tag = KindTag.softening
  public static let hasCommand = false
  public static let isListed = false
  public static let defaultAudience = Audience.private
  public static let audiences = AudienceRule.privateOnly
  public static let summaryRule = SummaryRule.never
  public static let inputExtras: [Field] = []
  public static let fields = [
    Field("goal", .identifier, prompt: "Which goal?", required: true, given: true),
    Field("when", Threshold.shape, prompt: Threshold.prompt, required: true).of(Threshold.form),
  ]
  public static let example = Softening(goal: RecordID(value: 1), when: "pain >= 6")

  public func check() throws(CareError) {
    guard Threshold(when) != nil else { throw .field("when", .expected(Threshold.expectation)) }
  }

  public var line: String { "softens at \(when)" }
}

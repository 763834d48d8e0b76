public import Vault

/// That health has changed, and in what way: for its owner alone. Its effect alone is shared, see
/// ``Diary/healthChanged(_:about:)``.
public struct HealthChange: EntryKind {
  /// What can change, in words that say little.
  public enum What: String, Sendable, CaseIterable, Codable {
    case flare, medicine, procedure, other
  }

  public var what: What
  public var note: String?

  public init(what: What, note: String? = nil) {
    self.what = what
    self.note = note
  }

  public static let name = "health"
  public static let title = "change in health"
  public static let hasCommand = false
  public static let tag = KindTag.healthChange
  public static let defaultAudience = Audience.private
  public static let audiences = AudienceRule.privateOnly
  public static let summaryRule = SummaryRule.line(.changes)
  public static let fields = [
    Field(
      "what", .choice(of: What.self), label: "what changed",
      prompt: "What changed: flare, medicine, procedure or other?", required: true),
    Field("note", .text(max: 2000), prompt: "Anything you want to keep with it, for yourself?"),
  ]
  public static let example = HealthChange(what: .medicine, note: "Half the dose since Monday.")

  public var line: String { words + (note.map { " · \($0.firstLine)" } ?? "") }

  /// A marker for its day, without the note.
  public var pickedText: String? { words }

  private var words: String {
    switch what {
    case .flare: "a flare"
    case .medicine: "a new or changed medicine"
    case .procedure: "a procedure"
    case .other: "a change in health"
    }
  }
}

public import Vault

/// One event in taking a medicine: it began, changed, or stopped.
public struct Medicine: EntryKind {
  /// As the patient calls it; entries of one name make one lane.
  public var name: String
  /// As the patient writes it: "300 mg at night".
  public var dose: String?
  public var change: MedicineChange
  /// What the patient noticed, kept verbatim; never read as a cause.
  public var note: String?

  public init(name: String, dose: String? = nil, change: MedicineChange, note: String? = nil) {
    self.name = name
    self.dose = dose
    self.change = change
    self.note = note
  }

  public static let name = "med"
  public static let title = "medicine"
  public static let purpose = "Note a medicine that starts, changes or stops."
  public static let tag = KindTag.medicine
  public static let defaultAudience = Audience.private
  public static let summaryRule = SummaryRule.medicines
  public static let fields = [
    Field("name", .line(max: 120), prompt: "Which medicine?", required: true),
    Field("dose", .line(max: 200), prompt: "Which dose, in your words?"),
    Field(
      "change", .choice(of: MedicineChange.self), prompt: "Is it a start, a change or a stop?",
      required: true),
    Field("note", .text(max: 2000), prompt: "Anything you noticed?"),
  ]
  public static let example = Medicine(
    name: "gabapentin", dose: "300 mg at night", change: .start, note: "Sleepy in the mornings.")

  public var line: String {
    "\(name) · \(change.rawValue)" + (dose.map { " · \($0)" } ?? "")
  }

  public var pickedText: String? {
    let verb =
      switch change {
      case .start: "started"
      case .change: "changed"
      case .stop: "stopped"
      }
    return "\(verb) \(name)" + (dose.map { ", \($0)" } ?? "")
  }
}

/// Every kind of entry there is. A new kind is one file in `Kinds/` and one line here.
public enum Kinds {
  public static let all: [any EntryKind.Type] = [
    Reflection.self,
    CheckIn.self,
    Note.self,
    Medicine.self,
    Question.self,
    Advice.self,
    Feeling.self,
    Afterwards.self,
    Like.self,
    Avoid.self,
    Cue.self,
    Win.self,
    Kindness.self,
    Milestone.self,
    StarterChange.self,
    Visit.self,
    VisitPick.self,
    VisitPreview.self,
    VisitRelease.self,
    HealthChange.self,
    AgreementMarks.self,
    Ask.self,
    Repair.self,
    Closeness.self,
    RestDay.self,
    EasyEvening.self,
    Turn.self,
    Ritual.self,
    RitualEvening.self,
    Goal.self,
    Softening.self,
    Retired.self,
    Review.self,
    Appointment.self,
  ]

  private static let byTag = Dictionary(
    all.map { ($0.tag, $0) }, uniquingKeysWith: { first, _ in first })

  /// The kind a record's tag stands for.
  public static func kind(tagged tag: UInt16) throws(CareError) -> any EntryKind.Type {
    guard let kind = byTag[tag] else { throw .unknownTag(tag) }
    return kind
  }

  /// The kind of that name, or written by that command.
  public static func kind(named name: String) throws(CareError) -> any EntryKind.Type {
    if let kind = all.first(where: { $0.name == name || $0.command == name }) { return kind }
    let words = all.map { $0.name } + all.map { $0.command }
    throw .unknownKind(
      String(name.unicodeScalars.prefix(40).map { $0.isPlain ? Character($0) : "?" }),
      nearest: Spelling.nearest(to: name, among: words))
  }
}

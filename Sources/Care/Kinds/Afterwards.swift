public import Vault

/// How a closeness was, looking back; for its author alone, always.
public struct Afterwards: EntryKind {
  /// Longing or obligation, in the author's own answer.
  public enum Wish: String, Sendable, CaseIterable, Codable {
    case wanted
    case willing
    case obliged = "felt I should"
    case unsaid = "rather not say"
  }

  public var wish: Wish?
  public var comfortable: [String]?
  public var avoid: [String]?
  public var note: String?

  public init(
    wish: Wish? = nil, comfortable: [String]? = nil, avoid: [String]? = nil, note: String? = nil
  ) {
    self.wish = wish
    self.comfortable = comfortable
    self.avoid = avoid
    self.note = note
  }

  public static let name = "after"
  public static let title = "look back"
  public static let purpose = "Look back on a closeness, for yourself alone."
  public static let tag = KindTag.afterwards
  public static let defaultAudience = Audience.private
  public static let audiences = AudienceRule.privateOnly
  public static let summaryRule = SummaryRule.line(.closeness)
  public static let fields = [
    Field("wish", .choice(of: Wish.self), label: "it was", prompt: "Looking back, how was it?"),
    Field(
      "comfortable", .list(.line(max: 120), max: 8), prompt: "What was comfortable?"),
    Field(
      "avoid", .list(.line(max: 120), max: 8), label: "avoid for now",
      prompt: "What would you like to avoid for now?"),
    Field("note", .text(max: 20_000), prompt: "Anything in your own words?"),
  ]
  public static let example = Afterwards(
    wish: .willing, comfortable: ["slow breathing"], avoid: ["lying on the left side"],
    note: "Warm, and over soon enough.")

  public func check() throws(CareError) {
    if rows.isEmpty { throw .noAnswer(kind: Self.title) }
  }

  public var line: String {
    let parts =
      [wish?.rawValue].compactMap(\.self) + (comfortable ?? [])
      + (avoid ?? []).map { "avoid \($0)" }
    return (parts.isEmpty ? [note?.firstLine ?? Self.title] : parts).joined(separator: " · ")
  }

  /// One's own words alone; what was wanted is never on a page.
  public var pickedText: String? {
    let parts = [
      comfortable.words(after: "Comfortable: "), avoid.words(after: "To avoid for now: "), note,
    ].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: ". ")
  }
}

extension [String]? {
  fileprivate func words(after label: String) -> String? {
    guard let self, !self.isEmpty else { return nil }
    return label + self.joined(separator: ", ")
  }
}

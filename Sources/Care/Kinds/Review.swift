public import Vault

/// A season's review: what to keep, what to change, what to let go of, and when to look again.
public struct Review: EntryKind {
  public var keep: String?
  public var change: String?
  public var drop: String?
  /// The day of the next look.
  public var next: CivilDate?

  public init(
    keep: String? = nil, change: String? = nil, drop: String? = nil, next: CivilDate? = nil
  ) {
    self.keep = keep
    self.change = change
    self.drop = drop
    self.next = next
  }

  public static let name = "review"
  public static let title = "season's review"
  public static let purpose = "Look back on a season: keep, change, let go, and when to look again."
  public static let tag = KindTag.review
  public static let defaultAudience = Audience.shared
  public static let summaryRule = SummaryRule.line(.mattersNext)
  public static let fields = [
    Field("keep", .text(max: 2000), prompt: "What do you want to keep?"),
    Field("change", .text(max: 2000), prompt: "What do you want to change?"),
    Field("drop", .text(max: 2000), label: "let go", prompt: "What do you want to let go of?"),
    Field("next", .date, label: "next look", prompt: "When do you want to look again?"),
  ]
  public static let example = Review(
    keep: "The bench on Sundays.", change: "Earlier evenings.", drop: "Counting weeks.",
    next: CivilDate(day: 20_600))

  public func check() throws(CareError) {
    if self == Review() { throw .noAnswer(kind: Self.title) }
  }

  public var line: String {
    (change ?? keep ?? drop).map(\.firstLine) ?? next.map { "next look on \($0)" } ?? Self.title
  }
  public var pickedText: String? { change ?? keep }
}

public import Vault

/// What a partner releases for the other's visit on one day: the releaser's own act, about the
/// releaser's own words, for the other to put on the page or not.
///
/// It names a day and no visit, because a visit is its patient's alone: nobody learns from a release
/// whether there is one. The latest release for a day replaces the one before; without lines and
/// without a statement it takes that one back.
public struct VisitRelease: EntryKind {
  /// The day of the visit, as the two have spoken of it.
  public var date: CivilDate
  /// Written for the clinician.
  public var statement: String?
  /// Exact versions of shared entries of the releaser's own.
  public var lines: [RecordID]?

  public init(date: CivilDate, statement: String? = nil, lines: [RecordID]? = nil) {
    self.date = date
    self.statement = statement
    self.lines = lines
  }

  public static let name = "visitrelease"
  public static let title = "release for a visit"
  public static let tag = KindTag.visitRelease
  public static let hasCommand = false
  public static let defaultAudience = Audience.shared
  public static let audiences = AudienceRule.sharedOnly
  public static let summaryRule = SummaryRule.never
  public static let inputExtras: [Field] = []
  public static let fields = [
    Field("date", .date, label: "visit on", prompt: "On which day is the visit?", required: true),
    Field(
      "statement", .text(max: 1000),
      prompt: "What would you like them to read, in your words?"),
    Field(
      "lines", .list(.identifier, max: 6),
      prompt: "Which of your shared entries may stand there?"),
  ]
  public static let example = VisitRelease(
    date: CivilDate(day: 20_524),
    statement: "I would like to learn what I can do when touch hurts.",
    lines: [RecordID(value: 6)])

  public var line: String { "for a visit on \(date)" }
}

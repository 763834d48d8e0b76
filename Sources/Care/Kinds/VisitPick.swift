public import Vault

/// What the patient ticked for one visit; always private. The latest pick replaces the one before.
///
/// Nothing is in unless it is ticked: a skipped field shows nothing.
public struct VisitPick: EntryKind {
  public var visit: RecordID
  /// Measures to draw.
  public var strips: [Measure]?
  /// The questions typed into the visit; single `question` entries go into `lines`.
  public var questions: Bool?
  public var talkAbout: Bool?
  public var pleaseDoNot: Bool?
  public var seeMeAlone: Bool?
  public var helpWanted: Bool?
  public var medicines: Bool?
  public var restDays: Bool?
  /// Days over the patient's own limit, with how many were noted.
  public var pacing: Bool?
  /// In how many weeks the patient's goals softened.
  public var goals: Bool?
  /// The next appointments.
  public var appointments: Bool?
  /// That the couple uses an agreed pause signal, and nothing more of it.
  public var pauseSignal: Bool?
  /// Everything tried within the window; a single note goes into `lines`.
  public var advice: Bool?
  /// What the partner released for this visit.
  public var partnerLines: Bool?
  /// Entries shown in the section their kind belongs to.
  public var lines: [RecordID]?
  /// Entries shown under "What changed".
  public var changes: [RecordID]?
  public var goingWell: [RecordID]?
  public var mattersNext: [RecordID]?

  public init(visit: RecordID) { self.visit = visit }

  public static let name = "visitpick"
  public static let title = "pick for a visit"
  public static let tag = KindTag.visitPick
  public static let hasCommand = false
  public static let defaultAudience = Audience.private
  public static let audiences = AudienceRule.privateOnly
  public static let summaryRule = SummaryRule.never
  public static let inputExtras: [Field] = []
  public static let fields = [
    Field("visit", .identifier, prompt: "For which visit?", required: true, given: true),
    Field(
      "strips", .list(.choice(of: Measure.self), max: Measure.allCases.count),
      label: "measures", prompt: "Which measures may it show day by day?"),
    Field("questions", .flag, label: "my questions", prompt: "Show your questions?"),
    Field(
      "talkAbout", .flag, label: "please talk with me about",
      prompt: "Show what you want to talk about?"),
    Field("pleaseDoNot", .flag, label: "please don't", prompt: "Show what you ask them not to do?"),
    Field("seeMeAlone", .flag, label: "see me alone first", prompt: "Show \"see me alone first\"?"),
    Field("helpWanted", .flag, label: "help wanted", prompt: "Show which help you welcome?"),
    Field("medicines", .flag, prompt: "Show your medicines?"),
    Field("restDays", .flag, label: "rest days", prompt: "Mark rest days?"),
    Field("pacing", .flag, label: "days over own limit", prompt: "Show days over your own limit?"),
    Field(
      "goals", .flag, label: "goals that soften",
      prompt: "Show in how many weeks your goals softened?"),
    Field(
      "appointments", .flag, label: "next appointments", prompt: "Show your next appointments?"),
    Field(
      "pauseSignal", .flag, label: "we use an agreed pause signal",
      prompt: "Say that you use an agreed pause signal?"),
    Field("advice", .flag, label: "advice tried", prompt: "Show the advice you tried?"),
    Field(
      "partnerLines", .flag, label: "partner's lines",
      prompt: "Show what your partner released for this visit?"),
    Field(
      "lines", .list(.identifier, max: 12),
      prompt: "Which entries may stand there in your own words?"),
    Field(
      "changes", .list(.identifier, max: SummarySection.changes.limit), label: "what changed",
      prompt: "Which entries say what changed?"),
    Field(
      "goingWell", .list(.identifier, max: SummarySection.goingWell.limit), label: "going well",
      prompt: "Which entries say what is going well?"),
    Field(
      "mattersNext", .list(.identifier, max: SummarySection.mattersNext.limit),
      label: "what matters next", prompt: "Which entries say what matters next?"),
  ]
  public static let example: VisitPick = {
    var pick = VisitPick(visit: RecordID(value: 1))
    pick.strips = [.pain, .fatigue, .energy]
    pick.questions = true
    pick.talkAbout = true
    pick.pleaseDoNot = true
    pick.seeMeAlone = true
    pick.helpWanted = true
    pick.medicines = true
    pick.restDays = true
    pick.pacing = true
    pick.goals = true
    pick.appointments = true
    pick.pauseSignal = true
    pick.advice = true
    pick.partnerLines = false
    pick.lines = [RecordID(value: 2)]
    pick.changes = [RecordID(value: 3)]
    pick.goingWell = [RecordID(value: 4)]
    pick.mattersNext = [RecordID(value: 5)]
    return pick
  }()

  /// The parts that are in or out as a whole, by the key of their field.
  public static var flags: [(key: String, path: WritableKeyPath<VisitPick, Bool?>)] {
    [
      ("questions", \.questions), ("talkAbout", \.talkAbout), ("pleaseDoNot", \.pleaseDoNot),
      ("seeMeAlone", \.seeMeAlone), ("helpWanted", \.helpWanted), ("medicines", \.medicines),
      ("restDays", \.restDays), ("pacing", \.pacing), ("goals", \.goals),
      ("appointments", \.appointments), ("pauseSignal", \.pauseSignal),
      ("advice", \.advice), ("partnerLines", \.partnerLines),
    ]
  }

  public var line: String {
    let ticked = rows.dropFirst().filter { $0.lines != ["no"] }.map(\.label)
    return ticked.isEmpty ? "nothing picked yet" : ticked.joined(separator: ", ")
  }
}

extension SummarySection {
  /// How many entries fit the section on one page.
  public var limit: Int {
    switch self {
    case .questions: 3
    case .changes: 4
    case .closeness: 6
    case .goingWell, .mattersNext: 3
    }
  }
}

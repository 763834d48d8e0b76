public import Vault

/// One meeting with a clinician, prepared by the patient; always private.
public struct Visit: EntryKind {
  public var clinician: String?
  public var date: CivilDate?
  /// How many days the page covers.
  public var window: DaySpan?
  /// Where it is: "pain clinic", "phone call".
  public var setting: String?
  public var seeMeAlone: Bool?
  /// Up to three.
  public var questions: [String]?
  public var talkAbout: [String]?
  public var pleaseDoNot: [String]?
  public var helpWanted: [HelpWanted]?

  public init(
    clinician: String? = nil, date: CivilDate? = nil, window: DaySpan? = nil,
    setting: String? = nil, seeMeAlone: Bool? = nil, questions: [String]? = nil,
    talkAbout: [String]? = nil, pleaseDoNot: [String]? = nil, helpWanted: [HelpWanted]? = nil
  ) {
    self.clinician = clinician
    self.date = date
    self.window = window
    self.setting = setting
    self.seeMeAlone = seeMeAlone
    self.questions = questions
    self.talkAbout = talkAbout
    self.pleaseDoNot = pleaseDoNot
    self.helpWanted = helpWanted
  }

  /// Days covered where the visit names none.
  public static let defaultWindowDays = 14

  /// How many days the page covers, 1 through 90.
  public var windowDays: Int { window?.days ?? Self.defaultWindowDays }

  public static let name = "visit"
  public static let tag = KindTag.visit
  public static let hasCommand = false
  public static let defaultAudience = Audience.private
  public static let audiences = AudienceRule.privateOnly
  public static let summaryRule = SummaryRule.never
  public static let fields = [
    Field("clinician", .line(max: 120), prompt: "Who are you seeing?"),
    Field("date", .date, prompt: "On which day?"),
    Field(
      "window", .span, prompt: "How many days back may it look, 1 to 90? (14 without an answer)"),
    Field("setting", .line(max: 120), prompt: "Where, or how? A room, a call …"),
    Field("seeMeAlone", .flag, label: "see me alone first", prompt: "Ask to be seen alone first?"),
    Field(
      "questions", .list(.text(max: 500), max: 3), label: "my questions",
      prompt: "What do you want to ask, up to three questions?"),
    Field(
      "talkAbout", .list(.text(max: 300), max: 5), label: "please talk with me about",
      prompt: "\"Please talk with me about …\" What?"),
    Field(
      "pleaseDoNot", .list(.text(max: 300), max: 5), label: "please don't",
      prompt: "\"Please don't …\" What?"),
    Field(
      "helpWanted", .list(.choice(of: HelpWanted.self), max: HelpWanted.allCases.count),
      label: "help wanted", prompt: "Which help would you welcome?"),
  ]
  public static let example = Visit(
    clinician: "Dr Osei", date: CivilDate("2026-03-12"), window: DaySpan(days: 14),
    setting: "pain clinic", seeMeAlone: true,
    questions: ["Could the dose be taken earlier in the evening?"],
    talkAbout: ["what is safe after the operation"], pleaseDoNot: ["tell me to relax"],
    helpWanted: [.information, .suggestions])

  public var line: String {
    let words = [clinician, date?.description, setting].compactMap(\.self)
    return words.isEmpty ? Self.title : words.joined(separator: " · ")
  }
}

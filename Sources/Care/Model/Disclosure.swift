/// What one patient has chosen, and may, show at one visit: everything a report may contain.
///
/// Only `Care` can make one, so a report cannot be built from anything unchecked. It holds nothing
/// of what was left out: no counts, no identifiers, no gaps.
public struct Disclosure: Sendable, Equatable {
  /// The name the patient signs the page with.
  public let patient: String
  /// The clinician the visit is with, in the patient's words; may be empty.
  public let clinician: String
  /// The day of the visit, when known.
  public let visitDate: CivilDate?
  /// Where the visit is ("pain clinic", "phone call"), in the patient's words.
  public let setting: String?
  /// The day the page was made.
  public let made: CivilDate
  /// The days the page covers, first and last included.
  public let window: ClosedRange<CivilDate>
  /// On how many days of the window at least one disclosed measure was logged; `nil` where no
  /// measure is disclosed.
  public let daysLogged: Int?
  /// Up to three questions, in the patient's words.
  public let questions: [String]
  public let pleaseTalkAbout: [String]
  public let pleaseDoNot: [String]
  /// "See me alone first", when answered.
  public let seeMeAlone: Bool?
  /// Up to four dated lines.
  public let changes: [DatedLine]
  /// The strips, in page order; only picked measures.
  public let strips: [Strip]
  public let medicines: [Medicine]
  /// Rest days and the like, marked on the shared axis.
  public let marks: [DatedLine]
  /// The patient's picked sentences on closeness and comfort.
  public let closeness: [DatedLine]
  /// The help wanted, from least to most.
  public let helpWanted: [HelpWanted]
  public let adviceTried: [Advice]
  public let goingWell: [DatedLine]
  public let mattersNext: [DatedLine]
  public let daysOverLimit: DaysOverLimit?
  public let goals: [SofteningGoal]
  /// Up to three dates to come.
  public let appointments: [DatedLine]
  /// "We use an agreed pause signal", where the patient says so.
  public let pauseSignal: Bool
  /// What the partner released for this visit, in the partner's words.
  public let partnerStatement: [DatedLine]

  /// One line of somebody's own words on a day.
  public struct DatedLine: Sendable, Equatable {
    public let date: CivilDate
    public let text: String
  }

  /// How many days went over the patient's own limit, of those with activities and a limit.
  public struct DaysOverLimit: Sendable, Equatable {
    public let over: Int
    public let of: Int
  }

  /// A weekly goal, and in how many weeks of the page it softened.
  public struct SofteningGoal: Sendable, Equatable {
    public let what: String
    public let softened: Int
    public let weeks: Int
  }

  /// All disclosed readings of one measure.
  public struct Strip: Sendable, Equatable {
    public let measure: Measure
    /// In order of date; at most one reading a day.
    public let readings: [Reading]
    /// The readings of the window of equal length just before, for "than before"; may be empty.
    public let before: [Reading]
  }

  /// One self-rating from 0 to 10, "right now", as it was when written.
  public struct Reading: Sendable, Equatable {
    public let date: CivilDate
    /// 0 through 10.
    public let value: Int
    /// Written on a later day than the one it is about.
    public let backDated: Bool
  }

  /// One medicine's lane: its events in order of date.
  public struct Medicine: Sendable, Equatable {
    public let name: String
    public let events: [Event]

    public struct Event: Sendable, Equatable {
      public let date: CivilDate
      public let change: MedicineChange
      /// The dose as the patient wrote it.
      public let dose: String?
      /// The patient's own note, verbatim.
      public let note: String?
    }
  }

  /// Advice that was tried.
  public struct Advice: Sendable, Equatable {
    public let date: CivilDate
    public let topic: String
    public let tried: String
    public let outcome: AdviceOutcome?
    /// Why it was stopped, in the patient's words.
    public let reason: String?
  }
}

/// What a check-in can rate, 0–10 "right now"; every one can be skipped.
public enum Measure: String, Sendable, CaseIterable, Codable {
  case energy, pain, fatigue, desire, comfort, sleep, mood

  /// The words at 0 and at 10.
  public var ends: (low: String, high: String) {
    switch self {
    case .energy: ("no energy", "full of energy")
    case .pain: ("no pain", "worst pain I can imagine")
    case .fatigue: ("no fatigue", "as tired as I can imagine")
    case .desire: ("no desire", "strong desire")
    case .comfort: ("not comfortable", "fully comfortable")
    case .sleep: ("slept badly", "slept well")
    case .mood: ("very low", "very good")
    }
  }
}

/// What happened with a medicine.
public enum MedicineChange: String, Sendable, CaseIterable, Codable {
  case start, change, stop
}

/// How an advice turned out.
public enum AdviceOutcome: String, Sendable, CaseIterable, Codable {
  case helped
  case didNot = "did not"
  case stopped = "stopped because"
}

/// The help a patient asks for.
///
/// Source: J. S. Annon, "The PLISSIT Model", Journal of Sex Education and Therapy 2(1), 1976.
public enum HelpWanted: String, Sendable, CaseIterable, Codable {
  case permission = "permission to talk"
  case information
  case suggestions = "specific suggestions"
  case referral
}

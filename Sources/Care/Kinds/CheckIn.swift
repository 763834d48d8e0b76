public import Vault

/// How it is right now: any of these answers, each of which can be skipped.
///
/// A skipped answer is no answer; it is never a zero and never counted.
public struct CheckIn: EntryKind {
  /// Self-ratings, 0 through 10.
  public var energy, pain, fatigue, desire, comfort, sleep, mood: Int?
  /// What was done, and what it cost.
  public var activities: [Activity]?
  /// The most that activities may cost in a day, as its author sets it: 0 through 100.
  public var limit: Int?
  public var note: String?

  public init() {}

  /// Something done, and the energy it took.
  public struct Activity: Codable, Sendable, Equatable {
    public var what: String
    /// 0 through 10.
    public var cost: Int

    public init(what: String, cost: Int) {
      self.what = what
      self.cost = cost
    }
  }

  /// The rating of one measure; `nil` where it was skipped.
  public subscript(measure: Measure) -> Int? {
    get { self[keyPath: Self.path(of: measure)] }
    set { self[keyPath: Self.path(of: measure)] = newValue }
  }

  private static func path(of measure: Measure) -> WritableKeyPath<CheckIn, Int?> {
    switch measure {
    case .energy: \.energy
    case .pain: \.pain
    case .fatigue: \.fatigue
    case .desire: \.desire
    case .comfort: \.comfort
    case .sleep: \.sleep
    case .mood: \.mood
    }
  }

  public static let name = "checkin"
  public static let title = "check-in"
  public static let purpose = "Say how it is right now; skip whatever you like."
  public static let tag = KindTag.checkIn
  public static let defaultAudience = Audience.private
  public static let summaryRule = SummaryRule.readings
  public static let inputExtras = [EntryInput.tagsField, EntryInput.shareField]
  public static let fields =
    Measure.allCases.map { measure in
      Field(
        measure.rawValue, .scale(low: measure.ends.low, high: measure.ends.high),
        prompt: "\(opening(measure)), 0 (\(measure.ends.low)) to 10 (\(measure.ends.high))")
    } + [
      Field(
        "activities",
        .list(
          .object([
            Field("what", .line(max: 120), prompt: "What did you do?", required: true),
            Field(
              "cost", .scale(low: "no effort", high: "all I had"),
              prompt: "What did it cost, 0 to 10?", required: true),
          ]), max: 24),
        prompt: "What took energy?"),
      Field(
        "limit", .number(0...100), label: "own limit",
        prompt: "The most that activities may cost you in a day, 0 to 100"),
      Field("note", .text(max: longestNote), prompt: "Anything in your own words?"),
    ]
  /// Unicode scalars in the longest note.
  static let longestNote = 20_000

  /// Every rating is of this moment; sleep is of the night that led to it.
  private static func opening(_ measure: Measure) -> String {
    switch measure {
    case .energy: "Energy right now"
    case .pain: "Pain right now"
    case .fatigue: "Fatigue right now"
    case .desire: "Desire right now"
    case .comfort: "Comfort right now"
    case .sleep: "Sleep last night"
    case .mood: "Mood right now"
    }
  }

  public static let example: CheckIn = {
    var checkIn = CheckIn()
    for (value, measure) in Measure.allCases.enumerated() { checkIn[measure] = value + 2 }
    checkIn.activities = [Activity(what: "walk to the corner", cost: 3)]
    checkIn.limit = 12
    checkIn.note = "Warm bath helped."
    return checkIn
  }()

  public func check() throws(CareError) {
    if !hasAnswer { throw .noAnswer(kind: Self.title) }
  }

  public var line: String {
    var parts = Measure.allCases.compactMap { measure in
      self[measure].map { "\(measure.rawValue) \($0)" }
    }
    if let activities, !activities.isEmpty { parts.append(activities[0].what) }
    if let note { parts.append(note.firstLine) }
    return parts.isEmpty ? "own limit \(limit ?? 0)" : parts.joined(separator: " · ")
  }

  public var pickedText: String? { note }
}

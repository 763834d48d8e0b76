public import Vault

/// Something small that two repeat: its steps, and a short form that counts the same.
public struct Ritual: EntryKind {
  public var what: String
  public var steps: [String]
  /// The short form.
  public var short: [String]?
  /// The energy it takes, 0 through 10; none where nothing is said.
  public var cost: Int?
  /// The days of the week; every day where none is named.
  public var days: [Weekday]?
  /// Every how many weeks, 1 where nothing is said.
  public var weeks: Int?
  public var time: TimeOfDay?

  public init(
    what: String, steps: [String], short: [String]? = nil, cost: Int? = nil,
    days: [Weekday]? = nil, weeks: Int? = nil, time: TimeOfDay? = nil
  ) {
    self.what = what
    self.steps = steps
    self.short = short
    self.cost = cost
    self.days = days
    self.weeks = weeks
    self.time = time
  }

  public static let name = "ritual"
  public static let tag = KindTag.ritual
  public static let hasCommand = false
  public static let defaultAudience = Audience.shared
  public static let summaryRule = SummaryRule.never
  public static let fields = [
    Field("what", .line(max: 120), label: "ritual", prompt: "What do you call it?", required: true),
    Field(
      "steps", .list(.line(max: 120), max: 12), prompt: "What are its steps?", required: true),
    Field(
      "short", .list(.line(max: 120), max: 12), label: "short form",
      prompt: "What is its short form, for a tired evening?"),
    Field(
      "cost", .scale(low: "no energy", high: "all there is"),
      prompt: "How much energy does it take, 0 to 10?"),
    Field(
      "days", .list(.choice(of: Weekday.self), max: 7), prompt: "On which days? Enter: any day"),
    Field("weeks", .number(1...8), label: "every (weeks)", prompt: "Every how many weeks, 1 to 8?"),
    Field("time", .time, prompt: "At what time?"),
  ]
  public static let example = Ritual(
    what: "twilight routine", steps: ["soft light", "one song", "a quiet embrace"],
    short: ["one song, side by side"], cost: 3, days: [.wednesday, .sunday], weeks: 1,
    time: TimeOfDay("20:30"))

  public func check() throws(CareError) {
    if steps.isEmpty { throw .field("steps", .missing) }
  }

  public var line: String { what }

  /// When it comes round, beginning on the day it is about.
  public var rule: RecurrenceRule {
    guard let days, !days.isEmpty else {
      return weeks.map { RecurrenceRule(.weekly, interval: $0) } ?? RecurrenceRule(.daily)
    }
    return RecurrenceRule(.weekly, interval: weeks ?? 1, on: days)
  }
}

/// How a ritual went on a day: done, in its short form, or rested. All three count the same.
public struct RitualEvening: EntryKind {
  public enum How: String, Sendable, CaseIterable, Codable {
    case done
    case short = "short form"
    case rested
  }

  /// The ritual's first version.
  public var ritual: RecordID
  public var how: How

  public init(ritual: RecordID, how: How) {
    self.ritual = ritual
    self.how = how
  }

  public static let name = "ritualevening"
  public static let title = "evening of a ritual"
  public static let tag = KindTag.ritualEvening
  public static let hasCommand = false
  public static let isListed = false
  public static let defaultAudience = Audience.shared
  public static let summaryRule = SummaryRule.never
  public static let inputExtras: [Field] = []
  public static let fields = [
    Field("ritual", .identifier, prompt: "Which ritual?", required: true, given: true),
    Field("how", .choice(of: How.self), prompt: "How was it?", required: true),
  ]
  public static let example = RitualEvening(ritual: RecordID(value: 1), how: .rested)

  public var line: String { how.rawValue }
}

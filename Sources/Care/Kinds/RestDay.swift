public import Vault

/// A day of rest: a date, and never a reason.
public struct RestDay: EntryKind {
  public var date: CivilDate

  public init(date: CivilDate) { self.date = date }

  public static let name = "rest"
  public static let title = "rest day"
  public static let tag = KindTag.restDay
  public static let hasCommand = false
  public static let defaultAudience = Audience.shared
  public static let summaryRule = SummaryRule.restDays
  public static let inputExtras: [Field] = []
  public static let fields = [
    Field("date", .date, prompt: "Which day is for rest?", required: true)
  ]
  public static let example = RestDay(date: CivilDate(day: 20_514))

  public var line: String { "rest on \(date)" }
}

public import Vault

/// A day of rest: the day it is about, and never a reason.
public struct RestDay: EntryKind {
  public init() {}

  public static let name = "rest"
  public static let title = "rest day"
  public static let tag = KindTag.restDay
  public static let hasCommand = false
  public static let defaultAudience = Audience.shared
  public static let summaryRule = SummaryRule.restDays
  public static let inputExtras: [Field] = []
  public static let fields: [Field] = []
  public static let example = RestDay()

  public var line: String { "rest day" }
}

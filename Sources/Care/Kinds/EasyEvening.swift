public import Vault

/// "An easy evening": asked for with one key, without a reason; it is for the day it is about.
public struct EasyEvening: EntryKind {
  public init() {}

  public static let name = "easy"
  public static let title = "easy evening"
  public static let tag = KindTag.easyEvening
  public static let hasCommand = false
  public static let defaultAudience = Audience.shared
  public static let summaryRule = SummaryRule.never
  public static let inputExtras: [Field] = []
  public static let fields: [Field] = []
  public static let example = EasyEvening()

  public var line: String { "an easy evening" }
}

public import Vault

/// That a closeness, a ritual or a goal is not on the list any more; either of two can say so.
public struct Retired: EntryKind {
  /// The first version of what is retired.
  public var item: RecordID

  public init(item: RecordID) { self.item = item }

  public static let name = "retired"
  public static let tag = KindTag.retired
  public static let hasCommand = false
  public static let isListed = false
  public static let defaultAudience = Audience.shared
  public static let summaryRule = SummaryRule.never
  public static let inputExtras: [Field] = []
  public static let fields = [
    Field("item", .identifier, prompt: "What is retired?", required: true, given: true)
  ]
  public static let example = Retired(item: RecordID(value: 1))

  public var line: String { "taken off the list" }
}

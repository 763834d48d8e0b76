public import Vault

/// One kind of closeness on the couple's own list; nothing on it ranks above another.
public struct Closeness: EntryKind {
  public var what: String
  /// The energy it takes, 0 through 10.
  public var cost: Int

  public init(what: String, cost: Int) {
    self.what = what
    self.cost = cost
  }

  public static let name = "closeness"
  public static let tag = KindTag.closeness
  public static let hasCommand = false
  public static let defaultAudience = Audience.shared
  public static let summaryRule = SummaryRule.never
  public static let fields = [
    Field("what", .line(max: 120), prompt: "What is closeness for you?", required: true),
    Field(
      "cost", .scale(low: "no energy", high: "all there is"),
      prompt: "How much energy does it take, 0 to 10?", required: true),
  ]
  public static let example = Closeness(what: "holding hands on the sofa", cost: 1)

  public var line: String { "\(what) · energy \(cost)" }
}

public import Vault

/// Whose turn it is to offer something; it expires by itself, and nothing tells whether it was used.
public struct Turn: EntryKind {
  /// Whose turn, as its author says it.
  public enum Whose: String, Sendable, CaseIterable, Codable {
    case mine, yours
  }

  public var whose: Whose
  /// The last day of it; a week where nothing is said.
  public var until: CivilDate?

  public init(whose: Whose, until: CivilDate? = nil) {
    self.whose = whose
    self.until = until
  }

  /// For how many days a turn lasts where nothing is said, its first day included.
  public static let usualDays = 7

  public static let name = "turn"
  public static let tag = KindTag.turn
  public static let hasCommand = false
  public static let isListed = false
  public static let defaultAudience = Audience.shared
  public static let summaryRule = SummaryRule.never
  public static let inputExtras: [Field] = []
  public static let fields = [
    Field("whose", .choice(of: Whose.self), prompt: "Whose turn is it to offer?", required: true),
    Field("until", .date, prompt: "Until which day?"),
  ]
  public static let example = Turn(whose: .mine, until: CivilDate(day: 20_520))

  public var line: String { whose == .mine ? "my turn to offer" : "your turn to offer" }
}

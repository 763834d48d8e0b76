public import Vault

/// Words added to a list of the starter set, or left out of it; see ``StarterWords``.
public struct StarterChange: EntryKind {
  public var list: StarterList
  public var add: [String]?
  /// Words that are not offered any more.
  public var hide: [String]?
  /// What the added examples of closeness cost, 0 through 10; of no meaning for other lists.
  public var cost: Int?

  public init(list: StarterList, add: [String]? = nil, hide: [String]? = nil, cost: Int? = nil) {
    self.list = list
    self.add = add
    self.hide = hide
    self.cost = cost
  }

  public static let name = "starter"
  public static let title = "change to the starter set"
  public static let tag = KindTag.starterChange
  public static let hasCommand = false
  public static let defaultAudience = Audience.private
  public static let summaryRule = SummaryRule.never
  public static let fields = [
    Field(
      "list", .choice(of: StarterList.self), prompt: "Which list?", required: true, given: true),
    Field("add", .list(.line(max: 200), max: 64), prompt: "What would you like to add?"),
    Field(
      "cost", .scale(low: "no effort", high: "all I had"),
      prompt: "How much energy does that take, 0 to 10?", follows: "add"),
    Field(
      "hide", .list(.line(max: 200), max: 128), label: "left out",
      prompt: "What would you like to leave out?"),
  ]
  public static let example = StarterChange(
    list: .closeness, add: ["feeding the ducks"], hide: ["spooning"], cost: 4)

  public func check() throws(CareError) {
    if add?.isEmpty != false, hide?.isEmpty != false { throw .noAnswer(kind: Self.title) }
    if cost != nil, add?.isEmpty != false { throw .field("cost", .needs("\"add\"")) }
  }

  public var line: String {
    let parts = (add ?? []).map { "+ \($0)" } + (hide ?? []).map { "− \($0)" }
    return "\(list.rawValue): \(parts.joined(separator: ", "))"
  }
}

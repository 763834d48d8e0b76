/// The starter set as somebody has made it their own: with words added, and others left out.
///
/// A pure value: from the same changes, in the same order, the same lists.
public struct StarterWords: Sendable, Equatable {
  private var lists: [StarterList: [String]] = [:]
  /// What closeness costs, where somebody has said so or the set brings it along; by plain name.
  private var costs: [String: Int] = [:]

  /// What an example of closeness costs where nobody has said.
  public static let usualCost = 2

  /// - Parameter changes: oldest first; of two that speak of the same words the later counts.
  public init(_ changes: [StarterChange] = []) {
    for list in StarterList.allCases { lists[list] = StarterSet.words(list) }
    for example in StarterSet.closeness { costs[Self.plain(example.what)] = example.cost }
    for change in changes { apply(change) }
  }

  private mutating func apply(_ change: StarterChange) {
    let named = Set(((change.hide ?? []) + (change.add ?? [])).map(Self.plain))
    lists[change.list, default: []].removeAll { named.contains(Self.plain($0)) }
    var seen: Set<String> = []
    lists[change.list, default: []] +=
      (change.add ?? []).filter { seen.insert(Self.plain($0)).inserted }
    guard change.list == .closeness, let cost = change.cost else { return }
    for what in change.add ?? [] { costs[Self.plain(what)] = cost }
  }

  /// The words of one list: those that came along, then those that were added.
  public func words(_ list: StarterList) -> [String] { lists[list] ?? [] }

  /// Examples of closeness with their costs.
  public var closeness: [ClosenessExample] {
    words(.closeness).map {
      ClosenessExample($0, cost: costs[Self.plain($0)] ?? Self.usualCost)
    }
  }

  /// Words that differ only in case and in spaces are the same.
  static func plain(_ text: String) -> String {
    text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

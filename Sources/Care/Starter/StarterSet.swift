/// The words Vesper brings along, for a couple to keep, change or leave out; see ``StarterWords``.
public enum StarterSet {
  /// The words of one list, as they come along.
  public static func words(_ list: StarterList) -> [String] {
    switch list {
    case .prompts: prompts
    case .feelings: feelings
    case .closeness: closeness.map(\.what)
    case .companionship: companionship
    }
  }

  /// Those of a list's words that somebody alone is not offered.
  public static func needsTwo(_ list: StarterList) -> Set<String> {
    switch list {
    case .prompts: promptsForTwo
    case .companionship: companionshipForTwo
    case .feelings, .closeness: []
    }
  }
}

/// The lists of the starter set.
public enum StarterList: String, Sendable, CaseIterable, Codable {
  case prompts, feelings, closeness, companionship

  /// What the list is, in a few words.
  public var title: String {
    switch self {
    case .prompts: "listening prompts"
    case .feelings: "words for feelings"
    case .closeness: "examples of closeness"
    case .companionship: "companionship that asks nothing of a body"
    }
  }
}

/// One way to be close, and the energy it takes.
public struct ClosenessExample: Sendable, Hashable {
  public let what: String
  /// 0 through 10.
  public let cost: Int

  public init(_ what: String, cost: Int) {
    self.what = what
    self.cost = cost
  }
}

/// One's own day: what was spent of what one set oneself. For pacing, never for reaching.
public struct DayBudget: Sendable, Equatable {
  /// What activities have cost, in sum.
  public let spent: Int
  /// The most they may cost in a day, as their author last set it.
  public let limit: Int?

  /// What is left of the limit, at least 0.
  public var left: Int? { limit.map { max($0 - spent, 0) } }
  /// Whether more was spent than one's own limit.
  public var isOver: Bool { limit.map { spent > $0 } ?? false }

  /// - Parameter checkIns: one's own, each with the day it is about, in the order they were entered.
  public init(on day: CivilDate, checkIns: [(CivilDate, CheckIn)]) {
    spent = checkIns.filter { $0.0 == day }
      .flatMap { $0.1.activities ?? [] }.reduce(0) { $0 + $1.cost }
    limit = checkIns.last { $0.0 <= day && $0.1.limit != nil }?.1.limit
  }
}

/// The energy two have for an evening.
public enum SharedEnergy {
  /// The lower of two shared levels; unknown where either is.
  ///
  /// What a partner has not shared is no zero and no guess: nothing is offered on it.
  public static func lower(of levels: [Int?]) -> Int? {
    levels.contains(nil) ? nil : levels.compactMap(\.self).min()
  }

  /// Whether something of a cost is within reach of a level.
  public static func isWithinReach(_ cost: Int, of level: Int?) -> Bool {
    level.map { cost <= $0 } ?? false
  }
}

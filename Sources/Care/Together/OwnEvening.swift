/// The viewer's own lines of an evening, from what the viewer alone can read beside the rest.
public struct OwnEvening: Sendable, Equatable {
  public struct Softened: Sendable, Equatable {
    public let what: String
    public let smaller: String?
  }

  public let budget: DayBudget
  /// Goals that soften this week, by the viewer's own readings.
  public let softened: [Softened]
  /// The viewer's private dates.
  public let dates: [DayPlan]
  /// Questions that the viewer may answer.
  public let open: [String]

  /// - Parameters:
  ///   - plans: what both see.
  ///   - own: the viewer's private plans.
  ///   - checkIns: the viewer's own, both audiences, in the order they were entered.
  ///   - thresholds: the viewer's, newest last.
  public init(
    on date: CivilDate, plans: Plans, own: Plans, checkIns: [Entry], thresholds: [Softening],
    open: [String]
  ) {
    let readings = checkIns.compactMap { entry in
      (entry.value as? CheckIn).map { (entry.about, $0) }
    }
    budget = DayBudget(on: date, checkIns: readings)
    let newest = Dictionary(thresholds.map { ($0.goal, $0) }) { $1 }
    softened = plans.goals.compactMap { goal in
      guard let threshold = newest[goal.id].flatMap({ Threshold($0.when) }),
        GoalWeeks.isSoftened(threshold, on: date, readings: readings)
      else { return nil }
      return Softened(what: goal.value.what, smaller: goal.value.smaller)
    }
    dates = DayPlan.all(on: date, own)
    self.open = open
  }
}

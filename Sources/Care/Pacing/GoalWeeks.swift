/// In which weeks a goal softened, by its owner's own readings.
///
/// A week runs from Monday through Sunday (ISO 8601). There is no other side to it: a week in which
/// a goal did not soften is a week, and nothing counts what was not done.
public struct GoalWeeks: Sendable, Equatable {
  /// How many weeks the goal softened in.
  public let softened: Int
  /// How many weeks it has been there for, this one included.
  public let weeks: Int

  /// "softened 2 of 5 weeks"
  public var words: String { "softened \(softened) of \(weeks) \(weeks == 1 ? "week" : "weeks")" }

  /// Counts the weeks that a span of days touches.
  ///
  /// - Parameter readings: one's own check-ins, in any order.
  public init(
    _ threshold: Threshold, in days: ClosedRange<CivilDate>, readings: [(CivilDate, CheckIn)]
  ) {
    let first = days.lowerBound.monday
    weeks = days.upperBound.monday.days(since: first) / 7 + 1
    let reached = readings.filter { date, checkIn in
      days.contains(date) && (checkIn[threshold.measure].map(threshold.isReached) ?? false)
    }
    softened = Set(reached.map(\.0.monday)).count
  }

  /// Whether it softens in the week of a day, by the readings up to that day.
  public static func isSoftened(
    _ threshold: Threshold, on day: CivilDate, readings: [(CivilDate, CheckIn)]
  ) -> Bool {
    GoalWeeks(threshold, in: day.monday...day, readings: readings).softened > 0
  }
}

extension CivilDate {
  /// The Monday of its week.
  public var monday: CivilDate {
    adding(days: -(Weekday.allCases.firstIndex(of: weekday) ?? 0))
  }
}

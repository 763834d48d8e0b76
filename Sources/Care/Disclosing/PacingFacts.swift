import Vault

/// What a page may say of pacing, goals and dates to come: the patient's own, and only what was ticked.
struct PacingFacts {
  private let request: DisclosureRequest
  private let own: [Entry]
  private let readings: [(CivilDate, CheckIn)]
  private let retired: Set<RecordID>

  /// - Parameters:
  ///   - own: the patient's own current entries.
  ///   - all: also what the other took off a list that both keep.
  init(_ request: DisclosureRequest, own: [Entry], all: [Entry]) {
    self.request = request
    self.own = own.sorted { ($0.entered, $0.id) < ($1.entered, $1.id) }
    readings = self.own.compactMap { entry in
      (entry.value as? CheckIn).map { (entry.about, $0) }
    }
    retired = Set(all.compactMap { ($0.value as? Retired)?.item })
  }

  /// On how many days more was spent than the patient's own limit, of those with both noted.
  var daysOverLimit: Disclosure.DaysOverLimit? {
    guard request.pick?.pacing == true else { return nil }
    let days = Set(
      readings.filter {
        request.window.contains($0.0) && $0.1.activities?.isEmpty == false
      }.map(\.0))
    let budgets = days.map { DayBudget(on: $0, checkIns: readings) }.filter { $0.limit != nil }
    if budgets.isEmpty { return nil }
    return Disclosure.DaysOverLimit(
      over: budgets.filter(\.isOver).count, of: budgets.count)
  }

  /// In how many weeks of the page a goal of the patient's softened; never how often it was met.
  var goals: [Disclosure.SofteningGoal] {
    guard request.pick?.goals == true else { return [] }
    let thresholds = Dictionary(
      own.compactMap { $0.value as? Softening }.map { ($0.goal, $0.when) }
    ) { $1 }
    return own.compactMap { entry in
      guard let goal = entry.value as? Goal else { return nil }
      let id = Amendments.target(for: entry)
      guard !retired.contains(id), entry.about <= request.window.upperBound,
        let threshold = thresholds[id].flatMap({ Threshold($0) })
      else { return nil }
      let days = max(entry.about, request.window.lowerBound)...request.window.upperBound
      let weeks = GoalWeeks(threshold, in: days, readings: readings)
      return Disclosure.SofteningGoal(
        what: goal.what, softened: weeks.softened, weeks: weeks.weeks)
    }
  }

  /// The patient's next appointments after the day the page is made.
  var appointments: [Disclosure.DatedLine] {
    guard request.pick?.appointments == true else { return [] }
    let ahead = request.today.adding(days: 1)...request.today.adding(days: 90)
    let all = own.flatMap { entry -> [Disclosure.DatedLine] in
      guard let date = entry.value as? Appointment, date.sort == .appointment,
        !retired.contains(Amendments.target(for: entry))
      else { return [] }
      let days =
        date.repeats.flatMap { RecurrenceRule($0) }?.days(from: date.date, in: ahead)
        ?? [date.date].filter(ahead.contains)
      let text = [date.time.map(\.description), date.what, date.place].compactMap(\.self)
      return days.filter { date.except?.contains($0) != true }
        .map { Disclosure.DatedLine(date: $0, text: text.joined(separator: " · ")) }
    }
    return Array(all.sorted { ($0.date, $0.text) < ($1.date, $1.text) }.prefix(Self.most))
  }

  private static let most = 3
}

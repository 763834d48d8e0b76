// RFC 5545 § 3.3.10

extension RecurrenceRule {
  /// No rule is followed further than this many days, weeks, months or years.
  static let mostPeriods = 20_000

  /// After so many periods without a day it ends: the calendar repeats itself after 400 years.
  private var mostEmptyPeriods: Int {
    switch frequency {
    case .daily, .weekly: Self.mostPeriods
    case .monthly: 4_800
    case .yearly: 400
    }
  }

  /// Whether none of the months that it names has any of the days that it names, as a 30 February.
  private var isNever: Bool {
    guard !monthDays.isEmpty else { return false }
    let lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    let longest =
      lengths.indices.filter { months.isEmpty || months.contains($0 + 1) }
      .map { lengths[$0] }.max() ?? 0
    return monthDays.allSatisfy { abs($0) > longest }
  }

  /// The days within a window on which it falls, ascending.
  ///
  /// `start` is one of them whatever the rule says. The work is bounded: a rule that hardly ever
  /// falls on a day ends where ``mostPeriods`` does.
  public func days(from start: CivilDate, in window: ClosedRange<CivilDate>) -> [CivilDate] {
    guard start <= window.upperBound else { return [] }
    var found: [CivilDate] = window.contains(start) ? [start] : []
    guard !isNever else { return found }
    var counted = 1
    var empty = 0
    // With a count every earlier day has to be counted; without, the search begins near the window.
    var period = count == nil ? firstPeriod(from: start, reaching: window.lowerBound) : 0
    let end = min(window.upperBound, until ?? .latest)
    for _ in 0..<Self.mostPeriods {
      let (first, candidates) = candidates(in: period, from: start)
      guard let first, first <= end else { break }
      empty = candidates.isEmpty ? empty + 1 : 0
      guard empty <= mostEmptyPeriods else { break }
      for day in candidates where day > start && day <= end {
        if let count, counted >= count { return found }
        counted += 1
        if window.contains(day) { found.append(day) }
      }
      period += 1
    }
    return found
  }

  private func firstPeriod(from start: CivilDate, reaching day: CivilDate) -> Int {
    guard day > start else { return 0 }
    let length =
      switch frequency {
      case .daily: 1
      case .weekly: 7
      case .monthly: 31
      case .yearly: 366
      }
    return max(day.days(since: start) / (length * interval) - 1, 0)
  }

  /// The first day of the `number`-th period from the start's, and the days the rule names in it.
  private func candidates(in number: Int, from start: CivilDate) -> (CivilDate?, [CivilDate]) {
    let step = number * interval
    switch frequency {
    case .daily:
      let day = start.adding(days: step)
      guard day == .latest || day.days(since: start) == step else { return (nil, []) }
      let fits =
        (months.isEmpty || months.contains(day.parts.month)) && isMonthDay(day)
        && (days.isEmpty || days.contains { $0.weekday == day.weekday })
      return (day == .latest ? nil : day, chosen(fits ? [day] : []))
    case .weekly:
      let back = (start.weekday.number - weekStart.number + 7) % 7
      let first = start.adding(days: step * 7 - back)
      guard first < CivilDate.latest.adding(days: -7) else { return (nil, []) }
      let wanted = days.isEmpty ? [start.weekday] : days.map(\.weekday)
      let week = (0..<7).map { first.adding(days: $0) }
        .filter { wanted.contains($0.weekday) && isInMonths($0) }
      return (first, chosen(week))
    case .monthly:
      let (year, month, _) = start.parts
      let index = year * 12 + month - 1 + step
      guard let month = Month(year: index / 12, month: index % 12 + 1) else { return (nil, []) }
      let isIn = months.isEmpty || months.contains(month.month)
      return (month.first, chosen(isIn ? named(in: month, start) : []))
    case .yearly:
      let year = start.parts.year + step
      guard let first = CivilDate(year: year, month: 1, day: 1) else { return (nil, []) }
      return (first, chosen(named(in: year, start)))
    }
  }

  private func named(in year: Int, _ start: CivilDate) -> [CivilDate] {
    let every = (1...12).compactMap { Month(year: year, month: $0) }
    if months.isEmpty, monthDays.isEmpty, !days.isEmpty {
      return Self.select(days, from: every.flatMap(\.days))
    }
    if months.isEmpty, monthDays.isEmpty {
      return Month(year: year, month: start.parts.month).map { named(in: $0, start) } ?? []
    }
    return every.filter { months.isEmpty || months.contains($0.month) }
      .flatMap { named(in: $0, start) }
  }

  private func named(in month: Month, _ start: CivilDate) -> [CivilDate] {
    if days.isEmpty, monthDays.isEmpty {
      return month.days.filter { $0.parts.day == start.parts.day }
    }
    let weekdays = days.isEmpty ? month.days : Self.select(days, from: month.days)
    return weekdays.filter(isMonthDay)
  }

  /// The days that are named among those of a month or a year.
  private static func select(_ named: [Day], from days: [CivilDate]) -> [CivilDate] {
    var chosen: Set<CivilDate> = []
    for day in named {
      let all = days.filter { $0.weekday == day.weekday }
      if day.ordinal == 0 {
        chosen.formUnion(all)
      } else {
        let place = day.ordinal > 0 ? day.ordinal - 1 : all.count + day.ordinal
        if all.indices.contains(place) { chosen.insert(all[place]) }
      }
    }
    return chosen.sorted()
  }

  private func isInMonths(_ day: CivilDate) -> Bool {
    months.isEmpty || months.contains(day.parts.month)
  }

  private func isMonthDay(_ day: CivilDate) -> Bool {
    guard !monthDays.isEmpty else { return true }
    let (year, month, number) = day.parts
    let length = Month(year: year, month: month)?.days.count ?? 31
    return monthDays.contains { $0 > 0 ? $0 == number : length + 1 + $0 == number }
  }

  private func chosen(_ days: [CivilDate]) -> [CivilDate] {
    guard !positions.isEmpty else { return days }
    let places = Set(positions.map { $0 > 0 ? $0 - 1 : days.count + $0 })
    return days.indices.filter(places.contains).map { days[$0] }
  }

  /// One month of one year.
  private struct Month {
    let month: Int
    let first: CivilDate
    let days: [CivilDate]

    init?(year: Int, month: Int) {
      guard let first = CivilDate(year: year, month: month, day: 1) else { return nil }
      self.month = month
      self.first = first
      days = (0..<31).map { first.adding(days: $0) }.filter { $0.parts.month == month }
    }
  }
}

extension Weekday {
  /// 0 for Monday.
  var number: Int { Weekday.allCases.firstIndex(of: self) ?? 0 }
}

import Care

/// How one document writes its dates: "12 Nov", or "Nov 12" where the page's language has it so, with
/// the year only where it is not the page's own.
struct DateWording: Hashable, Sendable {
  private let year: Int
  private let beginsWithMonth: Bool

  init(window: ClosedRange<CivilDate>, in language: PageLanguage = .english) {
    year = Day(window.upperBound).year
    beginsWithMonth = language.beginsWithMonth
  }

  /// "12 Nov", or "12 Nov 2025" for a day of another year.
  func short(_ date: CivilDate) -> String {
    let day = Day(date)
    return day.year == year ? inYear(day) : full(date)
  }

  func label(_ date: CivilDate) -> DateLabel { DateLabel(date: date, text: short(date)) }

  /// "12 Nov 2026", "Nov 12, 2026".
  func full(_ date: CivilDate) -> String {
    let day = Day(date)
    return "\(inYear(day))\(beginsWithMonth ? "," : "") \(day.year)"
  }

  /// "6 – 19 Nov 2026", "Nov 6 – 19, 2026", with no more than what differs written twice; one date
  /// where there is one day.
  func range(_ days: ClosedRange<CivilDate>) -> String {
    let (first, last) = (Day(days.lowerBound), Day(days.upperBound))
    if first == last { return full(days.upperBound) }
    if first.year != last.year { return "\(full(days.lowerBound)) – \(full(days.upperBound))" }
    if first.month != last.month { return "\(inYear(first)) – \(full(days.upperBound))" }
    return beginsWithMonth
      ? "\(inYear(first)) – \(last.day), \(last.year)"
      : "\(first.day) – \(full(days.upperBound))"
  }

  private func inYear(_ day: Day) -> String {
    let month = Self.months[day.month - 1]
    return beginsWithMonth ? "\(month) \(day.day)" : "\(day.day) \(month)"
  }

  /// "Thu".
  static func weekday(_ date: CivilDate) -> String { weekdays[Day(date).weekday] }

  /// "November 2026".
  static func month(_ date: CivilDate) -> String {
    let day = Day(date)
    return "\(longMonths[day.month - 1]) \(day.year)"
  }

  private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
  private static let longMonths = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
}

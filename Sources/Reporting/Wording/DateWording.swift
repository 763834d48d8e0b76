import Care

/// How one document writes its dates: "12 Nov", with the year only where it is not the page's own.
struct DateWording: Sendable {
  private let year: Int

  init(window: ClosedRange<CivilDate>) { year = Day(window.upperBound).year }

  /// "12 Nov", or "12 Nov 2025" for a day of another year.
  func short(_ date: CivilDate) -> String {
    let day = Day(date)
    return day.year == year ? "\(day.day) \(Self.months[day.month - 1])" : Self.full(date)
  }

  func label(_ date: CivilDate) -> DateLabel { DateLabel(date: date, text: short(date)) }

  /// "12 Nov 2026".
  static func full(_ date: CivilDate) -> String {
    let day = Day(date)
    return "\(day.day) \(months[day.month - 1]) \(day.year)"
  }

  /// "6 – 19 Nov 2026", with as much of the first date as differs; one date where there is one day.
  static func range(_ days: ClosedRange<CivilDate>) -> String {
    let (first, last) = (Day(days.lowerBound), Day(days.upperBound))
    if first == last { return full(days.upperBound) }
    let start =
      if first.year != last.year {
        full(days.lowerBound)
      } else if first.month != last.month {
        "\(first.day) \(months[first.month - 1])"
      } else {
        "\(first.day)"
      }
    return "\(start) – \(full(days.upperBound))"
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

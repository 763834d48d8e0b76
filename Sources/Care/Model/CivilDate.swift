/// A day in the civil calendar, with no time and no zone.
///
/// The calendar is the proleptic Gregorian one of ISO 8601, from 0001-01-01 to 9999-12-31. Every
/// operation is total: what would leave these bounds stops at them.
///
/// Source of the day arithmetic: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms",
/// `days_from_civil` and `civil_from_days`.
public struct CivilDate: Hashable, Sendable, Comparable {
  /// Days since 1970-01-01; negative before it.
  public let day: Int32

  /// 0001-01-01.
  public static let earliest = CivilDate(day: -719_162)
  /// 9999-12-31.
  public static let latest = CivilDate(day: 2_932_896)

  /// The day so many days after 1970-01-01, brought within ``earliest`` and ``latest``.
  public init(day: Int32) { self.day = min(max(day, -719_162), 2_932_896) }

  /// A day that exists; `nil` for the 30th of February and for years outside 1 through 9999.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month),
      (1...Self.length(ofMonth: month, year: year)).contains(day)
    else { return nil }
    // Years begin in March here, so that the leap day is the last of its year.
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    self.init(day: Int32(clamping: era * 146_097 + dayOfEra - 719_468))
  }

  public static func < (left: Self, right: Self) -> Bool { left.day < right.day }

  /// Year 1 through 9999, month 1 through 12, day 1 through 31.
  public var parts: (year: Int, month: Int, day: Int) {
    // 0001-01-01 lies after 0000-03-01, so nothing here is negative.
    let shifted = Int(day) + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    )
  }

  /// The day of the week, as ISO 8601 counts it.
  public var weekday: Weekday {
    // 0001-01-01, the earliest day, was a Monday.
    Weekday.allCases[days(since: .earliest) % 7]
  }

  /// The day so many days later (earlier where negative), within ``earliest`` and ``latest``.
  public func adding(days: Int) -> CivilDate {
    let (sum, overflow) = Int(day).addingReportingOverflow(days)
    if overflow { return days < 0 ? .earliest : .latest }
    return CivilDate(day: Int32(clamping: sum))
  }

  /// How many days this day comes after `other`; negative where it comes before.
  public func days(since other: CivilDate) -> Int { Int(day) - Int(other.day) }

  private static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

/// A day of the week, Monday first (ISO 8601).
public enum Weekday: String, Sendable, CaseIterable, Codable {
  case monday, tuesday, wednesday, thursday, friday, saturday, sunday
}

import Care

/// A civil date in the parts that a page writes.
struct Day: Hashable, Sendable {
  let year: Int
  /// 1 through 12.
  let month: Int
  /// 1 through 31.
  let day: Int
  /// 0 is Monday, 6 Sunday.
  let weekday: Int

  /// The proleptic Gregorian date.
  ///
  /// Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days. In 64 bits no
  /// 32-bit day can overflow it.
  init(_ date: CivilDate) {
    let shifted = Int(date.day) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    // 1970-01-01 was a Thursday.
    weekday = ((Int(date.day) + 3) % 7 + 7) % 7
  }

  /// "2026-11-06", as ISO 8601 writes it and HTML's `time` reads it.
  var iso: String {
    let padded = { (value: Int, width: Int) in
      String(repeating: "0", count: max(0, width - String(value).count)) + String(value)
    }
    return "\(year < 0 ? "-" : "")\(padded(abs(year), 4))-\(padded(month, 2))-\(padded(day, 2))"
  }
}

extension ClosedRange<CivilDate> {
  /// How many days, first and last included.
  var dayCount: Int { Int(upperBound.day) - Int(lowerBound.day) + 1 }

  /// How many days after the first `date` comes; negative before it.
  func offset(of date: CivilDate) -> Int { Int(date.day) - Int(lowerBound.day) }
}

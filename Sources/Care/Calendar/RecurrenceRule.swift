/// How a date comes back: RFC 5545 § 3.3.10, by days.
///
/// Of the rule's parts it knows those that name days. A rule with any other (`BYHOUR`, `BYWEEKNO` …),
/// or one that comes back more often than daily, is refused rather than read differently.
public struct RecurrenceRule: Sendable, Hashable, CustomStringConvertible {
  public enum Frequency: String, Sendable {
    case daily = "DAILY"
    case weekly = "WEEKLY"
    case monthly = "MONTHLY"
    case yearly = "YEARLY"
  }

  /// A weekday, or the `ordinal`-th one of a month or year, counted from its end where negative.
  public struct Day: Sendable, Hashable {
    /// 0 for each of them.
    public let ordinal: Int
    public let weekday: Weekday
  }

  public let frequency: Frequency
  /// 1 through 1000.
  public let interval: Int
  /// How many times in all, 1 through 10,000.
  public let count: Int?
  /// The last day it can fall on.
  public let until: CivilDate?
  public let days: [Day]
  public let monthDays: [Int]
  public let months: [Int]
  public let positions: [Int]
  public let weekStart: Weekday

  /// A plain rule, on these weekdays where any are named.
  public init(_ frequency: Frequency, interval: Int = 1, on weekdays: [Weekday] = []) {
    self.frequency = frequency
    self.interval = min(max(interval, 1), 1000)
    count = nil
    until = nil
    days = weekdays.map { Day(ordinal: 0, weekday: $0) }
    monthDays = []
    months = []
    positions = []
    weekStart = .monday
  }

  /// A rule from its text; `nil` for what it is not, and for what is not read here.
  ///
  /// - Parameter lastDay: the last day of an `UNTIL` that is a moment in UTC rather than a day.
  public init?(
    _ text: some StringProtocol,
    lastDay: (String) -> CivilDate? = { CalendarDay.read($0.prefix(8)) }
  ) {
    guard text.utf8.count <= 300 else { return nil }
    var parts: [String: String] = [:]
    for part in text.uppercased().split(separator: ";") {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2, parts.updateValue(String(pair[1]), forKey: String(pair[0])) == nil
      else { return nil }
    }
    func numbers(_ key: String, _ bounds: ClosedRange<Int>) -> [Int]? {
      guard let list = parts.removeValue(forKey: key) else { return [] }
      let items = list.split(separator: ",", omittingEmptySubsequences: false)
      let values = items.compactMap { Int($0) }.filter { $0 != 0 && bounds.contains($0) }
      return values.count == items.count && values.count <= 31 ? values : nil
    }
    guard let frequency = parts.removeValue(forKey: "FREQ").flatMap(Frequency.init),
      let interval = numbers("INTERVAL", 1...1000), interval.count <= 1,
      let count = numbers("COUNT", 1...10_000), count.count <= 1,
      let monthDays = numbers("BYMONTHDAY", -31...31), let months = numbers("BYMONTH", 1...12),
      let positions = numbers("BYSETPOS", -366...366),
      let days = Self.days(parts.removeValue(forKey: "BYDAY"))
    else { return nil }
    let until = parts.removeValue(forKey: "UNTIL")
    let weekStart = parts.removeValue(forKey: "WKST")
    // § 3.3.10: never both; ordinals with MONTHLY and YEARLY alone; BYSETPOS beside another BY part.
    guard parts.isEmpty, until == nil || count.isEmpty,
      frequency != .weekly || monthDays.isEmpty,
      [.monthly, .yearly].contains(frequency) || days.allSatisfy({ $0.ordinal == 0 }),
      positions.isEmpty || !(days.isEmpty && monthDays.isEmpty && months.isEmpty)
    else { return nil }
    if let until {
      guard let day = lastDay(until) else { return nil }
      self.until = day
    } else {
      self.until = nil
    }
    if let weekStart {
      guard let day = Weekday(code: weekStart) else { return nil }
      self.weekStart = day
    } else {
      self.weekStart = .monday
    }
    self.frequency = frequency
    self.interval = interval.first ?? 1
    self.count = count.first
    self.days = days
    self.monthDays = monthDays
    self.months = months
    self.positions = positions
  }

  private static func days(_ list: String?) -> [Day]? {
    guard let list else { return [] }
    let items = list.split(separator: ",", omittingEmptySubsequences: false)
    let days = items.compactMap { item -> Day? in
      guard let weekday = Weekday(code: item.suffix(2)) else { return nil }
      let number = item.dropLast(2)
      if number.isEmpty { return Day(ordinal: 0, weekday: weekday) }
      guard let ordinal = Int(number), ordinal != 0, (-53...53).contains(ordinal) else {
        return nil
      }
      return Day(ordinal: ordinal, weekday: weekday)
    }
    return days.count == items.count && days.count <= 31 ? days : nil
  }

  /// The rule as RFC 5545 writes it.
  public var description: String {
    var parts = ["FREQ=\(frequency.rawValue)"]
    if interval > 1 { parts.append("INTERVAL=\(interval)") }
    if let count { parts.append("COUNT=\(count)") }
    if let until { parts.append("UNTIL=\(CalendarDay.text(until))") }
    func add(_ key: String, _ items: [String]) {
      if !items.isEmpty { parts.append("\(key)=\(items.joined(separator: ","))") }
    }
    add("BYMONTH", months.map(String.init))
    add("BYMONTHDAY", monthDays.map(String.init))
    add("BYDAY", days.map { ($0.ordinal == 0 ? "" : String($0.ordinal)) + $0.weekday.code })
    add("BYSETPOS", positions.map(String.init))
    if weekStart != .monday { parts.append("WKST=\(weekStart.code)") }
    return parts.joined(separator: ";")
  }
}

extension Weekday {
  /// `MO` … `SU`
  var code: String { rawValue.prefix(2).uppercased() }

  init?(code: some StringProtocol) {
    guard let day = Weekday.allCases.first(where: { $0.code == code }) else { return nil }
    self = day
  }
}

/// A day as RFC 5545 § 3.3.4 writes it: `20260305`.
public enum CalendarDay {
  public static func text(_ date: CivilDate) -> String {
    date.description.filter { $0 != "-" }
  }

  public static func read(_ text: some StringProtocol) -> CivilDate? {
    let bytes = Array(text.utf8)
    guard bytes.count == 8, let year = Digits.number(bytes[0..<4]),
      let month = Digits.number(bytes[4..<6]), let day = Digits.number(bytes[6..<8])
    else { return nil }
    return CivilDate(year: year, month: month, day: day)
  }
}

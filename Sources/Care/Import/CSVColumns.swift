/// Which column of somebody's table is what.
public struct CSVColumns: Sendable {
  /// What a column can be.
  public enum Part: String, Sendable, CaseIterable {
    case date, time, text, tags
    case energy, pain, fatigue, desire, comfort, sleep, mood

    var measure: Measure? { Measure(rawValue: rawValue) }
    /// Whether it is a reading, 0 through 10.
    public var isMeasure: Bool { measure != nil }
  }

  /// How days are written.
  public enum Dates: String, Sendable, CaseIterable {
    /// `2026-03-01`.
    case iso
    /// Day, month, year.
    case dmy
    /// Month, day, year.
    case mdy
  }

  /// The lowest and the highest number of somebody's scale.
  public struct Scale: Sendable, Equatable {
    public let low: Int
    public let high: Int

    /// `1-5`; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
      let ends = text.split(separator: "-", omittingEmptySubsequences: false)
      guard ends.count == 2, let low = Digits.number(Array(ends[0].utf8)),
        let high = Digits.number(Array(ends[1].utf8)), low < high, high <= 1000
      else { return nil }
      self.low = low
      self.high = high
    }

    private init() { (low, high) = (0, 10) }
    static let own = Scale()

    /// A reading brought to 0 through 10, halves upwards; `nil` where it is not on the scale, or,
    /// on our own, not a whole number.
    func reading(_ text: String) -> Int? {
      let number = text.replacing(",", with: ".")
      guard number.utf8.count <= 12, number.first?.isNumber == true,
        number.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
        let value = Double(number), (Double(low)...Double(high)).contains(value)
      else { return nil }
      if self == .own { return value.rounded(.down) == value ? Int(value) : nil }
      return Int(
        ((value - Double(low)) * 10 / Double(high - low)).rounded(.toNearestOrAwayFromZero))
    }
  }

  public var names: [Part: String]
  public var scales: [Part: Scale]
  public var dates: Dates

  public init(
    names: [Part: String] = [:], scales: [Part: Scale] = [:], dates: Dates = .iso
  ) {
    self.names = names
    self.scales = scales
    self.dates = dates
  }
}

/// A day, and perhaps a time, as other programs write them.
enum WrittenDay {
  /// `2026-03-01`, `2026-03-01 21:30`, `2026-03-01T21:30:05Z`, `01/03/2026`, `1.3.2026`.
  static func read(_ text: String, _ order: CSVColumns.Dates) -> (CivilDate, TimeOfDay?)? {
    let text = text.trimmingSpace()
    let end = text.firstIndex { $0 == " " || $0 == "T" } ?? text.endIndex
    guard text.utf8.count <= 40, let day = day(text[..<end], order) else { return nil }
    let rest = String(text[end...].dropFirst())
    guard !rest.isEmpty else { return (day, nil) }
    return time(rest).map { (day, $0) }
  }

  private static func day(_ text: Substring, _ order: CSVColumns.Dates) -> CivilDate? {
    if order == .iso { return CivilDate(text) }
    let parts = text.split(omittingEmptySubsequences: false) { "/.-".contains($0) }
    guard parts.count == 3, parts[2].utf8.count == 4, parts[0].utf8.count <= 2,
      parts[1].utf8.count <= 2, let first = Digits.number(parts[0].utf8),
      let second = Digits.number(parts[1].utf8), let year = Digits.number(parts[2].utf8)
    else { return nil }
    return order == .dmy
      ? CivilDate(year: year, month: second, day: first)
      : CivilDate(year: year, month: first, day: second)
  }

  /// `21:30`, `9:30`, `21:30:05`, `21:30:05Z`, `9:30 pm`. Seconds and zone say nothing about a day's words.
  static func time(_ text: String) -> TimeOfDay? {
    var words = text.lowercased().split(separator: " ").map(String.init)
    guard var clock = words.first, words.count <= 2 else { return nil }
    for half in ["am", "pm"] where words.count == 1 && clock.hasSuffix(half) {
      words = [String(clock.dropLast(2)), half]
      clock = words[0]
    }
    if clock.hasSuffix("z") { clock.removeLast() }
    let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, var hour = Digits.number(parts[0].utf8),
      parts[0].utf8.count <= 2, parts[1].utf8.count == 2,
      parts.count == 2 || parts[2].utf8.allSatisfy({ Ascii.digits.contains($0) || $0 == 46 })
    else { return nil }
    if words.count == 2 {
      guard (1...12).contains(hour), words[1] == "am" || words[1] == "pm" else { return nil }
      hour = hour % 12 + (words[1] == "pm" ? 12 : 0)
    }
    return TimeOfDay("\(Digits.padded(hour, 2)):\(parts[1])")
  }
}

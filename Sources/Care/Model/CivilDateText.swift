extension CivilDate: CustomStringConvertible, Codable {
  /// ISO 8601: `YYYY-MM-DD`.
  public var description: String {
    let (year, month, day) = parts
    return "\(Digits.padded(year, 4))-\(Digits.padded(month, 2))-\(Digits.padded(day, 2))"
  }

  /// A day from exactly `YYYY-MM-DD`; `nil` for any other text and for days that do not exist.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8.prefix(11))
    guard bytes.count == 10, bytes[4] == Ascii.dash, bytes[7] == Ascii.dash,
      let year = Digits.number(bytes[0..<4]), let month = Digits.number(bytes[5..<7]),
      let day = Digits.number(bytes[8..<10])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// A day as a person types it: `YYYY-MM-DD`, `today`, `yesterday`, or `3d` (three days ago).
  ///
  /// - Throws: ``CareError/toCome`` for `tomorrow`, which is a day, and not yet one to write about.
  public init(_ text: String, today: CivilDate) throws(CareError) {
    if text == "tomorrow" { throw .toCome }
    guard let date = CivilDate.typed(text, today) else {
      throw .notADate(text.start(of: 40), mayCome: false)
    }
    self = date
  }

  /// A day that may be yet to come: as typed for any other, or `tomorrow`.
  public init(coming text: String, today: CivilDate) throws(CareError) {
    let date = text == "tomorrow" ? today.adding(days: 1) : CivilDate.typed(text, today)
    guard let date else { throw .notADate(text.start(of: 40), mayCome: true) }
    self = date
  }

  private static func typed(_ text: String, _ today: CivilDate) -> CivilDate? {
    if text == "today" { return today }
    if text == "yesterday" { return today.adding(days: -1) }
    if let days = Digits.days(text) { return today.adding(days: -days) }
    return CivilDate(text)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let date = CivilDate(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a date")
    }
    self = date
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// A length of time in whole days, written `14d`: 1 through 90.
public struct DaySpan: Sendable, Hashable, Codable, CustomStringConvertible {
  public let days: Int

  /// The range a span is drawn from.
  public static let bounds = 1...90

  /// `nil` outside 1 through 90.
  public init?(days: Int) {
    guard Self.bounds.contains(days) else { return nil }
    self.days = days
  }

  /// A span from a text such as `14d`, with no leading zero; `nil` for any other.
  public init?(_ text: some StringProtocol) {
    guard text.utf8.first != Ascii.zero, let days = Digits.days(text) else { return nil }
    self.init(days: days)
  }

  public var description: String { "\(days)d" }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let span = DaySpan(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a span")
    }
    self = span
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// The hour and minute a person names, on a 24-hour clock: `HH:MM`.
public struct TimeOfDay: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Minutes since midnight, 0 through 1439.
  public let minute: Int

  /// A time from exactly `HH:MM`; `nil` for any other text.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8.prefix(6))
    guard bytes.count == 5, bytes[2] == Ascii.colon, let hour = Digits.number(bytes[0..<2]),
      let minute = Digits.number(bytes[3..<5]), hour < 24, minute < 60
    else { return nil }
    self.minute = hour * 60 + minute
  }

  public var description: String {
    "\(Digits.padded(minute / 60, 2)):\(Digits.padded(minute % 60, 2))"
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let time = TimeOfDay(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a time")
    }
    self = time
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// Decimal digits, without locale.
enum Digits {
  /// The number written with ASCII digits alone, at most nine of them.
  static func number(_ bytes: some Collection<UInt8>) -> Int? {
    guard !bytes.isEmpty, bytes.count <= 9 else { return nil }
    var value = 0
    for byte in bytes {
      guard Ascii.digits.contains(byte) else { return nil }
      value = value * 10 + Int(byte - Ascii.zero)
    }
    return value
  }

  /// The number in a text such as `3d`, at most five digits.
  static func days(_ text: some StringProtocol) -> Int? {
    let bytes = Array(text.utf8.prefix(7))
    guard bytes.count <= 6, bytes.last == UInt8(ascii: "d") else { return nil }
    return number(bytes.dropLast())
  }

  /// Two lowercase hexadecimal digits for each byte.
  static func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// `number` (not negative) with zeros in front up to `width` digits.
  static func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
  }
}

enum Ascii {
  static let zero = UInt8(ascii: "0")
  static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
  static let dash = UInt8(ascii: "-")
  static let colon = UInt8(ascii: ":")
}

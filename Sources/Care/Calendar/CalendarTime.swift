/// A date, or a date and a time, as RFC 5545 § 3.3.4 and § 3.3.5 write it.
struct CalendarTime: Sendable, Equatable {
  enum Zone: Sendable, Equatable {
    /// On the wall, wherever that is (form 1).
    case floating
    /// Form 2.
    case utc
    /// Form 3, by the name that `TZID` gives.
    case named(String)
  }

  let date: CivilDate
  /// None for a whole day.
  let time: TimeOfDay?
  let zone: Zone

  /// `20260305`, `20260305T143000`, `20260305T143000Z`; `nil` for anything else.
  init?(_ text: some StringProtocol, zone name: String? = nil) {
    let bytes = Array(text.utf8)
    guard bytes.count == 8 || bytes.count == 15 || bytes.count == 16,
      let date = CalendarDay.read(text.prefix(8))
    else { return nil }
    self.date = date
    guard bytes.count > 8 else {
      time = nil
      zone = .floating
      return
    }
    guard bytes[8] == UInt8(ascii: "T"), let hour = Digits.number(bytes[9..<11]),
      let minute = Digits.number(bytes[11..<13]), let second = Digits.number(bytes[13..<15]),
      second <= 60,
      let time = TimeOfDay("\(Digits.padded(hour, 2)):\(Digits.padded(minute, 2))")
    else { return nil }
    if bytes.count == 16, bytes[15] != UInt8(ascii: "Z") { return nil }
    self.time = time
    zone = bytes.count == 16 ? .utc : name.map { .named($0) } ?? .floating
  }

  /// Minutes since 1970-01-01T00:00 on its own wall.
  var wallMinutes: Int { Int(date.day) * 1440 + (time?.minute ?? 0) }
}

/// A length of time (RFC 5545 § 3.3.6), in minutes: `PT40M`, `P1DT2H`, `P2W`.
enum CalendarDuration {
  static func minutes(_ text: some StringProtocol) -> Int? {
    var rest = Substring(text.uppercased())
    if rest.first == "+" { rest.removeFirst() }
    guard rest.popFirst() == "P", !rest.isEmpty else { return nil }
    var isTime = false
    var sum = 0
    while let first = rest.first {
      if first == "T" {
        isTime = true
        rest.removeFirst()
        continue
      }
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      guard let number = Digits.number(Array(digits.utf8)), number <= 100_000,
        let unit = rest.popFirst()
      else { return nil }
      switch (unit, isTime) {
      case ("W", false): sum += number * 10_080
      case ("D", false): sum += number * 1440
      case ("H", true): sum += number * 60
      case ("M", true): sum += number
      case ("S", true): sum += (number + 59) / 60
      default: return nil
      }
    }
    return sum
  }
}

extension CivilDate {
  /// The day and the minute of it that lie so many minutes after 1970-01-01T00:00.
  static func atWall(_ minutes: Int) -> (date: CivilDate, time: TimeOfDay?) {
    let day = minutes >= 0 ? minutes / 1440 : (minutes - 1439) / 1440
    let minute = minutes - day * 1440
    return (
      CivilDate(day: Int32(clamping: day)),
      TimeOfDay("\(Digits.padded(minute / 60, 2)):\(Digits.padded(minute % 60, 2))")
    )
  }
}

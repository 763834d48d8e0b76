/// The rule for all years to come, as POSIX.1-2017 § 8.3 writes it: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct PosixZone: Sendable, Equatable {
  /// A day of the year and a second of it, on the wall before the change.
  struct Turn: Sendable, Equatable {
    let month: Int
    /// 1 through 5; 5 is the last.
    let week: Int
    /// 0 is Sunday.
    let weekday: Int
    let second: Int

    func at(year: Int) -> Int64? {
      guard let first = CivilDate(year: year, month: month, day: 1) else { return nil }
      // ISO counts from Monday, POSIX from Sunday.
      let skip = (weekday - (first.weekday.number + 1) % 7 + 7) % 7
      var day = first.adding(days: skip + (week - 1) * 7)
      while day.parts.month != month, day > first { day = day.adding(days: -7) }
      return Int64(day.day) * 86_400 + Int64(second)
    }
  }

  /// Seconds east of UTC.
  let standard: Int
  let summer: (offset: Int, from: Turn, to: Turn)?

  static func == (left: Self, right: Self) -> Bool {
    left.standard == right.standard && left.summer?.offset == right.summer?.offset
      && left.summer?.from == right.summer?.from && left.summer?.to == right.summer?.to
  }

  init?(_ text: String) {
    var rest = Substring(text)
    guard text.utf8.count <= 100, Self.name(&rest), let standard = Self.time(&rest),
      abs(standard) <= TimeZoneRules.mostOffset
    else {
      return nil
    }
    self.standard = -standard
    if rest.isEmpty {
      summer = nil
      return
    }
    guard Self.name(&rest) else { return nil }
    let offset = rest.first == "," ? standard - 3600 : Self.time(&rest)
    guard let offset, abs(offset) <= TimeZoneRules.mostOffset, let from = Self.turn(&rest),
      let to = Self.turn(&rest), rest.isEmpty
    else {
      return nil
    }
    summer = (-offset, from, to)
  }

  func offset(at instant: Int64) -> Int {
    guard let summer else { return standard }
    let year = CivilDate.atWall(Int(clamping: instant / 60)).date.parts.year
    guard let from = summer.from.at(year: year), let to = summer.to.at(year: year) else {
      return standard
    }
    let (start, end) = (from - Int64(standard), to - Int64(summer.offset))
    let isSummer =
      start < end
      ? (start..<end).contains(instant) : !(end..<start).contains(instant)
    return isSummer ? summer.offset : standard
  }

  private static func name(_ rest: inout Substring) -> Bool {
    if rest.first == "<" {
      guard let end = rest.firstIndex(of: ">") else { return false }
      rest = rest[rest.index(after: end)...]
      return true
    }
    let letters = rest.prefix { $0.isASCII && $0.isLetter }
    rest = rest.dropFirst(letters.count)
    return letters.count >= 3
  }

  /// `[+-]hh[:mm[:ss]]`, in seconds.
  private static func time(_ rest: inout Substring) -> Int? {
    let isNegative = rest.first == "-"
    if rest.first == "-" || rest.first == "+" { rest.removeFirst() }
    let text = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ":") }
    rest = rest.dropFirst(text.count)
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      .map { Digits.number(Array($0.utf8)) }
    guard (1...3).contains(parts.count), let hours = parts[0], hours <= 167 else { return nil }
    var seconds = hours * 3600
    for (part, unit) in zip(parts.dropFirst(), [60, 1]) {
      guard let part, part < 60 else { return nil }
      seconds += part * unit
    }
    return isNegative ? -seconds : seconds
  }

  /// `,Mm.w.d[/time]`. The two other forms have not been in use for long; such a zone has no rule here.
  private static func turn(_ rest: inout Substring) -> Turn? {
    guard rest.popFirst() == ",", rest.popFirst() == "M" else { return nil }
    let text = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    rest = rest.dropFirst(text.count)
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      .compactMap { Digits.number(Array($0.utf8)) }
    guard parts.count == 3, (1...12).contains(parts[0]), (1...5).contains(parts[1]),
      (0...6).contains(parts[2])
    else { return nil }
    var second = 7200
    if rest.first == "/" {
      rest.removeFirst()
      guard let time = time(&rest) else { return nil }
      second = time
    }
    return Turn(month: parts[0], week: parts[1], weekday: parts[2], second: second)
  }
}

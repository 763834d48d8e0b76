/// What a calendar file holds that can be kept.
public struct CalendarReading: Sendable, Equatable {
  public let appointments: [Appointment]
  /// Events that are called off, and so are not taken in.
  public let calledOff: Int

  static let mostEvents = 500

  /// Reads a calendar's bytes (RFC 5545), strictly where it matters: a date that cannot be read
  /// refuses the file, and nothing of it is taken in.
  ///
  /// - Parameter zones: the hours of a zone by its IANA name, and of this place.
  public init(_ bytes: [UInt8], zones: ZoneHours) throws(CalendarProblem) {
    let calendar = try CalendarParts(CalendarLines.read(bytes))
    guard calendar.events.count <= Self.mostEvents else { throw .tooMany("events") }
    var found: [Appointment] = []
    var left: [String: [CivilDate]] = [:]
    var calledOff = 0
    for (index, lines) in calendar.events.enumerated() {
      let event: CalendarEvent
      do throws(CalendarEvent.Unreadable) {
        event = try CalendarEvent(lines, calendar.zones, zones)
      } catch {
        throw .event(index + 1, error.rawValue)
      }
      // One evening of a series, moved or called off, is a date of its own (§ 3.8.4.4).
      var appointment = event.appointment
      if let uid = appointment.uid, let day = event.instead {
        left[uid, default: []].append(day)
        appointment.uid = "\(uid.start(of: 240))#\(CalendarDay.text(day))"
      }
      if event.isCalledOff { calledOff += 1 } else { found.append(appointment) }
    }
    appointments = found.map { appointment in
      guard appointment.repeats != nil, let days = appointment.uid.flatMap({ left[$0] }) else {
        return appointment
      }
      var appointment = appointment
      let except = Set((appointment.except ?? []) + days).sorted()
      appointment.except = Array(except.prefix(366))
      return appointment
    }
    self.calledOff = calledOff
  }
}

/// The hours of zones, handed in, because `Care` reads no files.
public struct ZoneHours: Sendable {
  let named: @Sendable (String) -> TimeZoneRules?
  /// Where the calendar is read.
  let local: TimeZoneRules?

  public init(
    local: TimeZoneRules?, named: @escaping @Sendable (String) -> TimeZoneRules?
  ) {
    self.named = named
    self.local = local
  }
}

/// A calendar's components, taken apart.
struct CalendarParts {
  private(set) var events: [[CalendarLine]] = []
  /// By the name that `TZID` gives.
  private(set) var zones: [String: [ZoneObservance]] = [:]

  init(_ lines: [CalendarLine]) throws(CalendarProblem) {
    var open: [String] = []
    var event: [CalendarLine] = []
    var zone = ""
    var observances: [ZoneObservance] = []
    var observance = ZoneObservance()
    var isThere = false
    for line in lines {
      let value = line.value.uppercased()
      if line.name == "BEGIN" {
        guard open.count < 8, open.isEmpty == (value == "VCALENDAR") else {
          throw .nesting(line: line.line)
        }
        open.append(value)
        isThere = true
        if value == "VEVENT" { event = [] }
        if value == "VTIMEZONE" { (zone, observances) = ("", []) }
        if value == "STANDARD" || value == "DAYLIGHT" { observance = ZoneObservance() }
      } else if line.name == "END" {
        guard open.popLast() == value else { throw .nesting(line: line.line) }
        if value == "VEVENT" { events.append(event) }
        if value == "STANDARD" || value == "DAYLIGHT" { observances.append(observance) }
        if value == "VTIMEZONE", !zone.isEmpty, zones.count < 64 { zones[zone] = observances }
      } else {
        switch open.last {
        case "VEVENT" where event.count < 200: event.append(line)
        case "VTIMEZONE" where line.name == "TZID": zone = line.value
        case "STANDARD", "DAYLIGHT": observance.take(line)
        default: break
        }
      }
    }
    guard isThere, open.isEmpty else { throw .notACalendar }
  }
}

/// One `STANDARD` or `DAYLIGHT` part of a `VTIMEZONE` (§ 3.6.5).
struct ZoneObservance: Sendable, Equatable {
  private var start: CalendarTime?
  private var rule: RecurrenceRule?
  private var days: [CalendarTime] = []
  /// Seconds east of UTC.
  private var from = 0
  private var to = 0

  mutating func take(_ line: CalendarLine) {
    switch line.name {
    case "DTSTART": start = CalendarTime(line.value)
    case "RRULE": rule = RecurrenceRule(line.value)
    case "RDATE":
      days += line.value.split(separator: ",").prefix(200).compactMap { CalendarTime($0) }
    case "TZOFFSETFROM": from = Self.offset(line.value) ?? from
    case "TZOFFSETTO": to = Self.offset(line.value) ?? to
    default: break
    }
  }

  /// `+0100`, `-053000`; in seconds (§ 3.3.14).
  private static func offset(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    guard bytes.count == 5 || bytes.count == 7, let sign = bytes.first, sign == 43 || sign == 45,
      let hours = Digits.number(bytes[1..<3]), let minutes = Digits.number(bytes[3..<5]),
      let seconds = bytes.count == 7 ? Digits.number(bytes[5..<7]) : 0, hours < 24, minutes < 60,
      seconds < 60
    else { return nil }
    let value = hours * 3600 + minutes * 60 + seconds
    guard value <= TimeZoneRules.mostOffset else { return nil }
    return sign == 45 ? -value : value
  }

  /// The hours of a zone near a day; `nil` where nothing says them.
  static func hours(of observances: [ZoneObservance], near day: CivilDate) -> TimeZoneRules? {
    let window = day.adding(days: -800)...day.adding(days: 800)
    var changes: [TimeZoneRules.Change] = []
    var earliest: (Int64, Int)?
    for part in observances.prefix(64) {
      guard let start = part.start else { continue }
      let second = Int64(start.time?.minute ?? 0) * 60 - Int64(part.from)
      let begin = Int64(start.date.day) * 86_400 + second
      if earliest.map({ begin < $0.0 }) ?? true { earliest = (begin, part.from) }
      var all = part.rule?.days(from: start.date, in: window) ?? []
      all += part.days.map(\.date) + [start.date]
      changes += Set(all).map {
        TimeZoneRules.Change(at: Int64($0.day) * 86_400 + second, offset: part.to)
      }
    }
    guard let earliest else { return nil }
    return TimeZoneRules(
      changes: changes.sorted { $0.at < $1.at }, first: earliest.1, rest: nil)
  }
}

/// One `VEVENT` as an appointment (RFC 5545 § 3.6.1).
struct CalendarEvent {
  enum Unreadable: String, Error {
    case noStart = "it does not say when it begins"
    case badStart = "the date on which it begins cannot be read"
    case badEnd = "the date on which it ends cannot be read"
    case backwards = "it ends before it begins"
    case rule = "it comes back in a way that is not read here"
    case extraDays = "it names days outside of its rule, which is not read here"
  }

  let appointment: Appointment
  let isCalledOff: Bool
  /// The day of a series that it stands in for.
  let instead: CivilDate?

  init(_ lines: [CalendarLine], _ declared: [String: [ZoneObservance]], _ zones: ZoneHours)
    throws(Unreadable)
  {
    func first(_ name: String) -> CalendarLine? { lines.first { $0.name == name } }
    guard let startLine = first("DTSTART") else { throw .noStart }
    guard let start = CalendarTime(startLine.value, zone: startLine.parameters["TZID"]) else {
      throw .badStart
    }
    let wall = Wall(start, declared, zones)
    // A private event of another calendar keeps its words to itself only there; here it is the
    // importer's own.
    var appointment = Appointment(
      what: first("SUMMARY")?.oneLine(most: 200) ?? "appointment", date: wall.date)
    appointment.sort = .appointment
    appointment.time = wall.time
    appointment.zone = wall.zone
    appointment.offset = wall.zone == nil ? nil : wall.offset
    appointment.place = first("LOCATION")?.oneLine(most: 200)
    appointment.note = first("DESCRIPTION")?.text(most: 2000)
    appointment.uid = first("UID")?.oneLine(most: 255)
    if let length = try Self.length(of: lines, from: start, wall, declared, zones) {
      if wall.time == nil {
        let days = max(1, min((length + 1439) / 1440, 366))
        appointment.days = days == 1 ? nil : days
      } else if length > 0 {
        appointment.minutes = min(length, 10_080)
      }
    }
    if lines.contains(where: { $0.name == "RDATE" }) { throw .extraDays }
    let rules = lines.filter { $0.name == "RRULE" }
    if let line = rules.first {
      let last = { (text: String) in Wall.lastDay(text, of: wall) }
      guard rules.count == 1, let rule = RecurrenceRule(line.value, lastDay: last) else {
        throw .rule
      }
      appointment.repeats = rule.description
    }
    let except = try Self.days(lines.filter { $0.name == "EXDATE" }, declared, zones)
    if !except.isEmpty { appointment.except = Array(Set(except).sorted().prefix(366)) }
    instead = try Self.days(lines.filter { $0.name == "RECURRENCE-ID" }, declared, zones).first
    isCalledOff = first("STATUS")?.value.uppercased() == "CANCELLED"
    self.appointment = appointment
  }

  /// How long it lasts, in minutes.
  private static func length(
    of lines: [CalendarLine], from start: CalendarTime, _ wall: Wall,
    _ declared: [String: [ZoneObservance]], _ zones: ZoneHours
  ) throws(Unreadable) -> Int? {
    if let line = lines.first(where: { $0.name == "DTEND" }) {
      guard let end = CalendarTime(line.value, zone: line.parameters["TZID"]) else { throw .badEnd }
      let there = Wall(end, declared, zones)
      let minutes =
        end.zone == start.zone
        ? end.wallMinutes - start.wallMinutes
        : there.instantMinutes - wall.instantMinutes
      guard minutes >= 0 else { throw .backwards }
      return minutes
    }
    if let line = lines.first(where: { $0.name == "DURATION" }) {
      guard let minutes = CalendarDuration.minutes(line.value) else { throw .badEnd }
      return minutes
    }
    return nil
  }

  private static func days(
    _ lines: [CalendarLine], _ declared: [String: [ZoneObservance]], _ zones: ZoneHours
  ) throws(Unreadable) -> [CivilDate] {
    var days: [CivilDate] = []
    for line in lines {
      for text in line.value.split(separator: ",").prefix(366) {
        guard let time = CalendarTime(text, zone: line.parameters["TZID"]) else { throw .badStart }
        days.append(Wall(time, declared, zones).date)
      }
    }
    return days
  }
}

/// A time as it stands on a wall: of its own zone, or here where it was given in UTC.
private struct Wall {
  let date: CivilDate
  let time: TimeOfDay?
  /// The zone's name, where it is not the zone here.
  let zone: String?
  /// Minutes east of UTC.
  let offset: Int?

  init(_ given: CalendarTime, _ declared: [String: [ZoneObservance]], _ zones: ZoneHours) {
    guard given.time != nil else {
      (date, time, zone, offset) = (given.date, nil, nil, nil)
      return
    }
    switch given.zone {
    case .floating:
      (date, time, zone, offset) = (given.date, given.time, nil, nil)
    case .utc:
      let instant = Int64(given.wallMinutes) * 60
      guard let here = zones.local else {
        (date, time, zone, offset) = (given.date, given.time, "UTC", 0)
        return
      }
      let east = here.offset(at: instant) / 60
      (date, time) = CivilDate.atWall(given.wallMinutes + east)
      (zone, offset) = (nil, east)
    case .named(let name):
      (date, time) = (given.date, given.time)
      // The file's own hours count first (§ 3.2.19); without any the zone is but a name.
      let hours =
        declared[name].flatMap { ZoneObservance.hours(of: $0, near: given.date) }
        ?? zones.named(name)
      offset = hours?.minutesEast(atWall: given.wallMinutes)
      let here = zones.local?.minutesEast(atWall: given.wallMinutes)
      let isHere = hours != nil && (zones.named(name) ?? hours) == zones.local && offset == here
      let plain = name.unicodeScalars.filter { !$0.isRefusedControl && !$0.isLineEnd }.prefix(80)
      let label = String(String.UnicodeScalarView(plain))
      zone = isHere || !label.contains { !$0.isWhitespace } ? nil : label
    }
  }

  var instantMinutes: Int {
    Int(date.day) * 1440 + (time?.minute ?? 0) - (offset ?? 0)
  }

  /// The last day that an `UNTIL` leaves to a rule that begins at a wall time (§ 3.3.10).
  static func lastDay(_ text: String, of start: Wall) -> CivilDate? {
    guard let until = CalendarTime(text) else { return nil }
    guard until.time != nil, let time = start.time else { return until.date }
    let east = until.zone == .utc ? start.offset ?? 0 : 0
    let (date, end) = CivilDate.atWall(until.wallMinutes + east)
    return (end?.minute ?? 0) < time.minute ? date.adding(days: -1) : date
  }
}

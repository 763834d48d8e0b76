import Vault

/// A calendar as other programs read it: RFC 5545, lines folded, in an order that never changes.
///
/// Details are never in it: no notes, no names of kinds, and of places only that of a visit. With
/// ``busy`` there is not even what a time is for. It is the one writer of calendars there is: a page's
/// appointment is written here too.
public struct CalendarWriting: Sendable {
  private var lines: [String] = []
  private let stamp: String

  /// - Parameter now: when it was made; RFC 5545 § 3.8.7.2 wants it said.
  private init(now: Moment) {
    let utc = Moment(milliseconds: now.milliseconds).description
    stamp = utc.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
    // Neither name nor version of the program: a busy calendar tells nothing else either.
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//calendar//EN"]
  }

  /// What two have planned: dates, rest days, rituals.
  public static func calendar(
    _ plans: Plans, now: Moment, zones: ZoneHours, name: ([UInt8]) -> String
  ) -> [UInt8] {
    var writing = CalendarWriting(now: now)
    writing.addZones(of: plans, zones)
    for kept in plans.appointments.sorted(by: { ($0.value.date, $0.id) < ($1.value.date, $1.id) }) {
      writing.add(kept.value, uid: name(kept.id.bytes), zones)
    }
    for day in plans.restDays.sorted() {
      writing.add(uid: name(Array("rest \(day)".utf8)), summary: "Rest day", days: day...day)
    }
    for kept in plans.rituals {
      writing.add(kept, uid: name(kept.id.bytes))
    }
    return writing.bytes
  }

  /// Times that are taken within a span of days, and nothing else: blocks that touch are one.
  public static func busy(
    _ plans: [Plans], in days: ClosedRange<CivilDate>, now: Moment, name: ([UInt8]) -> String
  ) -> [UInt8] {
    var writing = CalendarWriting(now: now)
    for block in BusyBlock.all(plans, in: days) {
      let id = name(Array("busy \(block.start) \(block.end)".utf8))
      let (start, end) = (CivilDate.atWall(block.start), CivilDate.atWall(block.end))
      let isWhole = block.start % 1440 == 0 && block.end % 1440 == 0
      writing.begin(uid: id, summary: "Busy")
      writing.addSpan(
        isWhole
          ? (CalendarDay.text(start.date), CalendarDay.text(end.date))
          : (Self.text(start.date, start.time), Self.text(end.date, end.time)),
        parameter: isWhole ? ";VALUE=DATE" : "")
      writing.lines += ["CLASS:PRIVATE", "TRANSP:OPAQUE", "END:VEVENT"]
    }
    return writing.bytes
  }

  /// One visit as a whole day, with whom and where, and nothing else.
  ///
  /// - Parameter uid: a name that tells nothing, see RFC 7986 § 5.3.
  public static func visit(
    on day: CivilDate, with clinician: String?, at place: String?, now: Moment, uid: String
  ) -> [UInt8] {
    var writing = CalendarWriting(now: now)
    writing.begin(uid: uid, summary: clinician ?? "Visit")
    writing.addSpan(
      (CalendarDay.text(day), CalendarDay.text(day.adding(days: 1))), parameter: ";VALUE=DATE")
    if let place { writing.lines.append("LOCATION:\(CalendarText.escaped(place))") }
    writing.lines += ["CLASS:PRIVATE", "TRANSP:TRANSPARENT", "END:VEVENT"]
    return writing.bytes
  }

  private var bytes: [UInt8] {
    (lines + ["END:VCALENDAR"]).flatMap { CalendarText.folded($0) }
  }

  private mutating func begin(uid: String, summary: String) {
    lines += ["BEGIN:VEVENT", "UID:\(uid)", "DTSTAMP:\(stamp)"]
    lines.append("SUMMARY:\(CalendarText.escaped(summary))")
  }

  private mutating func addSpan(_ span: (start: String, end: String?), parameter: String) {
    lines.append("DTSTART\(parameter):\(span.start)")
    if let end = span.end { lines.append("DTEND\(parameter):\(end)") }
  }

  private mutating func add(uid: String, summary: String, days: ClosedRange<CivilDate>) {
    begin(uid: uid, summary: summary)
    addSpan(
      (CalendarDay.text(days.lowerBound), CalendarDay.text(days.upperBound.adding(days: 1))),
      parameter: ";VALUE=DATE")
    lines.append("END:VEVENT")
  }

  private mutating func add(_ appointment: Appointment, uid: String, _ zones: ZoneHours) {
    begin(uid: uid, summary: appointment.what)
    guard let time = appointment.time else {
      let end = appointment.date.adding(days: max(appointment.days ?? 1, 1))
      addSpan(
        (CalendarDay.text(appointment.date), CalendarDay.text(end)), parameter: ";VALUE=DATE")
      return addRepeats(appointment, "")
    }
    let start = Int(appointment.date.day) * 1440 + time.minute
    let end = start + (appointment.minutes ?? 60)
    // Once, in a zone whose hours were known: the moment itself. Otherwise a wall and its zone.
    let isUTC = appointment.repeats == nil && appointment.offset != nil
    let shift = isUTC ? appointment.offset ?? 0 : 0
    let texts = [start, end].map { minutes in
      let (date, time) = CivilDate.atWall(minutes - shift)
      return Self.text(date, time) + (isUTC ? "Z" : "")
    }
    let zone = isUTC ? nil : appointment.zone.flatMap { zones.named($0)?.rest == nil ? nil : $0 }
    let parameter = zone.map { ";TZID=\(Self.parameter($0))" } ?? ""
    addSpan((texts[0], texts[1]), parameter: parameter)
    addRepeats(appointment, parameter)
  }

  private mutating func addRepeats(_ appointment: Appointment, _ parameter: String) {
    defer { lines.append("END:VEVENT") }
    guard let rule = appointment.repeats.flatMap({ RecurrenceRule($0) }) else { return }
    lines.append("RRULE:\(Self.text(rule, at: appointment.time))")
    for day in appointment.except ?? [] {
      let value = appointment.time.map { Self.text(day, $0) } ?? CalendarDay.text(day)
      let kind = appointment.time == nil ? ";VALUE=DATE" : parameter
      lines.append("EXDATE\(kind):\(value)")
    }
  }

  private mutating func add(_ kept: Kept<Ritual>, uid: String) {
    let ritual = kept.value
    // The first day that its rule names, so that the rule begins on its own start (§ 3.8.5.3).
    let weekdays = ritual.days ?? []
    guard
      let first = (0..<7).map({ kept.about.adding(days: $0) })
        .first(where: { weekdays.isEmpty || weekdays.contains($0.weekday) })
    else { return }
    begin(uid: uid, summary: ritual.what)
    if let time = ritual.time {
      addSpan((Self.text(first, time), nil), parameter: "")
      lines.append("DURATION:PT30M")
    } else {
      addSpan(
        (CalendarDay.text(first), CalendarDay.text(first.adding(days: 1))),
        parameter: ";VALUE=DATE")
    }
    lines += ["RRULE:\(ritual.rule)", "TRANSP:TRANSPARENT", "END:VEVENT"]
  }

  /// The hours of the zones that recurring dates name (§ 3.2.19 asks for them).
  private mutating func addZones(of plans: Plans, _ zones: ZoneHours) {
    let named = plans.appointments.map(\.value).filter { $0.repeats != nil && $0.time != nil }
      .compactMap(\.zone)
    for name in Set(named).sorted() {
      guard let zone = zones.named(name)?.rest else { continue }
      lines += ["BEGIN:VTIMEZONE", "TZID:\(name)"] + zone.observances + ["END:VTIMEZONE"]
    }
  }

  /// A rule beside a start with a time: its `UNTIL` has to be of the same sort (§ 3.3.10).
  private static func text(_ rule: RecurrenceRule, at time: TimeOfDay?) -> String {
    guard time != nil, let until = rule.until else { return rule.description }
    let day = "UNTIL=\(CalendarDay.text(until))"
    return rule.description.replacing(day, with: "\(day)T235959")
  }

  private static func text(_ date: CivilDate, _ time: TimeOfDay?) -> String {
    CalendarDay.text(date) + "T" + (time?.description.filter { $0 != ":" } ?? "0000") + "00"
  }

  /// RFC 5545 § 3.1: nothing escapes a quotation mark in a parameter. With an accent behind it, it is
  /// another `Character`, and one all the same.
  static func parameter(_ name: String) -> String {
    let isPlain = name.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || "/_-+".contains($0))
    }
    return isPlain ? name : "\"" + name.without("\"") + "\""
  }
}

extension PosixZone {
  /// Its two halves as `VTIMEZONE` writes them.
  fileprivate var observances: [String] {
    guard let summer else {
      return Self.observance("STANDARD", from: standard, to: standard, nil)
    }
    return Self.observance("STANDARD", from: summer.offset, to: standard, summer.to)
      + Self.observance("DAYLIGHT", from: standard, to: summer.offset, summer.from)
  }

  private static func observance(_ name: String, from: Int, to: Int, _ turn: Turn?) -> [String] {
    let at = Int(turn?.at(year: 1970) ?? 0) / 60
    let (date, time) = CivilDate.atWall(at)
    let clock = (time?.description.filter { $0 != ":" } ?? "0000") + "00"
    let rule = turn.map { turn in
      let weekday = Weekday.allCases[(turn.weekday + 6) % 7].code
      let week = turn.week == 5 ? -1 : turn.week
      return ["RRULE:FREQ=YEARLY;BYMONTH=\(turn.month);BYDAY=\(week)\(weekday)"]
    }
    return ["BEGIN:\(name)", "DTSTART:\(CalendarDay.text(date))T\(clock)"]
      + ["TZOFFSETFROM:\(offset(from))", "TZOFFSETTO:\(offset(to))"] + (rule ?? [])
      + ["END:\(name)"]
  }

  private static func offset(_ seconds: Int) -> String {
    let minutes = Int(seconds.magnitude) / 60
    return (seconds < 0 ? "-" : "+") + Digits.padded(minutes / 60, 2)
      + Digits.padded(minutes % 60, 2)
  }
}

/// A stretch of time that is taken, in minutes of the wall since 1970.
struct BusyBlock: Sendable, Equatable {
  var start: Int
  var end: Int

  /// Everything that takes time within some days, ascending; blocks that touch are one.
  static func all(_ plans: [Plans], in days: ClosedRange<CivilDate>) -> [BusyBlock] {
    var blocks: [BusyBlock] = []
    for plans in plans {
      for kept in plans.appointments {
        for day in kept.value.days(in: days) {
          let midnight = Int(day.day) * 1440
          if let time = kept.value.time {
            let start = midnight + time.minute
            blocks.append(BusyBlock(start: start, end: start + (kept.value.minutes ?? 60)))
          } else {
            blocks.append(BusyBlock(start: midnight, end: midnight + 1440))
          }
        }
      }
      blocks += plans.restDays.filter(days.contains).map {
        BusyBlock(start: Int($0.day) * 1440, end: Int($0.day) * 1440 + 1440)
      }
    }
    var merged: [BusyBlock] = []
    for block in blocks.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
      if let last = merged.last, block.start <= last.end {
        merged[merged.count - 1].end = max(last.end, block.end)
      } else {
        merged.append(block)
      }
    }
    return merged
  }
}

import Testing

@testable import Care

struct CalendarTests {
  /// Central European hours for one name and for this place; nothing else is known.
  static let berlin = TimeZoneRules(posix: "CET-1CEST,M3.5.0,M10.5.0/3")
  static let zones = ZoneHours(local: berlin) { $0 == "Europe/Berlin" ? berlin : nil }

  static func read(_ lines: String..., ends: String = "\r\n") throws(CalendarProblem)
    -> [Appointment]
  {
    let text = (["BEGIN:VCALENDAR", "BEGIN:VEVENT"] + lines + ["END:VEVENT", "END:VCALENDAR", ""])
      .joined(separator: ends)
    return try CalendarReading(Array(text.utf8), zones: zones).appointments
  }

  @Test func `an appointment in UTC is kept as it stands on the wall here`() throws {
    let winter = try #require(
      try Self.read("SUMMARY:Clinic", "DTSTART:20260305T133000Z", "DTEND:20260305T141000Z").first)
    #expect(winter.line == "2026-03-05 14:30 · Clinic" && winter.minutes == 40)
    let summer = try #require(try Self.read("DTSTART:20260705T223000Z").first)
    #expect(summer.line == "2026-07-06 00:30 · appointment")
  }

  @Test func `a zone is named only where it is another one`() throws {
    let here = try #require(try Self.read("DTSTART;TZID=Europe/Berlin:20260305T143000").first)
    #expect(here.zone == nil && here.time?.description == "14:30")
    let unknown = try #require(try Self.read("DTSTART;TZID=\"Our Clinic\":20260305T143000").first)
    #expect(unknown.zone == "Our Clinic" && unknown.offset == nil)
  }

  @Test func `the hours that a file itself declares count first`() throws {
    let text = """
      BEGIN:VCALENDAR
      BEGIN:VTIMEZONE
      TZID:Eastern
      BEGIN:STANDARD
      DTSTART:19671029T020000
      RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
      TZOFFSETFROM:-0400
      TZOFFSETTO:-0500
      END:STANDARD
      BEGIN:DAYLIGHT
      DTSTART:19870405T020000
      RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
      TZOFFSETFROM:-0500
      TZOFFSETTO:-0400
      END:DAYLIGHT
      END:VTIMEZONE
      BEGIN:VEVENT
      DTSTART;TZID=Eastern:20260105T090000
      END:VEVENT
      BEGIN:VEVENT
      DTSTART;TZID=Eastern:20260705T090000
      DTEND:20260705T140000Z
      END:VEVENT
      END:VCALENDAR
      """
    let found = try CalendarReading(Array(text.utf8), zones: Self.zones).appointments
    #expect(found.map(\.offset) == [-300, -240])
    #expect(found.last?.minutes == 60)
  }

  @Test func `whole days, lengths and words come through`() throws {
    let stay = try #require(
      try Self.read(
        "SUMMARY:A stay\\, with\\; signs\\nand lines", "DTSTART;VALUE=DATE:20260305",
        "DTEND;VALUE=DATE:20260308", "LOCATION:Ward 3", "UID:x@y", "DESCRIPTION:One\\nTwo"
      ).first)
    #expect(stay.what == "A stay, with; signs and lines" && stay.days == 3 && stay.time == nil)
    #expect(stay.note == "One\nTwo" && stay.place == "Ward 3" && stay.uid == "x@y")
    let long = try #require(try Self.read("DTSTART:20260305T100000", "DURATION:P1DT2H").first)
    #expect(long.minutes == 26 * 60)
  }

  @Test(arguments: ["\r\n", "\n"])
  func `folded lines are one, even within a letter`(ends: String) throws {
    let long = "SUMMARY:Gespräch über Schlaf und Wärme"
    let bytes = Array(long.utf8)
    // In the middle of the two bytes of ä.
    let cut = (bytes.firstIndex(of: 0xC3) ?? 0) + 1
    let head = Array("BEGIN:VCALENDAR\(ends)BEGIN:VEVENT\(ends)DTSTART:20260305\(ends)".utf8)
    let tail = Array("\(ends)END:VEVENT\(ends)END:VCALENDAR\(ends)".utf8)
    let folded = head + bytes[..<cut] + Array("\(ends) ".utf8) + bytes[cut...] + tail
    let found = try CalendarReading(folded, zones: Self.zones).appointments
    #expect(found.first?.what == "Gespräch über Schlaf und Wärme")
  }

  @Test func `odd encodings are read`() throws {
    let text =
      "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260305\nSUMMARY:Für Ada\n"
      + "END:VEVENT\nEND:VCALENDAR\n"
    let latin = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    let wide = text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    for bytes in [[0xEF, 0xBB, 0xBF] + Array(text.utf8), latin, [0xFF, 0xFE] + wide] {
      let found = try CalendarReading(bytes, zones: Self.zones).appointments
      #expect(found.first?.what == "Für Ada")
    }
    let printable = try Self.read(
      "DTSTART:20260305", "SUMMARY;ENCODING=QUOTED-PRINTABLE:F=C3=BCr Ada")
    #expect(printable.first?.what == "Für Ada")
  }

  @Test func `words steer no terminal`() throws {
    let found = try Self.read("DTSTART:20260305", "SUMMARY:a\u{1B}[2Jb\u{7F}c\td")
    #expect(found.first?.what == "a[2Jbc d")
  }

  @Test func `a series leaves out what was moved or called off`() throws {
    let text = """
      BEGIN:VCALENDAR
      BEGIN:VEVENT
      UID:s
      DTSTART:20260302T100000
      RRULE:FREQ=WEEKLY;UNTIL=20260331T235959Z
      EXDATE:20260309T100000
      END:VEVENT
      BEGIN:VEVENT
      UID:s
      RECURRENCE-ID:20260316T100000
      DTSTART:20260317T110000
      END:VEVENT
      BEGIN:VEVENT
      UID:s
      RECURRENCE-ID:20260323T100000
      STATUS:CANCELLED
      DTSTART:20260323T100000
      END:VEVENT
      END:VCALENDAR
      """
    let reading = try CalendarReading(Array(text.utf8), zones: Self.zones)
    let days = reading.appointments.flatMap {
      $0.days(in: Samples.date("2026-03-01")...Samples.date("2026-04-30"))
    }
    #expect(days.map(\.description) == ["2026-03-02", "2026-03-30", "2026-03-17"])
    #expect(reading.calledOff == 1)
  }

  @Test func `an UNTIL in UTC ends on the day it names here`() throws {
    func last(_ until: String) throws -> String? {
      let found = try Self.read(
        "DTSTART;TZID=Europe/Berlin:20260601T003000", "RRULE:FREQ=DAILY;UNTIL=\(until)")
      return found.first?.days(in: Samples.today...Samples.date("2026-12-31")).last?.description
    }
    // 22:30 UTC is half past midnight of the next day in summer.
    #expect(try last("20260604T223000Z") == "2026-06-05")
    #expect(try last("20260604T222900Z") == "2026-06-04")
    #expect(try last("20260604") == "2026-06-04")
  }
}

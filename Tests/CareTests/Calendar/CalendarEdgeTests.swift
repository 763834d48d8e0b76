import Testing

@testable import Care

/// What a calendar, a rule and a zone file say at their edges.
@Suite struct `A calendar at its edges` {
  @Test func `says in a sentence why it was refused`() {
    #expect(
      [
        CalendarProblem.tooLarge(limit: 5), .lineTooLong(line: 2), .notText, .notACalendar,
        .nesting(line: 3), .tooMany("events"), .event(4, "it ends before it begins"),
      ].map(\.sentence) == [
        "this calendar is larger than the 5 bytes that fit",
        "line 2 of this calendar is longer than any date needs",
        "this is no text, and so no calendar", "this is not a whole calendar",
        "line 3 of this calendar begins or ends what it cannot",
        "this calendar has more events than fit",
        "event 4 of this calendar: it ends before it begins",
      ])
  }

  @Test func `is read in UTF-16 of either order`() throws {
    let text =
      "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Thé\nDTSTART:20260305\nEND:VEVENT\nEND:VCALENDAR\n"
    let little = text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    for bytes in [
      [0xFF, 0xFE] + little, [0xFE, 0xFF] + big, [0xEF, 0xBB, 0xBF] + Array(text.utf8),
    ] {
      #expect(
        try CalendarReading(bytes, zones: CalendarTests.zones).appointments.map(\.what) == ["Thé"])
    }
    let parted = CalendarLines.mostLines + 1
    let much = String(repeating: "x\n", count: parted)
    #expect(throws: CalendarProblem.tooMany("lines")) { try CalendarLines.read(Array(much.utf8)) }
  }

  @Test func `holds texts of one line and of several, and none that are blank`() throws {
    let found = try CalendarTests.read(
      "DTSTART:20260305", "SUMMARY;ENCODING=QUOTED-PRINTABLE:=", "SUMMARY:second",
      "DESCRIPTION:one\\ntwo\\, and\\; three\\N", "LOCATION: ")
    #expect(found[0].what == "=" && found[0].place == nil)
    #expect(found[0].note == "one\ntwo, and; three")
    let lines = try CalendarLines.read(
      Array(
        "A;ENCODING=QUOTED-PRINTABLE:=C3=A4=\nB;ENCODING=quoted-printable:=FF\nno colon\n:x\n".utf8)
    )
    #expect(lines.map(\.value) == ["ä=", "=FF"])
    #expect(lines[0].text(most: 9) == "ä=" && lines[0].oneLine(most: 1) == "ä")
    let blank = CalendarLine(name: "X", parameters: [:], value: "\\n \u{7}", line: 1)
    #expect(blank.text(most: 9) == nil && blank.oneLine(most: 9) == nil)
    let accented = CalendarLine(
      name: "X", parameters: [:], value: "one\\n\u{301}two\\\\\u{301}", line: 1)
    let accent = "\u{301}"
    let named = try CalendarTests.read("DTSTART:20260305", "SUMMARY:\(accent)Clinic")
    #expect(named.map(\.what) == ["\(accent)Clinic"])
    let quoted = try CalendarLines.read(Array("A;B=\"\(accent)a:b\";C=\(accent)d:e\n".utf8))
    #expect(quoted.map(\.value) == ["e"])
    #expect(quoted[0].parameters == ["B": "\(accent)a:b", "C": "\(accent)d"])
    #expect(accented.text(most: 99) == "one\n" + accent + "two\\" + accent)
  }

  @Test(arguments: [
    ("PT40M", 40), ("+P1DT2H", 1_560), ("P2W", 20_160), ("PT90S", 2), ("P", nil), ("40M", nil),
    ("PT", 0), ("P1H", nil), ("PT1D", nil), ("PTM", nil), ("P1", nil), ("P999999999W", nil),
    ("-PT5M", nil),
  ])
  func `lasts as long as RFC 5545 writes it`(text: String, minutes: Int?) {
    #expect(CalendarDuration.minutes(text) == minutes)
  }

  @Test func `has walls before 1970 too`() {
    let (date, time) = CivilDate.atWall(-1)
    #expect(date.description == "1969-12-31" && time?.description == "23:59")
    #expect(CivilDate.atWall(-1_440).date.description == "1969-12-31")
  }

  @Test(arguments: [
    "20260305T143000X", "20260305 143000", "20260305T14300Z", "2026030", "20260305T146100",
    "20260305T143061", "20261305", "",
  ])
  func `has no other dates`(text: String) { #expect(CalendarTime(text) == nil) }

  private let nowhere = ZoneHours(local: nil) { _ in nil }

  private func read(_ lines: String...) throws -> Appointment {
    let text = (["BEGIN:VCALENDAR", "BEGIN:VEVENT"] + lines + ["END:VEVENT", "END:VCALENDAR"])
      .joined(separator: "\n")
    return try #require(CalendarReading(Array(text.utf8), zones: nowhere).appointments.first)
  }

  @Test func `in UTC, read where no zone is known, stays in UTC`() throws {
    let found = try read("DTSTART:20260305T133000Z", "DTEND:20260305T141000Z")
    #expect(found.zone == "UTC" && found.offset == 0 && found.minutes == 40)
  }

  @Test func `that ends in another zone lasts as long as it does`() throws {
    let found = try CalendarTests.read(
      "DTSTART:20260305T130000Z", "DTEND;TZID=Europe/Berlin:20260305T150000")
    #expect(found[0].minutes == 60)
    let floating = try CalendarTests.read(
      "DTSTART:20260305T140000", "DTEND:20260305T150000Z")
    #expect(floating[0].minutes == 60 || floating[0].minutes == 120)
    // A whole day ends a time of day: at its midnight.
    let day = try CalendarTests.read("DTSTART:20260305T230000Z", "DTEND;VALUE=DATE:20260307")
    #expect(day[0].minutes == 1_500 || day[0].minutes == 1_440)
    #expect(throws: CalendarProblem.self) {
      try CalendarTests.read("DTSTART:20260305T140000", "DURATION:long")
    }
    #expect(throws: CalendarProblem.self) {
      try CalendarTests.read("DTSTART:20260305", "EXDATE:never")
    }
  }

  @Test func `comes back until a moment, of its own zone or of UTC`() throws {
    func last(_ start: String, _ until: String) throws -> String? {
      try CalendarTests.read("DTSTART\(start)", "RRULE:FREQ=DAILY;UNTIL=\(until)")[0].repeats
        .flatMap { RecurrenceRule($0) }?.until?.description
    }
    #expect(try last(":20260305T143000", "20260309T143000") == "2026-03-09")
    #expect(try last(":20260305T143000", "20260309T140000") == "2026-03-08")
    #expect(try last(";TZID=Europe/Berlin:20260305T003000", "20260308T233000Z") == "2026-03-09")
    #expect(try last(":20260305T143000", "20260309") == "2026-03-09")
    #expect(try last(":20260305", "20260309T000000Z") == "2026-03-09")
    #expect(throws: CalendarProblem.self) { try last(":20260305T143000", "soon") }
    let utc = try read(
      "DTSTART;TZID=Nowhere:20260305T003000", "RRULE:FREQ=DAILY;UNTIL=20260308T233000Z")
    #expect(utc.repeats?.contains("UNTIL=20260308") == true)
  }

  @Test func `leaves out the days on which a series was moved or called off`() throws {
    let text = """
      BEGIN:VCALENDAR
      BEGIN:VEVENT
      UID:a
      DTSTART:20260305T143000
      RRULE:FREQ=DAILY;COUNT=9
      EXDATE:20260306T143000,20260307T143000
      END:VEVENT
      BEGIN:VEVENT
      UID:a
      RECURRENCE-ID:20260308T143000
      DTSTART:20260308T160000
      END:VEVENT
      BEGIN:VEVENT
      UID:a
      RECURRENCE-ID:20260309T143000
      DTSTART:20260309T143000
      STATUS:CANCELLED
      END:VEVENT
      END:VCALENDAR
      """
    let reading = try CalendarReading(Array(text.utf8), zones: CalendarTests.zones)
    #expect(reading.calledOff == 1 && reading.appointments.count == 2)
    #expect(
      reading.appointments[0].except?.map { String($0.description.suffix(2)) }
        == ["06", "07", "08", "09"])
    #expect(reading.appointments[1].uid == "a#20260308")
    let plain = text.replacing("EXDATE:20260306T143000,20260307T143000", with: "X-NOTHING:1")
    let left = try CalendarReading(Array(plain.utf8), zones: CalendarTests.zones).appointments[0]
    #expect(left.except?.count == 2)
  }

  @Test func `declares hours of its own, with days and seconds, within bounds`() throws {
    func offset(_ lines: String...) throws -> Int? {
      let text =
        (["BEGIN:VCALENDAR", "BEGIN:VTIMEZONE", "TZID:Own", "BEGIN:STANDARD"] + lines + [
          "END:STANDARD", "END:VTIMEZONE", "BEGIN:VEVENT", "DTSTART;TZID=Own:20260305T120000",
          "END:VEVENT", "END:VCALENDAR",
        ]).joined(separator: "\n")
      return try CalendarReading(Array(text.utf8), zones: nowhere).appointments[0].offset
    }
    let from = "TZOFFSETFROM:+0000"
    #expect(
      try offset("DTSTART:19700101T000000", "RDATE:20260101T000000", from, "TZOFFSETTO:+013000")
        == 90)
    #expect(try offset("DTSTART:20260101", from, "TZOFFSETTO:-0230") == -150)
    #expect(try offset("DTSTART:19700101T000000", from, "TZOFFSETTO:+1900") == 0)
    #expect(try offset("DTSTART:19700101T000000", from, "TZOFFSETTO:0100") == 0)
    #expect(try offset("DTSTART:19700101T000000", from, "TZOFFSETTO:+0160") == 0)
    #expect(try offset("DTSTART:20300101T000000", "TZOFFSETFROM:+0300", "TZOFFSETTO:+0100") == 180)
    #expect(try offset(from, "TZOFFSETTO:+0100") == nil)
  }

  @Test(arguments: [
    String(repeating: "A", count: 301), "FREQ=DAILY;WKST=XX", "FREQ=DAILY;UNTIL=never",
    "FREQ=WEEKLY;BYDAY=1MO", "FREQ=MONTHLY;BYDAY=99MO", "FREQ=MONTHLY;BYDAY=xMO",
    "FREQ=DAILY;BYMONTHDAY=0", "FREQ=DAILY;INTERVAL=1,2", "FREQ=DAILY;FREQ=DAILY", "FREQ",
    "FREQ=WEEKLY;BYMONTHDAY=3", "FREQ=MONTHLY;BYSETPOS=1", "FREQ=DAILY;BYHOUR=3", "",
  ])
  func `comes back by no other rule`(text: String) { #expect(RecurrenceRule(text) == nil) }

  @Test func `comes back on plain days`() {
    let rule = RecurrenceRule(.weekly, interval: 0, on: [.monday, .friday])
    #expect(rule.days.map(\.weekday) == [.monday, .friday] && rule.interval == 1)
    #expect(RecurrenceRule(rule.description) == rule)
  }

  @Test(arguments: [
    "CET-1X", "CET-1:60", "CET-1:00:60", "CET-1CEST-2,M3.5.0/x,M10.5.0", "CET-1CEST,M3.5.0,M10.5",
    "CET-1CEST,M3.5.9,M10.5.0", "CET-1:00:00:00", "CET-1CEST,X3.5.0,M10.5.0", "CET-30",
    "CET-1CEST-30,M3.5.0,M10.5.0", "CET-1C,M3.5.0,M10.5.0",
  ])
  func `has no other rule for all years`(text: String) {
    #expect(TimeZoneRules(posix: text) == nil)
  }

  @Test func `has a rule for all years with hours of summer, to the second`() throws {
    let zone = try #require(PosixZone("<-03>3<-02>2:30:30,M3.4.4/50,M10.4.4/-2"))
    #expect(zone.standard == -10_800 && zone.summer?.offset == -9_030)
    #expect(zone.summer?.from.second == 180_000 && zone.summer?.to.second == -7_200)
    // Beyond the years that there are, the rule has no days.
    #expect(zone.offset(at: .max) == -10_800)
    #expect(PosixZone.Turn(month: 13, week: 1, weekday: 0, second: 0).at(year: 2026) == nil)
  }

  /// A TZif file with these blocks.
  private func file(version: UInt8, _ blocks: [UInt8]...) -> [UInt8] {
    blocks.flatMap { Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15) + $0 }
  }

  private func counts(_ times: Int, _ types: Int, _ characters: Int = 4) -> [UInt8] {
    [0, 0, 0, times, types, characters].flatMap { count in
      (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * $0)) }
    }
  }

  private func number(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * (count - 1 - $0))) }
  }

  private func type(_ offset: Int) -> [UInt8] { number(offset, 4) + [0, 0] }

  /// Two changes: one hour east from 1,000 on, two from 2,000.
  private func block(_ size: Int, kinds: [UInt8] = [1, 2], times: [Int] = [1_000, 2_000]) -> [UInt8]
  {
    times.flatMap { number($0, size) } + kinds + type(0) + type(3_600) + type(7_200)
      + Array("CET\0".utf8)
  }

  @Test func `knows zones by their files, of either version`() throws {
    let old = try #require(TimeZoneRules(tzif: file(version: 0, counts(2, 3) + block(4))))
    let both = file(version: 50, counts(2, 3) + block(4), counts(2, 3) + block(8))
    let new = try #require(TimeZoneRules(tzif: both + Array("\nCET-1\n".utf8)))
    for zone in [old, new] {
      #expect([0, 1_000, 1_999].map { zone.offset(at: $0) } == [0, 3_600, 3_600])
    }
    #expect(old.offset(at: 9_999) == 7_200 && new.offset(at: 9_999) == 3_600)
    let none = try #require(
      TimeZoneRules(tzif: file(version: 0, counts(0, 1) + type(60) + [0, 0, 0, 0])))
    #expect(none.offset(at: 5) == 60)
  }

  @Test func `takes no zone file that is damaged`() {
    let good = counts(2, 3)
    for bytes in [
      file(version: 0, good + block(4).dropLast(20)),
      file(version: 0, counts(2, 0) + block(4)),
      file(version: 0, counts(5_000, 3) + block(4)),
      file(version: 0, counts(2, 300) + block(4)),
      file(version: 0, counts(70_000, 3) + block(4)),
      file(version: 0, good + block(4, kinds: [1, 9])),
      file(version: 0, good + block(4, times: [2_000, 1_000])),
      file(version: 0, counts(0, 1) + type(99_999) + [0, 0, 0, 0]),
      file(version: 50, good + block(4)),
      file(version: 50, good + block(4)) + Array("TZif".utf8),
      [UInt8](repeating: 0, count: 300_000),
      Array("TZiF".utf8) + [UInt8](repeating: 0, count: 60),
    ] {
      #expect(TimeZoneRules(tzif: bytes) == nil)
    }
  }
}

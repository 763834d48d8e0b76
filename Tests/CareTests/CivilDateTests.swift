import Care
import Testing

struct CivilDateTests {
  @Test(arguments: [
    ("1970-01-01", 0, Weekday.thursday), ("0001-01-01", -719_162, .monday),
    ("9999-12-31", 2_932_896, .friday), ("2000-02-29", 11_016, .tuesday),
    ("1969-12-31", -1, .wednesday), ("2026-03-01", 20_513, .sunday),
  ])
  func `a day has one text, one number and one weekday`(
    text: String, day: Int32, weekday: Weekday
  ) throws {
    let date = try #require(CivilDate(text))
    #expect(date.day == day)
    #expect(date.description == text)
    #expect(date.weekday == weekday)
  }

  @Test(arguments: [
    "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "0000-01-01",
    "2026-1-01", "26-01-01", "2026-01-01 ", " 2026-01-01", "2026/01/01", "2026-01-0１",
    "+026-01-01", "10000-01-01", "", "2026-01-011", "2026-01-01T00:00",
  ])
  func `a text that is not exactly a day is refused`(text: String) {
    #expect(CivilDate(text) == nil)
  }

  @Test func `every day of four centuries comes back from its text`() throws {
    var date = try #require(CivilDate("1799-12-31"))
    for _ in 0..<146_098 {
      let next = date.adding(days: 1)
      let (year, month, day) = next.parts
      #expect(CivilDate(year: year, month: month, day: day) == next)
      #expect(next > date)
      date = next
    }
    #expect(date.description == "2199-12-31" || date.description == "2200-01-01")
  }

  @Test(arguments: [Int32.min, Int32.min + 1, -719_163, 2_932_897, Int32.max])
  func `days outside the calendar stop at its ends`(day: Int32) {
    let date = CivilDate(day: day)
    #expect(date == (day < 0 ? .earliest : .latest))
    #expect(CivilDate(date.description) == date)
  }

  @Test(arguments: [Int.min, -1_000_000_000, 1_000_000_000, Int.max])
  func `adding any number of days never leaves the calendar`(days: Int) {
    #expect(CivilDate(day: 0).adding(days: days) == (days < 0 ? .earliest : .latest))
  }

  @Test(arguments: [
    ("today", "2026-03-01"), ("yesterday", "2026-02-28"), ("0d", "2026-03-01"),
    ("3d", "2026-02-26"), ("99999d", "1752-05-17"), ("2024-02-29", "2024-02-29"),
  ])
  func `a person can name a day in words`(text: String, expected: String) throws {
    let today = try #require(CivilDate("2026-03-01"))
    #expect(try CivilDate(text, today: today).description == expected)
  }

  @Test(arguments: ["Today", "-3d", "3", "d", "100000d", "3 d", "2026-02-30", ""])
  func `a text that names no day is refused with the forms that do`(text: String) throws {
    let error = #expect(throws: CareError.self) { try CivilDate(text, today: .earliest) }
    #expect(error?.hint?.contains("YYYY-MM-DD") == true)
    #expect(error?.hint?.contains("tomorrow") == false)
    let coming = #expect(throws: CareError.self) { try CivilDate(coming: text, today: .earliest) }
    #expect(coming?.hint?.contains("tomorrow") == true)
  }

  @Test func `tomorrow is a day for what is to come alone`() throws {
    let today = try #require(CivilDate("2026-03-01"))
    #expect(try CivilDate(coming: "tomorrow", today: today).description == "2026-03-02")
    #expect(try CivilDate(coming: "yesterday", today: today).description == "2026-02-28")
    #expect(throws: CareError.toCome) { try CivilDate("tomorrow", today: today) }
  }
}

struct MomentTests {
  @Test(
    arguments: [
      (0, 0, "1970-01-01T00:00:00.000+00:00"),
      (-1, 0, "1969-12-31T23:59:59.999+00:00"),
      (1_772_397_000_123, 60, "2026-03-01T21:30:00.123+01:00"),
      (1_772_397_000_123, -570, "2026-03-01T11:00:00.123-09:30"),
      (1_772_406_000_000, 60, "2026-03-02T00:00:00.000+01:00"),
    ] as [(Int64, Int16, String)])
  func `a moment shows the wall clock where it was noted`(
    milliseconds: Int64, offset: Int16, text: String
  ) {
    let moment = Moment(milliseconds: milliseconds, offsetMinutes: offset)
    #expect(moment.description == text)
    #expect(moment.date.description == text.prefix(10))
  }

  @Test(
    arguments: [Int64.min, Int64.max], [Int16.min, 0, Int16.max])
  func `no moment leaves the calendar`(milliseconds: Int64, offset: Int16) {
    let date = Moment(milliseconds: milliseconds, offsetMinutes: offset).date
    #expect(CivilDate(date.description) == date)
    #expect(date.parts.year == (milliseconds < 0 ? 1 : 9999))
  }

  @Test func `the machine's clock is in this century`() {
    #expect((2020...2100).contains(Clock.system.now().date.parts.year))
  }
}

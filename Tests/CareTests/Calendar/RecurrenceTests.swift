import Testing

@testable import Care

struct RecurrenceTests {
  /// Rules with their first days, from RFC 5545 § 3.8.5.3 (the examples' dates, in 1997).
  static let examples: [(rule: String, start: String, days: String)] = [
    ("FREQ=DAILY;COUNT=3", "1997-09-02", "09-02 09-03 09-04"),
    ("FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09-02", "09-02 09-12 09-22 10-02 10-12"),
    ("FREQ=WEEKLY;COUNT=4", "1997-09-02", "09-02 09-09 09-16 09-23"),
    (
      "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,TH;COUNT=8", "1997-09-02",
      "09-02 09-04 09-16 09-18 09-30 10-02 10-14 10-16"
    ),
    ("FREQ=MONTHLY;COUNT=4;BYDAY=1FR", "1997-09-05", "09-05 10-03 11-07 12-05"),
    ("FREQ=MONTHLY;INTERVAL=2;COUNT=4;BYDAY=1SU,-1SU", "1997-09-07", "09-07 09-28 11-02 11-30"),
    ("FREQ=MONTHLY;BYMONTHDAY=-3;UNTIL=19971231", "1997-09-28", "09-28 10-29 11-28 12-29"),
    ("FREQ=MONTHLY;COUNT=5;BYMONTHDAY=1,-1", "1997-09-30", "09-30 10-01 10-31 11-01 11-30"),
    ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=2", "1997-06-13", "06-13"),
    ("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04", "09-04 10-07 11-06"),
    (
      "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=4", "1997-09-29",
      "09-29 10-30 11-27 12-30"
    ),
    ("FREQ=YEARLY;COUNT=3;BYMONTH=6,7,12", "1997-06-10", "06-10 07-10 12-10"),
    ("FREQ=YEARLY;BYDAY=20MO;COUNT=1", "1997-05-19", "05-19"),
    ("FREQ=YEARLY;BYMONTH=3;BYDAY=TH;COUNT=3", "1997-03-13", "03-13 03-20 03-27"),
  ]

  @Test(arguments: examples)
  func `falls on the days that RFC 5545 names`(rule: String, start: String, days: String) throws {
    let rule = try #require(RecurrenceRule(rule))
    let found = rule.days(
      from: Samples.date(start), in: Samples.date("1997-01-01")...Samples.date("1997-12-31"))
    #expect(found.map { String($0.description.dropFirst(5)) }.joined(separator: " ") == days)
  }

  @Test(arguments: examples)
  func `comes back from its own text`(rule: String, start: String, days: String) throws {
    let rule = try #require(RecurrenceRule(rule))
    #expect(RecurrenceRule(rule.description) == rule)
  }

  @Test(arguments: [
    "", "FREQ=HOURLY", "FREQ=SECONDLY;COUNT=1000000000", "FREQ=DAILY;INTERVAL=0",
    "FREQ=DAILY;INTERVAL=1001", "FREQ=DAILY;COUNT=10001", "FREQ=DAILY;COUNT=-1", "COUNT=3",
    "FREQ=DAILY;COUNT=2;UNTIL=20260101", "FREQ=DAILY;UNTIL=20260230", "FREQ=DAILY;FREQ=DAILY",
    "FREQ=WEEKLY;BYDAY=1MO", "FREQ=WEEKLY;BYDAY=XX", "FREQ=MONTHLY;BYMONTHDAY=32",
    "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=YEARLY;BYWEEKNO=20", "FREQ=DAILY;BYHOUR=3",
    "FREQ=DAILY;BYSETPOS=1", "FREQ=DAILY;INTERVAL=99999999999999999999", "FREQ=DAILY;X",
    "FREQ=MONTHLY;BYDAY=54MO",
  ])
  func `a rule that is not read here is refused`(_ text: String) {
    #expect(RecurrenceRule(text) == nil)
  }

  @Test func `a rule without end is followed no further than it is asked`() throws {
    let rule = try #require(RecurrenceRule("FREQ=DAILY"))
    let far = Samples.date("9999-12-01")...CivilDate.latest
    #expect(rule.days(from: Samples.date("0001-01-01"), in: far).count >= 30)
    let never = try #require(RecurrenceRule("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30"))
    let all = CivilDate.earliest...CivilDate.latest
    #expect(never.days(from: Samples.today, in: all) == [Samples.today])
  }

  @Test(.timeLimit(.minutes(30)))
  func `a rule that never fills its count is given up`() throws {
    let all = CivilDate.earliest...CivilDate.latest
    for text in [
      "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=10", "FREQ=DAILY;BYMONTHDAY=-32;COUNT=2",
      "FREQ=MONTHLY;BYMONTH=4,6;BYMONTHDAY=31;COUNT=2",
    ] {
      guard let never = RecurrenceRule(text) else { continue }
      for _ in 0..<500 {
        #expect(never.days(from: Samples.today, in: all) == [Samples.today])
      }
    }
    // What is rare is not never.
    for frequency in ["YEARLY", "MONTHLY", "DAILY"] {
      let rule = try #require(
        RecurrenceRule("FREQ=\(frequency);BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;COUNT=3"))
      let days = rule.days(from: Samples.date("2024-02-01"), in: all).dropFirst()
      #expect(days.map(\.description) == ["2044-02-29", "2072-02-29"])
    }
  }

  @Test func `the search near a window finds what counting from the start finds`() throws {
    for text in [
      "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,SU", "FREQ=MONTHLY;BYDAY=-1FR",
      "FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=31", "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29",
    ] {
      let rule = try #require(RecurrenceRule(text))
      let start = Samples.date("2024-02-29")
      let whole = rule.days(from: start, in: start...Samples.date("2046-12-31"))
      let window = Samples.date("2040-01-01")...Samples.date("2044-12-31")
      #expect(rule.days(from: start, in: window) == whole.filter(window.contains))
      #expect(!whole.isEmpty)
    }
  }
}

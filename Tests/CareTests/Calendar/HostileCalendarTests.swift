import Seeded
import Testing

@testable import Care

struct HostileCalendarTests {
  static let hostile: [(name: String, lines: [String], problem: String)] = [
    ("no start", ["SUMMARY:x"], "it does not say when it begins"),
    ("a day that is none", ["DTSTART:20260230"], "the date on which it begins cannot be read"),
    (
      "an hour that is none", ["DTSTART:20260205T256000"],
      "the date on which it begins cannot be read"
    ),
    (
      "a number for a date", ["DTSTART:99999999999999"],
      "the date on which it begins cannot be read"
    ),
    (
      "an end before the start", ["DTSTART:20260205", "DTEND:20260201"], "it ends before it begins"
    ),
    (
      "an end that is none", ["DTSTART:20260205", "DTEND:soon"],
      "the date on which it ends cannot be read"
    ),
    (
      "every second, for ever", ["DTSTART:20260205", "RRULE:FREQ=SECONDLY"],
      "it comes back in a way that is not read here"
    ),
    (
      "a billion times", ["DTSTART:20260205", "RRULE:FREQ=DAILY;COUNT=1000000000"],
      "it comes back in a way that is not read here"
    ),
    (
      "two rules", ["DTSTART:20260205", "RRULE:FREQ=DAILY", "RRULE:FREQ=DAILY"],
      "it comes back in a way that is not read here"
    ),
    (
      "days besides", ["DTSTART:20260205", "RDATE:20260301"],
      "it names days outside of its rule, which is not read here"
    ),
  ]

  @Test(arguments: hostile)
  func `a hostile event is refused`(name: String, lines: [String], problem: String) {
    let text = (["BEGIN:VCALENDAR", "BEGIN:VEVENT"] + lines + ["END:VEVENT", "END:VCALENDAR"])
      .joined(separator: "\n")
    #expect(throws: CalendarProblem.event(1, problem)) {
      try CalendarReading(Array(text.utf8), zones: CalendarTests.zones)
    }
  }

  @Test func `a hostile file is refused within bounds`() {
    func refused(_ text: String) -> CalendarProblem? {
      do throws(CalendarProblem) {
        _ = try CalendarReading(Array(text.utf8), zones: CalendarTests.zones)
        return nil
      } catch { return error }
    }
    let long = String(repeating: "x", count: 70_000)
    #expect(refused(String(repeating: "x", count: 10_000_000)) == .tooLarge(limit: 1_048_576))
    #expect(refused("BEGIN:VCALENDAR\nX:\(long)\nEND:VCALENDAR") == .lineTooLong(line: 2))
    let folded = "BEGIN:VCALENDAR\nX:" + String(repeating: "\n \(long.prefix(70))", count: 2000)
    #expect(refused(folded) == .lineTooLong(line: 2))
    #expect(refused(String(repeating: "A:b\n", count: 30_000)) == .tooMany("lines"))
    let events = String(repeating: "BEGIN:VEVENT\nDTSTART:20260101\nEND:VEVENT\n", count: 501)
    #expect(refused("BEGIN:VCALENDAR\n\(events)END:VCALENDAR") == .tooMany("events"))
    let deep = "BEGIN:VCALENDAR\n" + String(repeating: "BEGIN:VEVENT\n", count: 50)
    #expect(refused(deep) == .nesting(line: 9))
    #expect(refused("BEGIN:VCALENDAR\nEND:VEVENT") == .nesting(line: 2))
    #expect(refused("BEGIN:VCALENDAR\nBEGIN:VEVENT") == .notACalendar)
    #expect(refused("") == .notACalendar && refused("BEGIN:VCALENDAR\0") == .notText)
  }

  @Test func `no bytes break the reading`() {
    let whole = Array(
      """
      BEGIN:VCALENDAR
      BEGIN:VTIMEZONE
      TZID:X
      BEGIN:STANDARD
      DTSTART:19701025T030000
      TZOFFSETFROM:+0200
      TZOFFSETTO:+0100
      RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
      END:STANDARD
      END:VTIMEZONE
      BEGIN:VEVENT
      UID:a
      DTSTART;TZID=X:20260305T143000
      DURATION:PT40M
      RRULE:FREQ=MONTHLY;BYDAY=1TH;COUNT=5
      EXDATE;TZID=X:20260402T143000
      SUMMARY;ENCODING=QUOTED-PRINTABLE:=C3=A4
      END:VEVENT
      END:VCALENDAR

      """.utf8)
    var chance = Chance(seed: 5545)
    var read = 0
    for _ in 0..<3000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &chance) {
        let place = Int.random(in: 0..<bytes.count, using: &chance)
        switch Int.random(in: 0..<3, using: &chance) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &chance)
        case 1: bytes.remove(at: place)
        default: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &chance)], at: place)
        }
      }
      guard let reading = try? CalendarReading(bytes, zones: CalendarTests.zones) else { continue }
      read += 1
      for appointment in reading.appointments {
        _ = appointment.days(in: Samples.today...Samples.today.adding(days: 400))
        #expect((try? EntryCoding.encode(Samples.entry(1, appointment))) != nil)
      }
    }
    #expect(read > 300)
  }
}

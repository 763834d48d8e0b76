import Testing

@testable import Care

struct CalendarTextTests {
  @Test(arguments: [
    ("a;b,c\\d", "a\\;b\\,c\\\\d"), ("one\ntwo", "one\\ntwo"),
    ("one\r\ntwo\rthree", "one\\ntwo\\nthree"),
    // Each of these is one letter to a reader, and to Swift.
    (";\u{301}x", "\\;\u{301}x"), (",\u{FE0F}", "\\,\u{FE0F}"),
    ("a\u{0}\u{1B}b\tc", "a\u{FFFD}\u{FFFD}b\tc"),
  ])
  func `what has a meaning of its own is set off`(text: String, escaped: String) {
    #expect(CalendarText.escaped(text) == escaped)
  }

  @Test(arguments: [
    "x", "漢字とかな", "👩🏽‍❤️‍👨🏻", "e" + String(repeating: "\u{301}", count: 60), "a\\;b,c;\u{301}",
  ])
  func `a visit reads back as it was written, in lines of 75 bytes`(part: String) throws {
    let what = String(repeating: part, count: 20)
    let day = CivilDate(day: 20_524)
    let bytes = CalendarWriting.visit(
      on: day, with: what, at: "room 3, second floor; left\r\nBEGIN:VEVENT",
      now: Moment(milliseconds: 0), uid: "one")
    for line in bytes.split(separator: 13) { #expect(line.count <= 76, "with its LF") }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
    #expect(lines.count { $0 == "BEGIN:VEVENT" } == 1)
    let found = try CalendarReading(bytes, zones: CalendarTests.zones).appointments
    #expect(found.map(\.what) == [String(what.unicodeScalars.prefix(Self.longest))])
    #expect(found.map(\.date) == [day])
  }

  @Test(arguments: [
    ("Europe/Berlin", "Europe/Berlin"), ("My Zone", "\"My Zone\""),
    ("a\"b:c", "\"ab:c\""), ("a\"\u{301}b", "\"a\u{301}b\""),
  ])
  func `a name stays within its quotes`(name: String, parameter: String) {
    #expect(CalendarWriting.parameter(name).utf8.elementsEqual(parameter.utf8))
  }

  /// What an appointment takes of a title.
  private static let longest = 200
}

import Testing
import Vault

@testable import Care

/// What each reader of other programs' files refuses or passes over at its edges.
@Suite struct `A file of another program` {
  private func sentence(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch { return (error as? CareError)?.sentence }
  }

  private static let nowhere = ZoneHours(local: nil) { _ in nil }

  private func csv(_ text: String, _ columns: CSVColumns) throws -> [ImportedEntry] {
    try CSVImport(Array(text.utf8), columns).imported(digest: JrnlTests.sum)
  }

  private func dayOne(_ members: String) throws -> DayOneExport {
    let text = #"{"entries":[{"creationDate":"2026-03-01T20:30:00Z"\#(members)}]}"#
    return try DayOneExport(Array(text.utf8), zones: Self.nowhere)
  }

  @Test func `that is larger than any is refused unread`() {
    let much = [UInt8](repeating: UInt8(ascii: " "), count: 67_108_865)
    let limit = "67108864"
    for refused in [
      sentence { _ = try CSVTable(much) }, sentence { _ = try JrnlExport(much) },
      sentence { _ = try DayOneExport(much, zones: Self.nowhere) },
      sentence { _ = try VesperExport(much) },
    ] { #expect(refused?.contains(limit) == true) }
  }

  @Test func `with a scale that is none has none`() {
    for text in ["", "1", "1-", "-5", "5-1", "1-1", "1-2000", "1-2-3", "a-b"] {
      #expect(CSVColumns.Scale(text) == nil)
    }
    #expect(CSVColumns.Part.pain.isMeasure && !CSVColumns.Part.date.isMeasure)
    #expect(CSVColumns.Dates.dmy.expectation == "a day, as in 31/12/2026")
    #expect(CSVColumns.Dates.mdy.expectation == "a day, as in 12/31/2026")
  }

  static let days: [(text: String, order: CSVColumns.Dates, day: String?)] = [
    ("31/12/2026", .dmy, "2026-12-31"), ("12/31/2026", .mdy, "2026-12-31"),
    ("1.3.2026", .dmy, "2026-03-01"), ("31/12/26", .dmy, nil), ("31-12", .mdy, nil),
    ("311/1/2026", .dmy, nil), ("1/122/2026", .dmy, nil), ("x/1/2026", .mdy, nil),
    ("31/12/2026", .mdy, nil), ("2026-12-31", .iso, "2026-12-31"),
  ]

  @Test(arguments: days)
  func `writes its days in one order`(text: String, order: CSVColumns.Dates, day: String?) {
    #expect(WrittenDay.read(text, order)?.0.description == day)
  }

  @Test func `may say its times in a column of their own`() throws {
    let columns = CSVColumns(names: [.date: "day", .time: "at", .text: "text"])
    let found = try csv("day,at,text\n2026-02-01,9:30 pm,a\n2026-02-02,,b\n", columns)
    #expect(found.map { ($0.value as? Reflection)?.time?.description } == ["21:30", nil])
    let refused = sentence { _ = try csv("day,at,text\n2026-02-01,soon,a\n", columns) }
    #expect(refused == "\"at\" is not a time, HH:MM at line 2, column 12 (byte 23)")
    #expect(WrittenDay.time("9:30:1x") == nil && WrittenDay.time("9:30:10.5")?.minute == 570)
    #expect(try CSVImport.names(in: Array("day,at\n".utf8)) == ["day", "at"])
  }

  @Test func `without a column for words has readings, and a note that is not too long`() throws {
    let columns = CSVColumns(
      names: [.date: "day", .pain: "pain", .text: "note"],
      scales: CSVColumns.Scale("1-5").map { [.pain: $0] } ?? [:])
    let found = try csv("day,pain,note\n2026-02-01,5,\n2026-02-02,,only words\n", columns)
    #expect(found.map(\.value.line) == ["pain 10", "only words"])
    let refused = sentence { _ = try csv("day,pain,note\n2026-02-01,6,\n", columns) }
    #expect(refused?.hasPrefix("\"pain\" is not a number from 1 to 5") == true)
    let long = String(repeating: "w", count: CheckIn.longestNote + 1)
    let tooLong = sentence { _ = try csv("day,pain,note\n2026-02-01,1,\(long)\n", columns) }
    #expect(tooLong?.contains("longer than") == true)
    let words = CSVColumns(names: [.date: "day", .tags: "labels", .text: "text"])
    #expect(try csv("day,labels,text\n2026-02-01,#One;@two,a\n", words)[0].tags == ["one", "two"])
  }

  @Test func `of one column, with a mark and old line ends, is a table`() throws {
    #expect(try CSVTable([0xEF, 0xBB, 0xBF] + Array("day\r\n2026\r\n".utf8)).rows.count == 1)
    #expect(try CSVTable(Array("a\tb\n1\t2".utf8)).rows[0].map(\.text) == ["1", "2"])
    #expect(try CSVTable(Array("a\n\"x\r\ny\"\n".utf8)).rows[0][0].text == "x\ny")
    #expect(" \u{A0} ".trimmingSpace() == "" && " a ".trimmingSpace() == "a")
  }

  private func bearable(_ rows: String) throws -> [ImportedEntry] {
    let header = "date,date formatted,weekday,time of day,category,rating/amount,detail,notes\n"
    let scales = CSVColumns.Scale("1-5").map { [CSVColumns.Part.energy: $0] } ?? [:]
    return try BearableExport(Array((header + rows).utf8), scales: scales)
      .imported(digest: JrnlTests.sum)
  }

  @Test func `of Bearable is read by the scale that is given, and else kept as words`() throws {
    let refused = sentence { _ = try bearable("x,2026-03-02,Monday,am,Energy,9,,\n") }
    #expect(refused?.hasPrefix("\"energy\" is not a number from 1 to 5") == true)
    let found = try bearable(
      "x,2026-03-02,Monday,am,,,a word,\nx,2026-03-03,Monday,am,Energy,3,,\n")
    #expect(found.map(\.value.line) == ["a word", "energy 5"])
    let long = String(repeating: "w", count: CheckIn.longestNote + 1)
    let tooLong = sentence { _ = try bearable("x,2026-03-02,Monday,am,Note,,\(long),\n") }
    #expect(tooLong?.contains("longer than") == true)
    #expect(
      sentence { _ = try BearableExport(Array("a,b\n".utf8), scales: [:]) }?
        .contains("date formatted") == true)
    #expect(
      sentence { _ = try bearable("x,soon,Monday,am,Mood,1,,\n") }?.contains("YYYY-MM-DD") == true)
  }

  @Test(arguments: [
    (#","text":7"#, "\"text\" is not text"),
    (#","isAllDay":1"#, "\"isAllDay\" is not true or false"),
    (#","tags":7"#, "\"tags\" is not a list"), (#","tags":[7]"#, "\"tags\" is not a list of words"),
  ])
  func `of Day One is refused where a member is something else`(members: String, start: String) {
    #expect(sentence { _ = try dayOne(members) }?.contains(start) == true)
  }

  @Test func `of Day One is read without a zone, a name or words`() throws {
    let export = try dayOne(
      #","timeZone":"Nowhere/Land","text":"a\\!","uuid":"short","tags":["Two Words","@","x!y"],"starred":true"#
    )
    let found = export.imported(digest: JrnlTests.sum)
    #expect(found.count == 1 && found[0].source.hasPrefix("dayone:"))
    #expect(
      found[0].about.description == "2026-03-01"
        && found[0].tags == ["starred", "two-words", "x!y"])
    #expect((found[0].value as? Reflection)?.time?.description == "20:30")
    #expect(export.leftOut == [LeftOut("tags that are none here", 1)])
    #expect(try dayOne("").leftOut == [LeftOut("entries without words", 1)])
    let shown = try dayOne(
      ##","text":"![](dayone-moment://x) ![no] \\a ![](dayone-moment://y"}"##
        .replacing("}", with: ""))
    #expect(
      (shown.imported(digest: JrnlTests.sum)[0].value as? Reflection)?.text
        == " ![no] \\a ![](dayone-moment://y")
    let accented = try dayOne(
      ##","text":"![](dayone-moment://x)\##u{FE0F} met Jo (at noon)""##)
    #expect(
      (accented.imported(digest: JrnlTests.sum)[0].value as? Reflection)?.text
        == "\u{FE0F} met Jo (at noon)")
    let many = (0...Tags.limit).map { "\"t\($0)\"" }.joined(separator: ",")
    #expect(try dayOne(",\"text\":\"a\",\"tags\":[\(many)]").leftOut.map(\.count) == [1])
    let long = String(repeating: "w", count: EntryCoding.longestText)
    #expect(sentence { _ = try dayOne(",\"text\":\"\(long)\"") }?.contains("longer") == true)
    let list = Array(#"{"entries":[7]}"#.utf8)
    #expect(
      sentence { _ = try DayOneExport(list, zones: Self.nowhere) }?
        .contains("\"entries\" is not an object") == true)
  }

  @Test(arguments: [
    "2026-03-01T20:30:00.25Z", "2026-03-01T20:30:60Z",
  ])
  func `of Day One says times with parts of a second too`(time: String) throws {
    let text = #"{"entries":[{"creationDate":"\#(time)","text":"a","isAllDay":true}]}"#
    let found = try DayOneExport(Array(text.utf8), zones: Self.nowhere)
      .imported(digest: JrnlTests.sum)
    #expect((found[0].value as? Reflection)?.time == nil)
  }

  @Test(arguments: [
    "2026-03-01T20:30:61Z", "2026-03-01 20:30:00Z", "2026-03-01T20:30:00", "2026-03-01T20:30:00xZ",
    "2026-03-01T20.30:00Z", "2026-13-01T20:30:00Z", "",
  ])
  func `of Day One says no other times`(time: String) {
    let text = #"{"entries":[{"creationDate":"\#(time)","text":"a"}]}"#
    #expect(
      sentence { _ = try DayOneExport(Array(text.utf8), zones: Self.nowhere) }?
        .contains("creationDate") == true)
  }

  @Test func `of jrnl passes over a tag that is too long, and has no more than fit`() throws {
    let long = "@" + String(repeating: "w", count: Tags.longest + 1)
    let bytes = JrnlTests.export(JrnlTests.sound.replacing("[]", with: "[\"\(long)\",\"@a\"]"))
    #expect(try JrnlExport(bytes).imported(digest: JrnlTests.sum).map(\.tags) == [[], ["a"]])
    #expect(try JrnlExport(bytes).count == 2)
    let many = (0...Tags.limit).map { "\"@t\($0)\"" }.joined(separator: ",")
    let refused = sentence {
      _ = try JrnlExport(
        JrnlTests.export(JrnlTests.sound.replacing("[]", with: "[\(many)]")))
    }
    #expect(refused?.hasPrefix("entry 2: there are more than") == true)
  }

  private static let line =
    #"{"id":"00000000000000000000000000000007","kind":"reflection","author":"Ada","audience":"private","about":"2026-03-01","entered":"2026-03-01T21:30:00.000+01:00","tags":[],"body":{"text":"a"}}"#

  @Test(arguments: [
    (line.replacing(#","body":{"text":"a"}"#, with: ""), "body"),
    (line.replacing(#""reflection""#, with: #""nothing""#), "nothing"),
    (line.replacing("2026-03-01\"", with: "2026-02-30\""), "about"),
    (line.replacing("21:30:00.000", with: "21.30"), "entered"),
    (line.replacing("0000000007", with: "000000000g"), "id"),
    (line.replacing(#"{"text":"a"}"#, with: #"{"text":7}"#), "text"),
    (line.replacing("private", with: "secret"), "audience"),
    ("7", "line"), (line + "x", ""),
  ])
  func `of vesper is refused whole where a line does not fit`(line: String, word: String) throws {
    let text = "\n" + Self.line + "\n" + line
    let refused = sentence { _ = try VesperExport(Array(text.utf8)) }
    #expect(refused?.contains(word) == true, "\(refused ?? "taken")")
    #expect(try VesperExport(Array(("\n" + Self.line + "\n").utf8)).count == 1)
    #expect(try VesperExport(Array((Self.line + "\n \t\r\n" + Self.line).utf8)).count == 2)
  }

  @Test func `of vesper has lines of a largest size`() {
    let long = [UInt8](repeating: UInt8(ascii: "x"), count: VesperExport.longestLine + 1)
    #expect(sentence { _ = try VesperExport(long) }?.hasPrefix("line 1") == true)
  }

  @Test func `of vesper keeps where its entries came from`() throws {
    let line = Self.line.replacing(#","body""#, with: #","source":"jrnl:1","body""#)
      .replacing("[]", with: #"["tea"]"#)
    let export = try VesperExport(Array(line.utf8))
    #expect(export.imported(by: "ada").entries.map(\.source) == ["jrnl:1"])
    let bytes = try export.lines.flatMap { try ExportLine(entry: $0.entry, author: "Ada").bytes() }
    #expect(bytes == Array((line + "\n").utf8))
  }
}

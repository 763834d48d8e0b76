import Testing
import Vault

@testable import Care

/// The fixtures were made by hand in the true forms of their programs.
@Suite struct `What other programs keep` {
  private static let zones = ZoneHours(local: TimeZoneRules(posix: "CET-1CEST,M3.5.0,M10.5.0/3")) {
    switch $0 {
    case "Europe/Amsterdam": TimeZoneRules(posix: "CET-1CEST,M3.5.0,M10.5.0/3")
    case "America/New_York": TimeZoneRules(posix: "EST5EDT,M3.2.0,M11.1.0")
    default: nil
    }
  }

  private static func listing(_ entries: [ImportedEntry]) -> [String] {
    entries.map { entry in
      let time = (entry.value as? Reflection)?.time.map { " \($0)" } ?? ""
      let words = (entry.value as? Reflection)?.text ?? ""
      let note = (entry.value as? CheckIn)?.note ?? ""
      let line = entry.value is Reflection ? words : "\(entry.value.line) | \(note)"
      let tags = entry.tags.isEmpty ? "" : " [\(entry.tags.joined(separator: " "))]"
      return "\(entry.about)\(time)\(tags) \(line)".replacing("\n", with: "⏎")
    }
  }

  /// Whether every entry is one that a record can hold, as it is.
  private static func expectKept(_ entries: [ImportedEntry]) throws {
    #expect(!entries.isEmpty)
    #expect(Set(entries.map(\.source)).count == entries.count)
    for (index, imported) in entries.enumerated() {
      let entry = Entry(
        id: Samples.id(index), value: imported.value, author: Samples.ana, audience: .private,
        about: imported.about, entered: Moment(milliseconds: 0), tags: imported.tags,
        source: imported.source)
      #expect(try EntryCoding.decode(EntryCoding.encode(entry), header: entry.header) == entry)
    }
  }

  @Test func `come in from Day One, where and when they were written`() throws {
    let bytes = try Samples.file("Fixtures/dayone.json")
    let export = try DayOneExport(bytes, zones: Self.zones)
    let entries = export.imported(digest: JrnlTests.sum)
    #expect(
      Self.listing(entries) == [
        "2026-03-01 00:30 [bench slow-evening starred] # By the river⏎⏎⏎⏎We sat until the light went. It was quiet - and enough!",
        "2026-03-02 A whole day of rest.",
        "2026-07-04 12:05 Two lines,⏎as somebody typed them: a \\ stays one.",
      ])
    #expect(
      export.leftOut == [
        LeftOut("photos", 1), LeftOut("videos", 1), LeftOut("sound recordings", 1),
        LeftOut("places", 1), LeftOut("notes of the weather", 1),
        LeftOut("entries without words", 1),
      ])
    #expect(entries.first?.source == "dayone:5A3C1E7F9B2D4C6E8F0A1B2C3D4E5F60")
    try Self.expectKept(entries)
  }

  @Test func `come in from Bearable, with its own words for its own scales`() throws {
    let bytes = try Samples.file("Fixtures/bearable.csv")
    let export = try BearableExport(bytes, scales: [:])
    let entries = export.imported(digest: JrnlTests.sum)
    #expect(
      Self.listing(entries) == [
        "2026-03-02 [am] mood 6 · Energy: low (2) | Energy: low (2)⏎Symptom: Pain (Moderate) (2)⏎left hip, after⏎the stairs⏎Symptom: Headache (Mild) (1)",
        "2026-03-02 [pm] mood 7 · a \"good\" evening | a \"good\" evening",
        "2026-03-03 Sleep: Asleep 23:10 - 06:40 (7:30) | Sleep: Asleep 23:10 - 06:40 (7:30)⏎Sleep quality: good (3)⏎Health measurements: Step count (steps) (4210)",
      ])
    #expect(export.leftOut == [LeftOut("rows with nothing in them", 1)])
    try Self.expectKept(entries)
  }

  @Test func `come in from Bearable as readings where a scale is given`() throws {
    let scales = try [
      CSVColumns.Part.energy: #require(CSVColumns.Scale("1-5")),
      .pain: #require(CSVColumns.Scale("0-4")), .sleep: #require(CSVColumns.Scale("1-5")),
    ]
    let bytes = try Samples.file("Fixtures/bearable.csv")
    let first = try BearableExport(bytes, scales: scales).imported(digest: JrnlTests.sum)
    let lines = first.map(\.value.line)
    // 2 of 1 … 5 is 2.5 of 0 … 10: halves go upwards.
    #expect(lines[0] == "energy 3 · pain 5 · mood 6 · left hip, after")
    #expect(lines[2].hasPrefix("sleep 5"))
    // The scale is a way to read, and no part of what an entry is.
    let again = try BearableExport(bytes, scales: [:]).imported(digest: JrnlTests.sum)
    #expect(first.map(\.source) == again.map(\.source))
  }

  @Test func `come in from a table with semicolons, another calendar and another scale`() throws {
    let columns = CSVColumns(
      names: [
        .date: "dag", .pain: "Pijn", .energy: "Energie (1-5)", .text: "Opmerking",
      ], scales: [.energy: try #require(CSVColumns.Scale("1-5"))], dates: .dmy)
    let table = try CSVImport(Samples.file("Fixtures/table-semicolons.csv"), columns)
    let entries = table.imported(digest: JrnlTests.sum)
    #expect(
      Self.listing(entries) == [
        "2026-03-02 energy 3 · pain 6 · Rustige dag; thee | Rustige dag; thee⏎bij het raam",
        "2026-03-03 energy 8 | ",
      ])
    #expect(
      table.leftOut == [
        LeftOut("rows with nothing in these columns", 1), LeftOut("column \"Tijd\"", nil),
        LeftOut("column \"Weer\"", nil),
      ])
    try Self.expectKept(entries)
  }

  @Test func `come in from a table of words, equal rows too`() throws {
    let columns = CSVColumns(names: [.date: "When", .text: "Words", .tags: "labels"])
    let entries = try CSVImport(Samples.file("Fixtures/table.csv"), columns)
      .imported(digest: JrnlTests.sum)
    #expect(
      Self.listing(entries) == [
        "2026-02-01 08:10 [outside walk] A walk, slowly.",
        "2026-02-01 08:10 [outside walk] A walk, slowly.",
        "2026-02-03 21:05 He said \"later\" and meant it.",
      ])
    try Self.expectKept(entries)
  }

  /// What is wrong, and where: line and column.
  private static let damages: [(table: String, problem: ImportProblem, line: Int, column: Int)] = [
    ("", .expected("a table with a header", field: "file"), 1, 1),
    ("day,pain\n", .noColumn("text"), 1, 1),
    ("day,text\n2026-02-30,a\n", .expected("a day, YYYY-MM-DD", field: "day"), 2, 1),
    (
      "day,text\n2026-02-01,a\n01/02/2026,b\n",
      .otherDates("a day, YYYY-MM-DD", field: "day"), 3, 1
    ),
    ("day,text\n,a\n", .missing("day"), 2, 1),
    ("day,text\n2026-02-01,a,b\n", .unevenRow(3, header: 2), 2, 1),
    ("day,text\n2026-02-01,a\"b\n", .strayQuote, 2, 13),
    ("day,text\n2026-02-01,\"a\"b\n", .strayQuote, 2, 15),
    ("day,text\n2026-02-01,\"a\n\n\n", .openQuote, 2, 12),
    ("day,text\n2026-02-01,a\u{0}b\n", .controlCharacter, 2, 12),
    ("day,text\n2026-02-01,a\u{1B}[2J\n", .controlCharacter, 2, 12),
    ("day,text\n2026-02-01 25:00,a\n", .expected("a day, YYYY-MM-DD", field: "day"), 2, 1),
  ]

  @Test(arguments: damages.indices)
  func `are refused whole with the place of the damage`(index: Int) throws {
    let damage = Self.damages[index]
    let columns = CSVColumns(names: [.date: "day", .text: "text"])
    let error = #expect(throws: CareError.self) {
      try CSVImport(Array(damage.table.utf8), columns)
    }
    guard case .notImportable(let problem, entry: nil, let place)? = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(problem == damage.problem)
    #expect((place.line, place.column) == (damage.line, damage.column))
  }

  @Test(arguments: ["11", "-1", "3.5", "3,5", "three", "1e1", "+3"])
  func `are no readings where a cell is none`(cell: String) {
    let columns = CSVColumns(names: [.date: "day", .pain: "pain"])
    let table = Array("day;pain\n2026-02-01;\(cell)\n".utf8)
    let error = #expect(throws: CareError.self) { try CSVImport(table, columns) }
    #expect(
      error?.sentence
        == "\"pain\" is not a whole number from 0 to 10 at line 2, column 12 (byte 20)")
  }

  @Test func `are refused where they are no UTF-8, with the place`() {
    let bytes = Array("day,text\n2026-02-01,caf".utf8) + [0xE9, 0x0A]
    let error = #expect(throws: CareError.self) { try CSVImport.names(in: bytes) }
    #expect(error?.sentence == "the text is not UTF-8 at line 2, column 15 (byte 23)")
  }

  @Test func `are refused at ten million signs in one cell, and at a thousand columns`() {
    let long = Array("day,text\n2026-02-01,".utf8) + [UInt8](repeating: 97, count: 10_000_000)
    let first = #expect(throws: CareError.self) { try CSVImport.names(in: long) }
    #expect(first?.sentence.hasSuffix("at line 2, column 12 (byte 20)") == true)
    let wide = [UInt8](repeating: UInt8(ascii: ","), count: 1000)
    let second = #expect(throws: CareError.self) { try CSVImport.names(in: wide) }
    #expect(second?.sentence.hasPrefix("there are more than 256 columns") == true)
  }

  private static let sound = #"{"uuid":"a","creationDate":"2026-03-01T20:30:00Z","text":"a"}"#

  @Test(arguments: [
    (#"{"entries":7}"#, "\"file\" is not a Day One export at line 1, column 1 (byte 0)"),
    ("[]", "\"file\" is not a Day One export at line 1, column 1 (byte 0)"),
    (
      #"{"entries":[\#(sound.replacing("20:30", with: "24:30"))]}"#,
      "entry 1: \"creationDate\" is not a time as in 2026-03-01T20:30:00Z at line 1, column 40 (byte 39)"
    ),
    (
      #"{"entries":[\#(sound.replacing("\"a\"}", with: "\"\\u0000\"}"))]}"#,
      "entry 1: the text holds a control character at line 1, column 70 (byte 69)"
    ),
    (
      #"{"entries":[\#(String(repeating: "[", count: 20))"#,
      "the JSON is nested more than 16 deep at line 1, column 27 (byte 26)"
    ),
    (
      #"{"entries":[{"text":"a"}]}"#,
      "entry 1: \"creationDate\" is missing at line 1, column 13 (byte 12)"
    ),
  ])
  func `of Day One are refused whole with the place of the damage`(text: String, sentence: String) {
    let error = #expect(throws: CareError.self) {
      try DayOneExport(Array(text.utf8), zones: Self.zones)
    }
    #expect(error?.sentence == sentence)
  }

  @Test(arguments: ["Fixtures/dayone.json", "Fixtures/bearable.csv", "Fixtures/table.csv"])
  func `never stop the program, wherever the file is cut or a byte is changed`(name: String) throws
  {
    let whole = try Samples.file(name)
    let columns = CSVColumns(names: [.date: "When", .text: "Words"])
    for place in stride(from: 0, to: whole.count, by: 3) {
      var changed = whole
      changed[place] = [0x00, 0x22, 0x2C, 0x0A, 0xFF, 0x5C][place % 6]
      for bytes in [Array(whole.prefix(place)), changed] {
        if let export = try? DayOneExport(bytes, zones: Self.zones) {
          try? Self.expectWhole(export.imported(digest: JrnlTests.sum))
        }
        if let export = try? BearableExport(bytes, scales: [:]) {
          try? Self.expectWhole(export.imported(digest: JrnlTests.sum))
        }
        if let table = try? CSVImport(bytes, columns) {
          try? Self.expectWhole(table.imported(digest: JrnlTests.sum))
        }
      }
    }
  }

  /// What comes in of a damaged file that is none can be kept too.
  private static func expectWhole(_ entries: [ImportedEntry]) throws {
    if !entries.isEmpty { try expectKept(entries) }
  }

  @Test(arguments: [
    ("9:05", "09:05"), ("21:30:59", "21:30"), ("9:30 pm", "21:30"), ("12:01am", "00:01"),
    ("7:15Z", "07:15"), ("24:00", nil), ("9", nil), ("13:00 pm", nil), ("9:5", nil), ("", nil),
  ])
  func `say times in many ways`(text: String, time: String?) {
    #expect(WrittenDay.time(text)?.description == time)
  }
}

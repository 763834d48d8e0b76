import Care
import Testing
import Vault

struct EntryInputTests {
  static func read(_ json: String, _ kind: any EntryKind.Type) throws -> EntryInput {
    try EntryInput.decode(Array(json.utf8), as: kind)
  }

  static let refused: [(any EntryKind.Type, String, CareError)] = [
    (CheckIn.self, #"{"pain":11}"#, .field("pain", .expected("a whole number from 0 to 10"))),
    (CheckIn.self, #"{"pain":-1}"#, .field("pain", .expected("a whole number from 0 to 10"))),
    (CheckIn.self, #"{"pain":5.0}"#, .field("pain", .expected("a whole number from 0 to 10"))),
    (CheckIn.self, #"{"pain":5e0}"#, .field("pain", .expected("a whole number from 0 to 10"))),
    (CheckIn.self, #"{"pain":"5"}"#, .field("pain", .expected("a whole number from 0 to 10"))),
    (CheckIn.self, #"{"pain":null}"#, .field("pain", .null)),
    (
      CheckIn.self, #"{"pain":99999999999999999999}"#,
      .field("pain", .expected("a whole number from 0 to 10"))
    ),
    (CheckIn.self, #"{"pian":5}"#, .unknownField("pian", nearest: "pain")),
    (CheckIn.self, #"{"zzzz":5}"#, .unknownField("zzzz", nearest: nil)),
    (CheckIn.self, #"{"\u001b[2J":5}"#, .unknownField("?[2J", nearest: nil)),
    (CheckIn.self, "{}", .noAnswer(kind: "check-in")),
    (CheckIn.self, #"{"activities":[]}"#, .noAnswer(kind: "check-in")),
    (CheckIn.self, "[]", .field("entry", .expected("an object"))),
    (CheckIn.self, #"{"activities":[{"what":"walk"}]}"#, .field("activities[1].cost", .missing)),
    (
      CheckIn.self, #"{"activities":[{"what":"walk","cost":1},{"what":"a\nb","cost":1}]}"#,
      .field("activities[2].what", .expected("one line of text"))
    ),
    (
      CheckIn.self, #"{"activities":[{"what":"walk","cots":1,"cost":1}]}"#,
      .unknownField("activities[1].cots", nearest: "cost")
    ),
    (CheckIn.self, #"{"limit":101}"#, .field("limit", .expected("a whole number from 0 to 100"))),
    (CheckIn.self, #"{"pain":1,"share":["pain","pain"]}"#, .field("share[2]", .repeated)),
    (Reflection.self, "{}", .field("text", .missing)),
    (Reflection.self, #"{"text":""}"#, .field("text", .blank)),
    (Reflection.self, #"{"text":" \n\t\u00a0"}"#, .field("text", .blank)),
    (Reflection.self, #"{"text":"a\u0000b"}"#, .field("text", .controlCharacter)),
    (Reflection.self, #"{"text":"a\u001b[31mb"}"#, .field("text", .controlCharacter)),
    (Reflection.self, "{\"text\":\"a\u{9B}b\"}", .field("text", .controlCharacter)),
    (
      Reflection.self, #"{"text":"a","tags":["Upper"]}"#,
      .field("tags[1]", .expected("a word without spaces"))
    ),
    (
      Reflection.self, #"{"text":"a","time":"24:00"}"#,
      .field("time", .expected("a time, HH:MM"))
    ),
    (Note.self, #"{"text":"a","outcome":"helped"}"#, .field("outcome", .needs("\"tried\""))),
    (Note.self, #"{"text":"a","reason":"b"}"#, .field("reason", .needs("\"outcome\""))),
    (
      Note.self, #"{"text":"a","when":"2026-02-30"}"#,
      .field("when", .expected("a date, YYYY-MM-DD"))
    ),
    (
      Medicine.self, #"{"name":"a","change":"begin"}"#,
      .field("change", .expected("one of: start, change, stop"))
    ),
    (Visit.self, #"{"questions":["a","b","c","d"]}"#, .field("questions", .tooMany(limit: 3))),
    (
      Visit.self, #"{"window":"0d"}"#,
      .field("window", .expected("a number of days from 1d to 90d"))
    ),
    (
      Visit.self, #"{"window":"91d"}"#,
      .field("window", .expected("a number of days from 1d to 90d"))
    ),
    (Visit.self, #"{"seeMeAlone":"yes"}"#, .field("seeMeAlone", .expected("true or false"))),
    (VisitPick.self, #"{"visit":"00"}"#, .unknownField("visit", nearest: nil)),
    (VisitPick.self, "{}", .field("visit", .missing)),
    (
      Question.self, #"{"text":"\#(String(repeating: "é", count: 501))"}"#,
      .field("text", .tooLong(limit: 500))
    ),
  ]

  @Test(arguments: refused.indices)
  func `what does not fit its field is refused with the field's name`(index: Int) {
    let (kind, json, expected) = Self.refused[index]
    #expect(throws: expected) { try Self.read(json, kind) }
  }

  @Test func `a text of exactly the limit is taken`() throws {
    let text = String(repeating: "é", count: 500)
    let input = try Self.read(#"{"text":"\#(text)"}"#, Question.self)
    #expect(input.value as? Question == Question(text: text))
  }

  @Test func `a skipped answer is never a zero`() throws {
    let input = try Self.read(#"{"pain":0,"share":["pain"],"tags":["evening"]}"#, CheckIn.self)
    let checkIn = try #require(input.value as? CheckIn)
    #expect(checkIn.pain == 0)
    #expect(checkIn.fatigue == nil)
    #expect(checkIn.line == "pain 0")
    #expect(checkIn.rows == [Row(label: "pain", lines: ["0 of 10"])])
    #expect(input.share == ["pain"])
    #expect(input.tags == ["evening"])
  }

  @Test func `the visit of a pick comes from the command`() throws {
    let json = Array(#"{"strips":["pain"],"lines":["\#(Samples.id(7))"]}"#.utf8)
    let input = try EntryInput.decode(
      json, as: VisitPick.self, given: ["visit": Samples.id(9).description])
    let pick = try #require(input.value as? VisitPick)
    #expect(pick.visit == Samples.id(9))
    #expect(pick.lines == [Samples.id(7)])
    #expect(pick.questions == nil)
  }

  @Test func `plain text keeps its lines and gives its tags`() throws {
    let text = "\r\n  \r\n  First @Rest.\r\nSecond, a@b.example @rest/2 #3\t@müde\r\n\r\n"
    let input = try EntryInput.reflection(Array(text.utf8))
    #expect(
      input.value as? Reflection
        == Reflection(text: "  First @Rest.\nSecond, a@b.example @rest/2 #3\t@müde"))
    #expect(input.tags == ["rest", "rest/2", "müde"])
  }

  @Test(
    arguments: [
      ([], CareError.field("text", .blank)),
      (Array(" \n ".utf8), .field("text", .blank)),
      (Array("a\0b".utf8), .field("text", .controlCharacter)),
      (
        [0x61, 0x0A, 0xFF],
        .notJSON(.notUTF8, TextPosition(byte: 2, in: [0x61, 0x0A, 0xFF]))
      ),
    ] as [([UInt8], CareError)])
  func `plain text that cannot be kept is refused`(text: [UInt8], expected: CareError) {
    #expect(throws: expected) { try EntryInput.reflection(text) }
  }

  @Test func `plain text larger than any entry is refused unread`() {
    let text = [UInt8](repeating: 0x61, count: 10_000_000)
    #expect(throws: CareError.tooLarge(limit: EntryCoding.largestBody)) {
      try EntryInput.reflection(text)
    }
  }

  @Test func `JSON larger than any entry is refused unread`() {
    let json = [UInt8](repeating: 0x20, count: EntryInput.largestInput + 1)
    #expect(throws: CareError.tooLarge(limit: EntryInput.largestInput)) {
      try EntryInput.decode(json, as: CheckIn.self)
    }
  }

  @Test(arguments: [("checkin", "checkin"), ("write", "reflection"), ("med", "med")])
  func `a kind is found by its name and by its command`(word: String, name: String) throws {
    #expect(try Kinds.kind(named: word).name == name)
  }

  @Test func `an unknown kind is answered with the nearest one`() {
    #expect(throws: CareError.unknownKind("chekcin", nearest: "checkin")) {
      try Kinds.kind(named: "chekcin")
    }
  }
}

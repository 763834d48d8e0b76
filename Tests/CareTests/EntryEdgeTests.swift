import FoundationEssentials
import Testing
import Vault

@testable import Care

/// What JSON, dates and entries are at their edges.
@Suite struct `What is given to a diary` {
  private func sentence(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch { return (error as? CareError)?.sentence }
  }

  @Test(arguments: [
    #""\ud800\u0041""#, #""\ud800""#, #""\ud800x""#, #""\udc00""#, #""\u12""#, #""\x""#, "[1,]",
    "[1 2]", "[1", #"{"a":1,}"#, #"{"a"1}"#, "{1:2}", "nul", "01", "1.", "-", "1e", "", "[]x",
  ])
  func `is refused where it is no JSON`(text: String) {
    #expect(throws: CareError.self) { try JSONScanner.scan(Array(text.utf8)) }
  }

  @Test func `is written with the escapes that RFC 8259 wants`() throws {
    let text = "\"\\\n\t\r\u{1}\u{1F}ä"
    let written = JSONNode(.string(text)).compact
    #expect(String(decoding: written, as: UTF8.self) == #""\"\\\n\t\r\u0001\u001fä""#)
    guard case .string(let again) = try JSONScanner.scan(written).value else {
      Issue.record("no text")
      return
    }
    #expect(again == text)
    #expect(JSONNode(.string("a")).members.isEmpty && JSONNode(.null)["a"] == nil)
    let tree = try JSONScanner.scan(Array(#"{"a":[],"b":[1,null,true],"c":{}}"#.utf8))
    #expect(tree.members.map(\.key) == ["a", "b", "c"])
    #expect(
      tree.pretty
        == "{\n  \"a\": [],\n  \"b\": [\n    1,\n    null,\n    true\n  ],\n  \"c\": {}\n}")
  }

  @Test func `names days that are to come`() throws {
    let today = Samples.today
    #expect(try CivilDate(coming: "tomorrow", today: today) == today.adding(days: 1))
    #expect(try CivilDate(coming: "today", today: today) == today)
    #expect(try CivilDate(coming: "2026-12-31", today: today).description == "2026-12-31")
    #expect(sentence { _ = try CivilDate(coming: "soon", today: today) } != nil)
  }

  @Test func `holds no date, span or time that is none`() throws {
    func read<Value: Decodable>(_ type: Value.Type, _ text: String) -> Value? {
      try? JSONDecoder().decode(type, from: Data("\"\(text)\"".utf8))
    }
    #expect(read(CivilDate.self, "2026-03-01")?.description == "2026-03-01")
    #expect(read(CivilDate.self, "2026-02-30") == nil)
    #expect(read(DaySpan.self, "14d")?.days == 14 && read(DaySpan.self, "91d") == nil)
    #expect(read(DaySpan.self, "014d") == nil)
    #expect(read(TimeOfDay.self, "23:59")?.minute == 1_439 && read(TimeOfDay.self, "24:00") == nil)
    #expect(Digits.number([]) == nil && Digits.number(Array("1234567890".utf8)) == nil)
  }

  private struct Strange: Fielded {
    static let fields: [Field] = []
    init() {}
    init(from decoder: any Decoder) throws { self.init() }
    func encode(to encoder: any Encoder) throws {
      throw EncodingError.invalidValue(self, .init(codingPath: [], debugDescription: ""))
    }
  }

  @Test func `is refused where it cannot be written, or does not fit its kind`() {
    #expect(throws: CareError.inconsistentKind("Strange")) { try EntryCoding.json(of: Strange()) }
    #expect(throws: CareError.inconsistentKind("x")) {
      try EntryCoding.value(Int.self, from: JSONNode(.string("a")), kind: "x")
    }
    let body = [UInt8](repeating: UInt8(ascii: " "), count: EntryCoding.largestBody + 1)
    let header = Samples.entry(1, Reflection(text: "a")).header
    #expect(throws: CareError.tooLarge(limit: EntryCoding.largestBody)) {
      try EntryCoding.decode(body, header: header)
    }
  }

  @Test func `may be an answer that the command adds to the rest`() throws {
    func read(_ json: String) throws -> EntryInput {
      try EntryInput.decode(Array(json.utf8), as: Reflection.self, adding: "text", "told\nso")
    }
    #expect((try read("{}").value as? Reflection)?.text == "told\nso")
    #expect(
      (try read(#"{"text":"other","tags":["tea"]}"#).value as? Reflection)?.text == "told\nso")
    #expect(sentence { _ = try read("[]") }?.contains("an object") == true)
    let much = String(repeating: " ", count: EntryInput.largestInput + 1)
    for refused in [
      sentence { _ = try read(much) },
      sentence { _ = try EntryInput.decode(Array(much.utf8), as: Reflection.self) },
    ] { #expect(refused?.contains("\(EntryInput.largestInput)") == true) }
  }

  @Test func `may begin with a mark`() throws {
    let input = try EntryInput.reflection([0xEF, 0xBB, 0xBF] + Array("\n a\n".utf8))
    #expect((input.value as? Reflection)?.text == " a")
    let much = [UInt8](repeating: 97, count: EntryCoding.largestBody + 1)
    #expect(throws: CareError.self) { try EntryInput.reflection(much) }
    #expect(throws: CareError.self) { try EntryInput.reflection([0xFF]) }
  }

  @Test func `is asked for field by field`() {
    let keys = EntryInput.questions(of: Reflection.self).map(\.key)
    #expect(keys.contains("text") && !keys.contains("tags"))
    let plain = EntryInput(value: Reflection(text: "a"))
    #expect(plain.tags.isEmpty && plain.share.isEmpty && plain.soften == nil)
  }

  @Test func `names other entries by their whole ids`() throws {
    let json = Array(#"{"lines": ["\#(Samples.id(7))"]}"#.utf8)
    let given = ["visit": Samples.id(9).description]
    let pick = try #require(
      try EntryInput.decode(json, as: VisitPick.self, given: given).value as? VisitPick)
    #expect(pick.lines == [Samples.id(7)])
    let amended = try EntryInput.amending(Samples.entry(1, pick), with: json)
    #expect((amended.value as? VisitPick)?.lines == [Samples.id(7)])
  }

  @Test func `softens at a reading that is one`() throws {
    let goal = String(decoding: try EntryCoding.json(of: Goal.example), as: UTF8.self)
    func soften(_ text: String) throws -> String? {
      let json = goal.dropLast() + ",\"soften\":\"\(text)\"}"
      return try EntryInput.decode(Array(json.utf8), as: Goal.self).soften
    }
    #expect(try soften("pain >= 6") == "pain >= 6")
    #expect(sentence { _ = try soften("pain or so") }?.contains("soften") == true)
  }

  @Test func `that both read is amended without the answers of each`() throws {
    let ask = Samples.entry(1, Ask.example, for: .shared)
    let mine = Samples.entry(2, Ask.example)
    #expect(!EntryInput.amendable(of: ask).contains { $0.key == "answer" })
    #expect(EntryInput.amendable(of: mine).contains { $0.key == "answer" })
    let reflection = Samples.entry(3, Reflection(text: "a @tea"), tags: ["tea", "walk"])
    let amended = try EntryInput.amending(reflection, with: Array(#"{"text":"b"}"#.utf8))
    #expect((amended.value as? Reflection)?.text == "b" && amended.tags == ["walk"])
    #expect(sentence { _ = try EntryInput.amending(reflection, with: Array("[]".utf8)) } != nil)
    #expect(sentence { _ = try EntryInput.amending(ask, with: Array("{}".utf8)) } != nil)
    let open = Samples.entry(4, Ask(question: "What helps?"), for: .shared)
    #expect(try EntryInput.amending(open, with: Array("{}".utf8)).value is Ask)
  }
}

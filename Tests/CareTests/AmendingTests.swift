import Testing
import Vault

@testable import Care

struct AmendingTests {
  private static let entry = Samples.entry(
    1, CheckIn.example, tags: ["bath", "evening"], source: "jrnl:00")

  private static func amended(_ json: String, _ entry: Entry = entry) throws -> EntryInput {
    try EntryInput.amending(entry, with: Array(json.utf8))
  }

  @Test func `what is not named stays, what is named is replaced, null takes away`() throws {
    let input = try Self.amended(#"{"pain": 0, "mood": null, "activities": []}"#)
    let checkIn = try #require(input.value as? CheckIn)
    #expect(checkIn.pain == 0 && checkIn.mood == nil && checkIn.activities == [])
    #expect(checkIn.energy == CheckIn.example.energy && checkIn.note == CheckIn.example.note)
    #expect(input.tags == ["bath", "evening"])
  }

  @Test func `tags in a text follow it, other tags are a field`() throws {
    let entry = Samples.entry(
      1, Reflection(text: "The bench. @river"), tags: ["river", "bench"])
    #expect(try Self.amended(#"{"text": "The mill. @mill"}"#, entry).tags == ["bench", "mill"])
    #expect(try Self.amended(#"{"tags": ["dusk"]}"#, entry).tags == ["dusk", "river"])
    #expect(try Self.amended(#"{"tags": null}"#, entry).tags == ["river"])
  }

  @Test(arguments: [
    (#"{"share": ["pain"]}"#, CareError.unknownField("share", nearest: nil)),
    (#"{"pain": 11}"#, .field("pain", .expected("a whole number from 0 to 10"))),
    (#"{"nope": null}"#, .unknownField("nope", nearest: "note")),
    (#"[]"#, .field("entry", .expected("an object"))),
  ])
  func `an amendment is checked like a new entry`(json: String, error: CareError) {
    #expect(throws: error) { try Self.amended(json) }
  }

  @Test func `a needed answer cannot be taken away`() {
    let win = Samples.entry(1, Win(text: "An evening."))
    #expect(throws: CareError.field("text", .missing)) {
      try Self.amended(#"{"text": null}"#, win)
    }
  }

  @Test func `what a command gives is kept`() throws {
    let change = Samples.entry(1, StarterChange(list: .feelings, add: ["sea-worn"]))
    let input = try Self.amended(#"{"add": ["salty"]}"#, change)
    #expect(input.value as? StarterChange == StarterChange(list: .feelings, add: ["salty"]))
    #expect(throws: CareError.self) { try Self.amended(#"{"list": "prompts"}"#, change) }
  }

  @Test(arguments: Kinds.all.indices)
  func `every kind stays itself where nothing is named`(index: Int) throws {
    let kind = Kinds.all[index]
    let entry = Samples.entry(1, kind.example)
    let input = try Self.amended("{}", entry)
    #expect(
      try EntryCoding.tree(of: input.value).compact == EntryCoding.tree(of: kind.example).compact)
  }

  @Test func `first digits of ids are made whole, in lists too`() throws {
    let whole = Samples.id(7).description
    let json = #"{"lines": ["0000", "\#(whole)"], "changes": ["abcd"]}"#
    let read = { (known: String) in
      try EntryInput.decode(
        Array(json.utf8), as: VisitPick.self, given: ["visit": Samples.id(9).description]
      ) { $0 == "0000" ? Samples.id(3).description : $0 == known ? Samples.id(4).description : nil }
    }
    let pick = try #require(try read("abcd").value as? VisitPick)
    #expect(pick.lines == [Samples.id(3), Samples.id(7)] && pick.changes == [Samples.id(4)])
    #expect(
      throws: CareError.field(
        "changes[1]", .expected("the first digits of one entry's id, four or more"))
    ) { try read("none") }
  }
}

import Testing
import Vault

@testable import Care

@Suite struct `A word that is looked for in the bytes` {
  private static func body(_ value: any EntryKind, tags: [String] = [], amends: Int? = nil) throws
    -> [UInt8]
  {
    try EntryCoding.encode(Samples.entry(1, value, tags: tags, amends: amends))
  }

  /// Texts and words of every sort that could be taken for one another.
  private static let texts = [
    "A slow walk by the river", "RIVER", "the Müritz, again", "Ask me; later", "300 \u{212A} cold",
    "a \"quoted\" word", "back\\slash", "one/two", "line one\nline two", "tab\there", "caf\u{E9}",
    "cafe\u{301}", "what\u{37E} now", "Straße", "İstanbul", "3 of 10", "yes", "no", "e\u{301}e",
    "ﬁne", "\u{1F469}\u{200D}\u{1F467} and me", "OF", "note: nothing", "\u{1FEF}tick",
    "घरों", "\u{2764}\u{FE0F}", "Tax\u{130}",
  ]
  private static let words = [
    "river", "River", "walk by", "müritz", "again", ";", "k", "300 k", "quoted", "\"quoted\"", "\\",
    "one/two", "line two", "one line", "tab", "café", "cafe", "e", "?", "now", "strasse", "straße",
    "istanbul", "i", "3 of", "of", "yes", "no", "fine", "and me", "`", "`tick", "note: n", "10",
    "cost", "walk to", ",", ": ", " ", "what", "signal", "rest", "energy", "07:30",
    "घर", "\u{2764}", "taxi",
  ]

  /// Entries that hold each text in each place that a kind has for one.
  private static let entries: [Entry] =
    texts.flatMap { text -> [Entry] in
      var checkIn = Samples.checkIn([.energy: 3, .pain: 10], note: text)
      checkIn.activities = [CheckIn.Activity(what: text.firstLine, cost: 3)]
      return [
        Samples.entry(1, Reflection(text: text)),
        Samples.entry(2, Reflection(text: "other", time: TimeOfDay("07:30")), tags: ["rest"]),
        Samples.entry(3, Note(clinician: "Dr Osei", text: text, tried: "walk to the corner")),
        Samples.entry(4, checkIn), Samples.entry(5, Question(text: text.firstLine)),
      ]
    } + Kinds.all.map { Samples.entry(6, $0.example) }

  @Test(arguments: words)
  func `is never missed where a screen shows it`(_ word: String) throws {
    var filter = EntryFilter()
    filter.text = word
    var passed = 0
    for entry in Self.entries {
      guard let body = try? EntryCoding.encode(entry) else { continue }
      let may = TextProbe(word)?.mayStand(in: body, of: entry.kind.tag) ?? true
      if filter.admits(entry) { #expect(may, "\(word) in \(entry)") }
      if !may { passed += 1 }
    }
    // And most of those that do not hold it are passed over.
    if word == "river" || word == "strasse" || word == "walk by" {
      #expect(passed > Self.texts.count)
    }
  }

  @Test func `may stand in whatever says so otherwise than by its letters`() throws {
    let probe = try #require(TextProbe("river"))
    let tag = Reflection.tag
    func may(_ text: String) -> Bool { probe.mayStand(in: Array(text.utf8), of: tag) }
    #expect(!may(#"{"value":{"text":"a lake"}}"#))
    #expect(may(#"{"value":{"text":"a RiVeR"}}"#))
    #expect(may(#"{"value":{"text":"a \u0072iver"}}"#))
    #expect(may(#"{"amends":"0123","value":{"text":"a lake"}}"#))
    #expect(may(#"{"value":{"text":"a lake"},"amends":"0123"}"#))
    #expect(!may("rive") && !may("") && may("river"))
    #expect(probe.mayStand(in: Array("{}".utf8), of: 0x7FFF))
    #expect(
      !may("\u{212A}") && TextProbe("k")?.mayStand(in: Array("\u{212A}".utf8), of: tag) == true)
  }

  @Test(arguments: ["", "é", "a\"b", "a\\b", "a/b", "a\tb"])
  func `is decoded for where bytes could not tell`(_ word: String) {
    #expect(TextProbe(word) == nil)
  }

  @Test func `is decoded for where a screen adds words of its own`() throws {
    let body = try Self.body(Samples.checkIn([.energy: 3]))
    #expect(try #require(TextProbe("of")).mayStand(in: body, of: CheckIn.tag))
    #expect(try #require(TextProbe("3 of 10")).mayStand(in: body, of: CheckIn.tag))
    #expect(try !#require(TextProbe("river")).mayStand(in: body, of: CheckIn.tag))
  }
}

@Suite struct `A tree that is decoded as it stands` {
  @Test(arguments: Kinds.all.indices)
  func `gives the value that was written`(_ index: Int) throws {
    let example = Kinds.all[index].example
    try Self.compare(example)
  }

  private static func compare<Value: EntryKind>(_ value: Value) throws {
    let tree = try EntryCoding.tree(of: value)
    #expect(try Value(from: NodeDecoder(tree)) == value)
    // Members in ascending order and nothing between them: what an export writes.
    #expect(try tree.compact == EntryCoding.json(of: value))
  }

  private struct Odd: Decodable, Equatable {
    var number: Int8?
    var big: UInt64?
    var list: [[Bool]]?
    var half: Double?
    var inner: [String: String]?
  }

  @Test func `is as strict as what it was made of`() throws {
    func odd(_ json: String) throws -> Odd {
      try Odd(from: NodeDecoder(JSONScanner.scan(Array(json.utf8))))
    }
    #expect(
      try odd(
        #"{"number":-128,"big":18446744073709551615,"list":[[true],[]],"half":0.5,"inner":{"a":"b"}}"#
      )
        == Odd(number: -128, big: .max, list: [[true], []], half: 0.5, inner: ["a": "b"]))
    #expect(try odd(#"{"number":null,"more":1}"#) == Odd())
    for wrong in [
      #"{"number":128}"#, #"{"number":1.0}"#, #"{"number":"1"}"#, #"{"big":-1}"#, #"{"list":[1]}"#,
      #"{"list":{}}"#, "[]", "1", #"{"inner":["a"]}"#, #"{"list":[null]}"#,
    ] {
      #expect(throws: (any Error).self) { try odd(wrong) }
    }
  }
}

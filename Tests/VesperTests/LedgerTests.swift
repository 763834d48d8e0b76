import Care
import FoundationEssentials
import Testing
import Vault

/// The table of the guide, and whether it is true.
@Suite struct `The ledger of kinds` {
  /// How kinds without a write command of their own come about.
  private static let elsewhere: [String: (words: String, input: String)] = [
    "visit": ("visit prep", #"{"clinician": "Dr Osei"}"#),
    "visitpick": ("visit pick", #"{"strips": ["pain"]}"#),
    "visitpreview": ("visit preview", ""),
    "starter": ("starter change prompts", #"{"add": ["What is kind now?"]}"#),
  ]

  private struct Found: Decodable {
    let id: String
  }

  /// Ada keeps the kind's example, for the audience asked or as the kind has it.
  private func keep(_ kind: any EntryKind.Type, _ flag: String, in home: Household) throws
    -> String
  {
    let json = String(decoding: try EntryCoding.json(of: kind.example), as: UTF8.self)
    let written = Self.elsewhere[kind.name] ?? (kind.command, json)
    let call = (kind.example as? Reflection).map { ("write", $0.text) } ?? written
    try #require(kind.hasCommand || Self.elsewhere[kind.name] != nil, "how is it written?")
    home.time.pass(seconds: 1)
    try home.done("\(call.0) --as Ada \(flag)", input: call.1)
    let listed = try home.done("list --as Ada --kind \(kind.name) --json --last 1").output
    return try #require(try JSONDecoder().decode([Found].self, from: Data(listed)).first?.id)
  }

  @Test(arguments: Kinds.all.indices)
  func `says who reads it`(_ index: Int) throws {
    let kind = Kinds.all[index]
    let home = try Household.couple()
    try home.done("visit prep --as Ada", input: #"{"clinician": "Dr Osei"}"#)
    try home.done("visit pick --as Ada", input: #"{"questions": true}"#)
    let flags = kind.hasCommand && kind.audiences == .either ? ["", "--me", "--us"] : [""]
    for flag in flags {
      let isShared = flag.isEmpty ? kind.defaultAudience == .shared : flag == "--us"
      let id = try keep(kind, flag, in: home)
      let own = try home.done("show \(id) --as Ada").out
      #expect(own.contains(isShared ? "for both of you" : "for you alone"))
      let seen = try home.run("show \(id) --as Noor")
      #expect(seen.code == (isShared ? 0 : 66), "\(kind.name) \(flag)")
      // Who reads it reads the same, and whoever does not finds no trace of it.
      #expect(!isShared || seen.out == own)
      for words in ["list --json", "list --kind \(kind.name) --json"] {
        let list = try home.done("\(words) --as Noor").out
        #expect(list.contains(id) == isShared, "\(kind.name) \(flag) \(words)")
      }
    }
  }

  @Test(arguments: Kinds.all.indices)
  func `says what a page may show`(_ index: Int) throws {
    let kind = Kinds.all[index]
    let home = try Household.couple()
    try home.done("visit prep --as Ada", input: #"{"clinician": "Dr Osei"}"#)
    if kind.name == "visitpreview" { try home.done("visit pick --as Ada", input: "{}") }
    let id = try keep(kind, "", in: home)
    let before = try preview(home)
    home.time.pass(seconds: 1)
    let picked = try home.run(
      "visit pick --as Ada", input: #"{"lines": ["\#(id.prefix(12))"]}"#)
    let text = kind.example.pickedText.map(plain)
    switch kind.summaryRule {
    case .never, .restDays:
      #expect(picked.code == 65, "\(kind.name)")
      #expect(try preview(home) == before)
    case .line, .readings, .medicines:
      let words = try #require(text)
      #expect(picked.code == 0 && !before.contains(words), "\(picked.err)")
      #expect(try preview(home).contains(words))
    case .advice:
      let tried = plain(try #require((kind.example as? any TriedAdvice)?.tried))
      #expect(picked.code == 0 && !before.contains(tried))
      #expect(try preview(home).contains(tried))
    }
    // Nothing else of it is there, and nothing of it without a pick.
    home.time.pass(seconds: 1)
    try home.done("visit pick --as Ada", input: #"{"questions": true}"#)
    // The pick itself is what was shown before.
    #expect(try preview(home) == before || kind == VisitPick.self)
  }

  @Test(arguments: [
    (SummaryRule.readings, #"{"strips": ["pain"]}"#, "Pain"),
    (.medicines, #"{"medicines": true}"#, "gabapentin"),
    (.advice, #"{"advice": true}"#, "Advice tried"),
    (.restDays, #"{"restDays": true}"#, "Rest"),
  ])
  func `says which tick shows all of a kind`(rule: SummaryRule, tick: String, word: String) throws {
    for kind in Kinds.all where kind.summaryRule == rule {
      let home = try Household.couple()
      try home.done("visit prep --as Ada", input: #"{"clinician": "Dr Osei"}"#)
      _ = try keep(kind, "", in: home)
      home.time.pass(seconds: 1)
      try home.done("visit pick --as Ada", input: tick)
      #expect(try preview(home).lowercased().contains(word.lowercased()), "\(kind.name)")
    }
  }

  @Test func `stands in the guide as it is`() throws {
    let path = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
    let place = URL(filePath: "\(path)/docs/guide.md")
    let guide = try String(decoding: Data(contentsOf: place), as: UTF8.self)
    let parts = guide.split(separator: "<!-- ledger -->\n", omittingEmptySubsequences: false)
    try #require(parts.count == 3)
    if ProcessInfo.processInfo.environment["VESPER_RECORD"] != nil, parts[1] != KindLedger.markdown
    {
      let renewed = [String(parts[0]), KindLedger.markdown, String(parts[2])]
      try Data(renewed.joined(separator: "<!-- ledger -->\n").utf8).write(to: place)
      Issue.record("the table in docs/guide.md was recorded: review it")
      return
    }
    #expect(parts[1] == KindLedger.markdown, "VESPER_RECORD=1 writes the table anew")
  }

  /// The page's words in one line, without what wrapping and frames put between them.
  private func preview(_ home: Household) throws -> String {
    plain(try home.done("visit preview --as Ada").out)
  }

  private func plain(_ text: String) -> String {
    text.split { $0.isWhitespace || $0 == "|" }.joined(separator: " ")
  }
}

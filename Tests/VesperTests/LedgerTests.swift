import Care
import FoundationEssentials
import Testing
import Vault

/// The table of the guide, and whether it is true.
@Suite struct `The ledger of kinds` {
  /// A couple's home, and Ada's diary in it.
  private func home() throws -> (Household, Diary) {
    let home = try Household.couple()
    return (home, try home.diary(of: "Ada", passphrase: "four plain words"))
  }

  /// Ada keeps the kind's example.
  private func keep(
    _ kind: any EntryKind.Type, _ audience: Audience? = nil, in diary: Diary, _ home: Household
  ) throws -> String {
    // What is newest has to be so by the clock too.
    home.time.pass(seconds: 1)
    defer { home.time.pass(seconds: 1) }
    return try diary.write(kind.example, audience ?? kind.defaultAudience).description
  }

  @Test func `says who reads each`() throws {
    let (home, diary) = try home()
    for kind in Kinds.all {
      #expect(kind.audiences.allows(kind.defaultAudience))
      for audience in Audience.allCases where kind.audiences.allows(audience) {
        let isShared = audience == .shared
        let id = try keep(kind, audience, in: diary, home)
        let own = try home.done("show \(id) --as Ada").out
        #expect(own.contains(isShared ? "for both of you" : "for you alone"))
        let seen = try home.run("show \(id) --as Noor")
        #expect(seen.code == (isShared ? 0 : 66), "\(kind.name) \(audience)")
        // Who reads it reads the same, and whoever does not finds no trace of it.
        #expect(!isShared || seen.out == own)
        let list = try home.done("list --kind \(kind.name) --json --as Noor").out
        #expect(list.contains(id) == isShared, "\(kind.name) \(audience)")
      }
    }
  }

  @Test func `says what of each a page may show`() throws {
    let (home, diary) = try home()
    try home.done("visit prep --as Ada", input: #"{"clinician": "Dr Osei"}"#)
    for kind in Kinds.all {
      let id = try keep(kind, in: diary, home)
      try home.done("visit pick --as Ada", input: #"{"restDays": false}"#)
      home.time.pass(seconds: 1)
      let before = try preview(home)
      let picked = try home.run(
        "visit pick --as Ada", input: #"{"lines": ["\#(id.prefix(12))"]}"#)
      let advice = (kind.example as? any TriedAdvice)?.tried
      switch kind.summaryRule {
      case .never, .restDays:
        #expect(picked.code == 65, "\(kind.name)")
        #expect(try preview(home) == before, "\(kind.name)")
      case .line, .readings, .medicines, .advice:
        let words = plain(try #require(advice ?? kind.example.pickedText))
        #expect(picked.code == 0 && !before.contains(words), "\(kind.name): \(picked.err)")
        #expect(try preview(home).contains(words), "\(kind.name)")
      }
    }
  }

  @Test(arguments: [
    (SummaryRule.readings, #"{"strips": ["pain"]}"#, "Pain"),
    (.medicines, #"{"medicines": true}"#, "gabapentin"),
    (.advice, #"{"advice": true}"#, "Advice tried"),
    (.restDays, #"{"restDays": true}"#, "Rest"),
  ])
  func `says which tick shows all of a kind`(rule: SummaryRule, tick: String, word: String) throws {
    for kind in Kinds.all where kind.summaryRule == rule {
      let (home, diary) = try home()
      try home.done("visit prep --as Ada", input: #"{"clinician": "Dr Osei"}"#)
      _ = try keep(kind, in: diary, home)
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

extension Household {
  /// A partner's diary, without a command in between.
  func diary(of name: String, passphrase: String) throws -> Diary {
    let places = Places(vault: nil, environment: environment)
    let line = try Streams.File(in: home, holding: Array("\(passphrase)\n".utf8))
    let identity = try Identities.open(
      try Identities.choose(named: name, places), places,
      passphrase: try Passphrase.readLine(from: line.descriptor))
    let vault = try OpenVault(
      places, as: identity, randomness: Strength.least(seed: nil).randomness)
    return Diary(vault, clock: time.clock)
  }
}

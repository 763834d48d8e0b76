import Care
import FoundationEssentials
import Testing
import Vault

/// Times that cannot be right, whether somebody means it or a clock was wrong.
@Suite struct `A time that cannot be right` {
  /// The ends of the calendar, the beginning of most clocks, and a clock that runs far ahead.
  private static let far: [Int64] = [
    -62_135_596_800_000, -2_208_988_800_000, 0, 4_070_908_800_000, 253_402_300_799_000, .max,
  ]
  private static let note = "some of these say a time that cannot be right"

  private func texts(_ home: Household, _ words: String) throws -> [String] {
    try home.done("list \(words)").out.split(separator: "\n").map { line in
      String(line.split(separator: ": ", maxSplits: 1).last ?? "")
    }
  }

  @Test(arguments: far)
  func `keeps no partner's words on top of the list, and hides nobody's`(_ time: Int64) throws {
    let home = try Household.couple()
    try home.done("write --as Ada --us", input: "the first")
    home.time.pass(seconds: 60)
    try home.done("write --as Noor --us", input: "an honest one")
    let noor = try home.opened(as: "Noor", "quite other words")
    let day = Int32(clamping: time / 86_400_000)
    for number in 0..<30 {
      try noor.append(
        .made(KindTag.reflection, #"{"value":{"text":"pushed \#(number)"}}"#, at: time, about: day))
    }
    home.time.pass(seconds: 60)
    try home.done("write --as Ada --us", input: "the newest")
    let pushed = (0..<30).reversed().map { "pushed \($0)" }
    #expect(try texts(home, "--as Ada --last 2") == ["the newest", "pushed 29"])
    let all = ["the newest"] + pushed + ["an honest one", "the first"]
    #expect(try texts(home, "--as Ada --last 99") == all)
    #expect(try home.done("list --as Ada --last 2", seed: "two").err.contains(Self.note))
    #expect(try home.done("list --as Ada --last 1", seed: "one").err == "")
    // The next honest word of hers is new again.
    home.time.pass(seconds: 60)
    try home.done("write --as Noor --us", input: "honest again")
    #expect(try texts(home, "--as Ada --last 1 --us") == ["honest again"])
  }

  @Test func `gives no partner a say for ever in what the two have laid out`() throws {
    let home = try Household.couple()
    let noor = try home.opened(as: "Noor", "quite other words")
    let today = try home.diary(of: "Ada").today.day
    for (kind, body) in [
      (KindTag.turn, #"{"value":{"whose":"mine"}}"#),
      (KindTag.closeness, #"{"value":{"what":"a long hug","cost":9}}"#),
    ] {
      try noor.append(.made(kind, body, at: 253_402_300_799_000, about: today))
    }
    let closeness = try #require(try home.list("--kind closeness --as Ada").first)
    home.time.pass(seconds: 60)
    try home.done("turn mine --as Ada")
    try home.done("closeness add --as Ada", input: #"{"what": "a long hug", "cost": 2}"#)
    #expect(try home.done("today --as Ada").out.contains("Ada's turn"))
    #expect(try home.done("turn --as Ada").out.contains("Ada"))
    let plans = try home.diary(of: "Ada").plans()
    #expect(plans.closeness.map(\.value.cost) == [2])
    // What was taken off the list is off it, whatever time it says.
    try home.diary(of: "Ada").retire(try #require(RecordID(hex: closeness)), .shared)
    #expect(try !home.list("--kind closeness --current --as Ada").contains(closeness))
  }

  @Test func `does not show a version beside the one that replaced it`() throws {
    for time: Int64 in [0, 4_070_908_800_000] {
      let home = try Household.couple()
      let first = try home.id(of: home.done("write --as Noor --us --json", input: "before"))
      home.time.pass(seconds: 60)
      let noor = try home.opened(as: "Noor", "quite other words")
      // Another device of hers, with a log of its own and a wrong clock.
      try noor.leaveLog(.diary, .shared)
      let body = #"{"amends":"\#(first)","value":{"text":"after"}}"#
      try noor.append(.made(KindTag.reflection, body, at: time, about: 20_514))
      for name in ["Ada", "Noor"] { #expect(try texts(home, "--as \(name)") == ["after"]) }
    }
  }

  @Test func `of one's own clock is put right once the clock is`() throws {
    let home = try Household.couple()
    try home.done("write --as Ada --us", input: "before")
    let years = 70 * 365 * 86_400
    home.time.pass(seconds: years)
    try home.unlock("Ada", "four plain words", seed: "ahead")
    try home.done("write --as Ada --us", input: "far ahead")
    #expect(try texts(home, "--as Ada --last 1") == ["far ahead"])
    home.time.setBack(seconds: years - 60)
    for (name, passphrase) in [("Ada", "four plain words"), ("Noor", "quite other words")] {
      try home.unlock(name, passphrase, seed: "\(name) back")
    }
    // Noor's device has never known so late a time.
    try home.done("write --as Noor --us", input: "hers")
    #expect(try texts(home, "--as Noor") == ["hers", "far ahead", "before"])
    home.time.pass(seconds: 60)
    try home.done("write --as Ada --us", input: "after")
    for name in ["Ada", "Noor"] {
      #expect(try texts(home, "--as \(name) --last 1") == ["after"])
      #expect(try Set(texts(home, "--as \(name)")) == ["after", "hers", "far ahead", "before"])
    }
  }

  @Test func `is no day that something is about: those are as far as one likes`() throws {
    let home = try Household.couple()
    try home.done("write --as Ada --us --on 1931-05-01", input: "when she was born")
    home.time.pass(seconds: 60)
    try home.done("rest --on 9999-12-31 --as Noor")
    home.time.pass(seconds: 60)
    try home.done("write --as Ada --us --on 1900-01-01", input: "an old diary")
    let listed = try home.done("list --as Noor --kind rest --kind reflection")
    #expect(listed.err == "")
    #expect(
      listed.out.split(separator: "\n").map { $0.prefix(4) } == ["1900", "9999", "1931"])
  }
}

extension Household {
  /// The ids that `list` gives.
  fileprivate func list(_ words: String) throws -> [String] {
    struct Listed: Decodable { let id: String }
    let output = try done("list --json \(words)").output
    return try JSONDecoder().decode([Listed].self, from: Data(output)).map(\.id)
  }
}

extension RecordDraft {
  /// An entry for both at any time, as no command would write it.
  fileprivate static func made(_ kind: UInt16, _ body: String, at time: Int64, about: Int32)
    -> RecordDraft
  {
    RecordDraft(
      kind: kind, audience: .shared, logClass: .diary, entered: time, zone: 60, about: about,
      body: Array(body.utf8))
  }
}

import Care
import FoundationEssentials
import Testing

@Suite struct `One partner's private record` {
  /// Everything Ada can keep for herself, with words to look for.
  private func confide(_ home: Household, round: Int) throws {
    let seed = { (step: String) in "Ada alone, \(step), round \(round)" }
    try home.done("write --as Ada", input: "sq7canary @sq7canary", seed: seed("write"))
    try home.done(
      "checkin --as Ada", input: #"{"pain": 9, "note": "sq7canary"}"#, seed: seed("checkin"))
    try home.done("note --as Ada", input: #"{"text": "sq7canary"}"#, seed: seed("note"))
    try home.done(
      "med --as Ada", input: #"{"name": "sq7canary", "change": "stop"}"#, seed: seed("med"))
    try home.done("question --as Ada", input: #"{"text": "sq7canary"}"#, seed: seed("question"))
    for kind in Kinds.all where kind.hasCommand && kind.name != "reflection" {
      let value = String(decoding: try EntryCoding.json(of: kind.example), as: UTF8.self)
      try home.done(
        "\(kind.command) --me --as Ada", input: #"{"tags": ["sq7canary"], \#(value.dropFirst())"#,
        seed: seed("\(kind.command) of every kind"))
    }
    for (words, input) in [
      ("closeness add", #"{"what": "sq7canary", "cost": 0}"#),
      ("ritual add", #"{"what": "sq7canary", "steps": ["sq7canary"]}"#),
      ("goal add", #"{"what": "sq7canary", "soften": "pain >= 3"}"#), ("rest", ""),
      ("ask new", #"{"question": "sq7canary", "answer": "sq7canary"}"#),
      ("repair new", #"{"about": "sq7canary", "heard": "sq7canary"}"#),
    ] { try home.done("\(words) --me --as Ada", input: input, seed: seed(words)) }
    try home.done("goal soften --as Ada", input: #"{"when": "pain >= 4"}"#, seed: seed("soften"))
    try home.done("today --as Ada", seed: seed("today"))
    try home.done("visit prep --as Ada", input: #"{"clinician": "sq7canary"}"#, seed: seed("prep"))
    try home.done("visit pick --as Ada", input: #"{"strips": ["pain"]}"#, seed: seed("pick"))
    try home.done("visit preview --as Ada", seed: seed("preview"))
    try home.done("visit export --as Ada --output /dev/null --force", seed: seed("export"))
    let journal = Call.all.first { $0.command == "import" }
    try home.done("import --from jrnl --as Ada", input: journal?.input ?? "", seed: seed("import"))
  }

  /// A couple's shared life; in one of two worlds Ada keeps much for herself in between.
  private func live(confiding: Bool) throws -> Household {
    let home = try Household.couple()
    // A threshold rides along with a goal for both, in one of the two worlds.
    let soften = confiding ? #", "soften": "pain >= 2""# : ""
    try home.done(
      "goal add --as Ada", input: #"{"what": "one talk", "smaller": "a wave"\#(soften)}"#)
    if confiding { try confide(home, round: 1) }
    try home.done("closeness add --as Ada", input: #"{"what": "holding hands", "cost": 1}"#)
    try home.done("ask new --as Noor", input: #"{"question": "What helps?", "answer": "Tea."}"#)
    try home.done("write --as Ada --us", input: "The bench by the river.")
    try home.done("checkin --as Noor", input: #"{"pain": 2, "energy": 5, "share": ["energy"]}"#)
    try home.done("agree propose --as Ada", input: #"{"items": [{"what": "holding hands"}]}"#)
    try home.done("agree grant --as Ada --all")
    if confiding { try confide(home, round: 2) }
    try home.done("ask answer --as Ada", input: #"{"answer": "Quiet."}"#)
    try home.done("agree grant --as Noor --all")
    try home.done("checkin --as Ada --us", input: #"{"energy": 3}"#)
    try home.done("visit prep --as Noor", input: #"{"clinician": "Dr Lind"}"#)
    return home
  }

  @Test func `changes nothing that the other's commands print, nor how they end`() throws {
    let quiet = try live(confiding: false)
    let full = try live(confiding: true)
    let pages = [
      Call(command: "visit preview"), Call(command: "list", options: "--json"),
      Call(command: "list", options: "--by Ada"), Call(command: "list", options: "--me"),
      Call(command: "check", options: "--json"), Call(command: "agree show", options: "--json"),
      Call(command: "search", input: "sq7canary"),
      Call(command: "list", options: "--tag sq7canary"), Call(command: "today"),
      Call(command: "today", options: "--json"), Call(command: "goal show", options: "--json"),
      Call(command: "closeness show"), Call(command: "ritual show"), Call(command: "ask show"),
      Call(command: "repair show"), Call(command: "turn show"),
      Call(command: "today", options: "--easy"),
    ]
    for call in pages + Call.all + pages {
      let one = try quiet.run(call, as: "Noor")
      let other = try full.run(call, as: "Noor")
      #expect(one.code == other.code, "\(call)")
      let differs = one.plain(in: quiet) != other.plain(in: full)
      #expect(!differs, "\(call):\n\(one.out)\(one.err)\n--\n\(other.out)\(other.err)")
      #expect(!other.out.contains("sq7canary") && !other.err.contains("sq7canary"))
    }
  }

  @Test func `changes neither names nor sizes of what is shared`() throws {
    let quiet = try live(confiding: false)
    let full = try live(confiding: true)
    func shared(_ home: Household) throws -> [String: Int] {
      let files = try home.tree().filter { $0.key.contains("/shared/") }
      return Dictionary(
        uniqueKeysWithValues: files.map { ($0.key.replacing(home.home, with: "~"), $0.value.count) }
      )
    }
    let (one, other) = (try shared(quiet), try shared(full))
    #expect(one == other && one.count > 4)
  }

  @Test func `stands in no file as it was written`() throws {
    let home = try live(confiding: true)
    for (path, bytes) in try home.tree() {
      let text = String(decoding: bytes, as: UTF8.self)
      let holds = ["sq7canary", "Noor", "bench", "holding", "Dr Lind"].filter(text.contains)
      #expect(holds.isEmpty, "\(path)")
    }
  }
}

@Suite struct `An agreement that is not active` {
  /// What the other has done about the item that Ada has said yes to.
  enum Other: String, CaseIterable {
    case saidNo, saidNothing, withdrew, withdrewBeforeAnswering, lapsed
  }

  private static let evening = 3600

  /// What Ada sees afterwards, an hour later, or where it lapsed after its day.
  private func seen(after other: Other) throws -> [String] {
    let home = try Household.couple()
    try home.done(
      "agree propose --as Ada",
      input: #"{"items": [{"what": "holding hands"}, {"what": "a bath"}], "reviewAfter": 1}"#)
    try home.done("agree grant --as Ada holding-hands")
    switch other {
    case .saidNo: try home.done("agree grant --as Noor a-bath")
    case .saidNothing: break
    case .withdrew:
      try home.done("agree grant --as Noor holding-hands")
      #expect(try home.done("agree show --as Ada").out.contains("welcome to ask"))
      try home.done("agree withdraw --as Noor holding-hands")
    case .withdrewBeforeAnswering: try home.done("agree withdraw --as Noor")
    case .lapsed: try home.done("agree grant --as Noor holding-hands")
    }
    home.time.pass(seconds: other == .lapsed ? 86_401 : 60)
    if other == .lapsed {
      try #require(
        try home.run("unlock --as Ada", passphrases: ["four plain words"]).code == 0)
    }
    let calls = [
      "agree show", "agree show --json", "agree show 0000", "list", "list --json", "check",
      "check --json", "agree grant holding-hands",
      "agree grant --all", "agree show", "agree withdraw a-bath", "agree show", "agree withdraw",
      "agree show --json",
    ]
    return try calls.map { words in
      let outcome = try home.run("\(words) --as Ada")
      return "\(words): \(outcome.code)\n\(outcome.plain(in: home))"
    }
  }

  @Test(arguments: [Other.saidNo, .withdrew, .withdrewBeforeAnswering])
  func `reads the same in every command, whatever the other did`(_ other: Other) throws {
    let expected = try seen(after: .saidNothing)
    let found = try seen(after: other)
    #expect(expected[0].contains("not active · a fresh talk is welcome"))
    #expect(found == expected)
  }

  @Test func `reads the same once it has lapsed`() throws {
    let expected = try seen(after: .saidNothing)
    let found = try seen(after: .lapsed)
    #expect(found.prefix(3) == expected.prefix(3))
  }
}

extension Outcome {
  /// All that was printed, without the name of the home directory.
  func plain(in home: Household) -> String {
    (out + "\n--\n" + err).replacing(home.home, with: "~")
  }
}

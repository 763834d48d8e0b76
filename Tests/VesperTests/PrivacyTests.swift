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
      ("cal add", #"{"what": "sq7canary", "date": "2026-03-02", "note": "sq7canary"}"#),
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
    for name in ["Ada", "Noor"] { try home.done("link \(home.home)/shared --as \(name)") }
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
    if confiding {
      try confide(home, round: 2)
      try home.done(
        "agree mark --as Ada",
        input: #"""
          {"marks": [{"item": "holding-hands", "mark": "not now"}], "thought": "sq7canary"}
          """#, seed: "Ada alone, mark")
    }
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
      Call(command: "cal export", options: "--busy --mine --output -"),
      Call(command: "cal show", options: "--json"),
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

  /// What each option of a command is given where it takes something.
  private static let values = [
    "file": "-", "output": "-", "code-file": "-", "from": "{home}/nowhere", "on": "yesterday",
    "since": "3d", "until": "today",
    "for": "15m", "format": "text", "by": "Ada", "kind": "checkin",
  ]

  /// The command with each of its options, by the program's own account of them, and without any.
  private func variants(of call: Call, _ command: CommandTree) -> [[String]] {
    // A shell and a browser are no output; passphrases come from descriptors that are not there.
    // Who and where are the same in every command, and each of these calls says who.
    let left: Set = [
      "here", "open", "passphrase-fd", "passphrase-file", "help", "version", "as", "vault",
      "no-input",
    ]
    return [[]]
      + (command.arguments ?? []).compactMap { argument in
        guard let name = argument.names?.first(where: { $0.kind == "long" })?.name,
          !left.contains(name)
        else { return nil }
        return argument.kind == "flag"
          ? ["--\(name)"] : ["--\(name)", Self.values[name, default: "3"]]
      }
  }

  @Test func `changes nothing of any command of the other, with any of its options`() throws {
    let quiet = try live(confiding: false)
    let full = try live(confiding: true)
    let tree = Dictionary(
      uniqueKeysWithValues: try CommandTree.read().leaves().map { ($0.words, $0.command) })
    var count = 0
    for call in Call.all {
      for words in variants(of: call, try #require(tree[call.command])) {
        count += 1
        let outcomes = try [quiet, full].map { home in
          let more = words.map { $0.replacing("{home}", with: home.home) }
          return (home, try home.run(call, as: "Noor", adding: more))
        }
        let (one, other) = (outcomes[0].1, outcomes[1].1)
        #expect(one.code == other.code, "\(call) \(words)")
        let differs = one.plain(in: quiet) != other.plain(in: full)
        #expect(
          !differs, "\(call) \(words):\n\(one.out)\(one.err)\n--\n\(other.out)\(other.err)")
        #expect(!other.out.contains("sq7canary") && !other.err.contains("sq7canary"))
      }
    }
    #expect(count > 3 * Call.all.count)
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
    #expect(one == other && one.keys.filter { $0.hasPrefix("~/shared/") }.count > 4)
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

extension Outcome {
  /// All that was printed, without the name of the home directory.
  func plain(in home: Household) -> String {
    (out + "\n--\n" + err).replacing(home.home, with: "~")
  }
}

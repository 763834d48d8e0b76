import FoundationEssentials
import Testing
import Vault

/// What Ada's commands say after Noor has done one thing or another about the item that Ada has said
/// yes to.
///
/// Everything is compared that a command gives: what it prints, what it says beside, how it ends. Only
/// `check` and `backup` say more, and of damage alone: that a log does not hold together, because whoever
/// keeps the files has to know. They do not say what stood there.
@Suite struct `An item that is not active` {
  enum Fate: String, CaseIterable {
    case nothingSaid, no, maybe, withdrawnUnanswered, withdrawn, everythingWithdrawn, paused,
      resumed
    case lapsedByDate, lapsedByHealth, damaged, hidden
  }

  /// A couple with two items, of which Ada has said yes to the first.
  private func couple(after fate: Fate) throws -> Household {
    let home = try Household.couple()
    try home.done(
      "agree propose --as Ada",
      input: #"{"items": [{"what": "holding hands"}, {"what": "a bath"}]}"#)
    try home.done("agree grant --as Ada holding-hands")
    try meet(fate, home)
    home.time.pass(seconds: 60)
    // Ada's own answer opens where Noor's is here; from then on her commands do the same things.
    try home.done("agree show --as Ada", seed: "opening")
    return home
  }

  private func meet(_ fate: Fate, _ home: Household) throws {
    func active() throws {
      try home.done("agree grant --as Noor holding-hands")
      try #require(try home.done("agree show --as Ada", seed: "midway").out.contains("active ·"))
    }
    switch fate {
    case .nothingSaid: break
    case .no: try home.done("agree grant --as Noor a-bath")
    case .maybe:
      try home.done(
        "agree mark --as Noor",
        input: #"""
          {"marks": [{"item": "holding-hands", "mark": "maybe"}, {"item": "a-bath", "mark": "yes"}]}
          """#)
      try home.done("agree grant --as Noor --marked")
    case .withdrawnUnanswered: try home.done("agree withdraw --as Noor")
    case .withdrawn:
      try active()
      try home.done("agree withdraw --as Noor holding-hands")
    case .everythingWithdrawn:
      try active()
      try home.done("agree withdraw --as Noor --all")
    case .paused:
      try active()
      try home.done("agree pause --as Noor")
    case .resumed:
      try active()
      try home.done("agree pause --as Noor")
      try home.done("agree resume --as Noor")
    case .lapsedByDate:
      // By a clock that was a month behind, so that for Ada no more time passes than otherwise.
      home.time.setBack(seconds: 30 * 86_400)
      try home.done("agree grant --as Noor holding-hands")
      home.time.setBack(seconds: -30 * 86_400)
    case .lapsedByHealth:
      try active()
      try home.done("health changed --as Noor", input: #"{"what": "flare", "note": "Both knees."}"#)
    case .damaged:
      try active()
      try home.damageConsent(of: "Noor", "quite other words")
    case .hidden:
      try active()
      try FileManager.default.removeItem(
        atPath: home.consentFile(of: "Noor", "quite other words"))
    }
  }

  /// Everything that every command of Ada's gives, one after the other.
  private func seen(after fate: Fate) throws -> [String] {
    let home = try couple(after: fate)
    let json = Set(try CommandTree.read().leaves().filter { $0.command.takes("json") }.map(\.words))
    var calls: [Call] = []
    for call in Call.all where call.command != "lock" {
      calls.append(call)
      if json.contains(call.command) {
        calls.append(
          Call(command: call.command, options: "\(call.options) --json", input: call.input))
      }
    }
    calls += [
      Call(command: "agree show", options: "0000"),
      Call(command: "agree grant", options: "holding-hands"),
      Call(command: "agree withdraw", options: "a-bath"), Call(command: "agree withdraw"),
      Call(command: "agree show", options: "--json"), Call(command: "lock"),
    ]
    return try calls.map { call in
      let outcome = try home.run(call, as: "Ada")
      return "\(call) \(call.options): \(outcome.code)\n\(outcome.plain(in: home))"
    }
  }

  private static let expected = Result {
    try `An item that is not active`().seen(after: .nothingSaid)
  }

  @Test(arguments: Fate.allCases.filter { $0 != .nothingSaid })
  func `reads the same in every command, whatever made it so`(_ fate: Fate) throws {
    let told: [Fate: String] = [.damaged: "damaged", .hidden: "rolled back"]
    let expected = try Self.expected.get()
    let found = try seen(after: fate)
    #expect(expected.contains { $0.contains("not active · a fresh talk is welcome") })
    #expect(expected.count == found.count)
    for (one, other) in zip(expected, found) {
      if let verdict = told[fate], one.hasPrefix("check ") {
        #expect(Self.gives(verdict, other) && !Self.gives(verdict, one))
      } else if told[fate] != nil, one.hasPrefix("backup ") {
        #expect(other.contains("65") && one.contains(": 0"))
      } else {
        #expect(one == other)
      }
    }
  }

  /// Whether `check` gives a log this verdict, at the beginning of a line or in JSON.
  private static func gives(_ verdict: String, _ said: String) -> Bool {
    said.contains("\n\(verdict) ") || said.contains(#""verdict":"\#(verdict)""#)
  }

  @Test func `names nobody, no time of the other's and no reason`() throws {
    let all = try Fate.allCases.map { fate in
      let home = try couple(after: fate)
      return try home.done("agree show --as Ada").out + home.done("agree show --as Ada --json").out
    }
    for text in all {
      for word in ["Noor", "Ada", "withdr", "paus", "health", "damag", "lapse", "maybe", "2026-02"]
      {
        #expect(!text.contains(word), "\(word): \(text)")
      }
    }
    #expect(Set(all).count == 1)
  }

  @Test func `reads the same once its own date has come`() throws {
    let texts = try [Fate.nothingSaid, .no].map { fate in
      let home = try couple(after: fate)
      home.time.pass(seconds: 29 * 86_400)
      try home.unlock("Ada", "four plain words", seed: "later")
      return try home.done("agree show --as Ada").out
    }
    #expect(texts[0] == texts[1] && texts[0].contains("not active"))
  }
}

@Suite struct `What a partner thinks and what has changed` {
  /// The shared files, by place, with their bytes.
  private func shared(_ home: Household) throws -> [String: [UInt8]] {
    try home.tree().filter { $0.key.contains("/shared/") }
  }

  @Test func `is kept from the shared logs`() throws {
    let home = try Household.agreed()
    let before = try shared(home)
    try home.done(
      "agree mark --as Ada", input: #"{"marks": [{"item": "holding-hands", "mark": "maybe"}]}"#)
    #expect(try shared(home) == before)
    let unknown = try home.run(
      "agree mark --as Ada", input: #"{"marks": [{"item": "kissing", "mark": "yes"}]}"#)
    #expect(unknown.code == 66)
    #expect(try home.run("agree grant --as Ada --marked").code == 66)
  }

  @Test func `shares a change in health by its effect alone`() throws {
    let homes = try [#"{"what": "flare", "note": "Both knees."}"#, #"{"what": "other"}"#].map {
      input in
      let home = try Household.agreed()
      try home.done("health changed --as Ada --on 3d", input: input, seed: "changed")
      return home
    }
    let sizes = try homes.map { home in
      try shared(home).map { ($0.key.replacing(home.home, with: "~"), $0.value.count) }
        .sorted { $0.0 < $1.0 }.map { "\($0)" }
    }
    #expect(sizes[0] == sizes[1])
    for home in homes {
      #expect(try !home.done("agree show --as Noor").out.contains("welcome to ask"))
      #expect(try home.done("list --as Noor --json").out == "[]\n")
      #expect(try home.done("list --as Ada --kind health").out.contains("2026-02-27"))
    }
  }

  @Test func `needs no partner, and misses none`() throws {
    let home = try Household()
    let made = try home.run(
      "init", input: #"{"partners": [{"name": "Sam"}]}"#, passphrases: ["four plain words"])
    try #require(made.code == 0)
    try home.unlock("Sam", "four plain words", seed: "first")
    let out = try home.done("health changed", input: #"{"what": "procedure"}"#).out
    #expect(out.hasPrefix("Kept, for you alone.") && out.split(separator: "\n").count == 1)
    #expect(try home.done("agree clock").out.contains("not behind"))
    for words in ["agree pause", "agree resume"] {
      let refused = try home.run(words)
      #expect(refused.code == 64 && !refused.err.contains("partner"))
    }
  }

  @Test func `stays with the words it was thought beside`() throws {
    let home = try Household.couple()
    let id = try home.id(
      of: home.done(
        "agree propose --as Ada --json", input: #"{"items": [{"what": "holding hands"}]}"#))
    try home.done(
      "agree mark --as Ada", input: #"{"marks": [{"item": "holding-hands", "mark": "yes"}]}"#)
    try home.done(
      "agree propose --as Noor --agreement \(id)",
      input: #"{"items": [{"id": "holding-hands", "what": "quite another thing"}]}"#)
    #expect(try home.run("agree grant --as Ada --marked").code == 66)
  }
}

extension Household {
  /// The file that holds a partner's consent records.
  func consentFile(of name: String, _ passphrase: String) throws -> String {
    let partner = try opened(as: name, passphrase).partner
    let paths = try tree().keys.filter {
      $0.contains("/\(partner)/shared/") && $0.hasSuffix(".segment")
    }
    try #require(paths.count == 1)
    return paths[0]
  }

  /// Changes one byte at the end of a partner's consent log.
  func damageConsent(of name: String, _ passphrase: String) throws {
    let path = try consentFile(of: name, passphrase)
    var bytes = Array(try #require(FileManager.default.contents(atPath: path)))
    bytes[bytes.count - 100] ^= 1
    try Data(bytes).write(to: URL(filePath: path))
  }
}

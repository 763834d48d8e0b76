import Care
import FoundationEssentials
import Glibc
import Testing
import Vault

/// A partner who has the other's files at hand, and a program of their own.
@Suite struct `A partner who reaches past the program` {
  @Test func `cannot put words of their own in the place of the other's`() throws {
    let home = try Household.couple()
    let ours = try home.id(of: home.done("write --as Ada --us --json", input: "Ada's words to us."))
    let mine = try home.id(of: home.done("write --as Ada --json", input: "Ada's own words."))
    let noor = try home.opened(as: "Noor", "quite other words")
    for id in [ours, mine] {
      let body = #"{"amends":"\#(id)","value":{"text":"Noor's instead."}}"#
      try noor.append(.reflection(body))
    }
    let list = try home.done("list --as Ada").out
    #expect(list.contains("Ada's words to us.") && list.contains("Ada's own words."))
  }

  @Test func `cannot shadow an entry by giving its id to another`() throws {
    let home = try Household.couple()
    var ids: [RecordID] = []
    for (name, passphrase) in [("Ada", "four plain words"), ("Noor", "quite other words")] {
      try home.done("write --as \(name) --us", input: "A first word.")
      // The same chance gives the same id, as a program of Noor's own could.
      let vault = try home.opened(as: name, passphrase, seed: [7])
      ids.append(try vault.append(.reflection(#"{"value":{"text":"Words of \#(name)."}}"#)))
    }
    try #require(ids.first == ids.last)
    for name in ["Ada", "Noor"] {
      let shown = try home.done("show --as \(name) \(ids[0])").out
      #expect(shown.contains("Words of \(name)."))
    }
  }

  @Test func `steers no terminal and turns no line round`() throws {
    let home = try Household.couple()
    let signs = ["\u{202E}", "\u{2066}", "\u{2028}", "\u{FEFF}", "\u{FFFE}"]
    try home.done("write --as Noor --us", input: "One \(signs.joined()) two")
    for words in ["list", "list --json", "search"] {
      let out = try home.done("\(words) --as Ada", input: "two").out
      #expect(out.contains("two"), "\(words)")
      for sign in signs { #expect(!out.contains(sign), "\(words)") }
    }
    let json = try home.done("list --as Ada --json", seed: "again").output
    let entries = try JSONDecoder().decode([Entry].self, from: Data(json))
    #expect(entries.first?.body.text == "One \(signs.joined()) two")
  }

  private struct Entry: Decodable {
    struct Body: Decodable { let text: String }
    let body: Body
  }

  @Test func `cannot bring back what was withdrawn by laying out an older file`() throws {
    let home = try Household.agreed()
    let before = try home.tree()
    try home.done("agree withdraw --as Ada")
    #expect(try !home.done("agree show --as Noor").out.contains("welcome to ask"))
    for (path, bytes) in before where path.contains("/logs/") && path.hasSuffix(".segment") {
      try Data(bytes).write(to: URL(filePath: path))
    }
    #expect(try !home.done("agree show --as Noor", seed: "later").out.contains("welcome to ask"))
    #expect(try home.run("check --as Noor").code == 65)
  }

  @Test func `cannot bring back what has lapsed by setting the clock back`() throws {
    let home = try Household.agreed()
    home.time.pass(seconds: 29 * 86_400)
    try home.unlock("Noor", "quite other words", seed: "after")
    #expect(try !home.done("agree show --as Noor").out.contains("welcome to ask"))
    home.time.setBack(seconds: 20 * 86_400)
    try home.unlock("Noor", "quite other words", seed: "back")
    #expect(try !home.done("agree show --as Noor", seed: "back").out.contains("welcome to ask"))
  }

  @Test func `cannot keep the other from withdrawing by hiding the agreement`() throws {
    let home = try Household.agreed()
    let before = try home.tree()
    for path in before.keys where path.contains("/shared/") && path.hasSuffix(".segment") {
      try FileManager.default.removeItem(atPath: path)
    }
    #expect(try home.done("agree withdraw --as Ada").out == "Withdrawn.\n")
    for (path, bytes) in before where path.hasSuffix(".segment") {
      try Data(bytes).write(to: URL(filePath: path))
    }
    for name in ["Ada", "Noor"] {
      let shown = try home.done("agree show --as \(name)", seed: "after").out
      #expect(!shown.contains("welcome to ask"))
    }
  }

  @Test func `cannot bring back what has lapsed by resetting the clock`() throws {
    let home = try Household.agreed()
    home.time.pass(seconds: 40 * 86_400)
    for (name, passphrase) in [("Ada", "four plain words"), ("Noor", "quite other words")] {
      try home.unlock(name, passphrase, seed: "\(name) ahead")
      try home.done("agree show --as \(name)", seed: "ahead")
    }
    home.time.setBack(seconds: 39 * 86_400)
    for (name, passphrase) in [("Ada", "four plain words"), ("Noor", "quite other words")] {
      try home.unlock(name, passphrase, seed: "\(name) back")
      #expect(try home.done("agree clock --as \(name)").out.contains("--reset"))
      #expect(try home.done("agree clock --reset --as \(name)").out.contains("is forgotten"))
      #expect(try home.done("agree clock --as \(name)").out.contains("not behind"))
    }
    for name in ["Ada", "Noor"] {
      #expect(
        try !home.done("agree show --as \(name)", seed: "after").out.contains("welcome to ask"))
    }
    // Coming back takes what it always takes.
    try home.done("agree renew --as Ada")
    for name in ["Ada", "Noor"] { try home.done("agree grant --as \(name) --all", seed: "new") }
    for name in ["Ada", "Noor"] {
      #expect(try home.done("agree show --as \(name)", seed: "new").out.contains("welcome to ask"))
    }
  }

  @Test func `stops nobody for good by spoiling or hiding the other's log`() throws {
    for spoil in [true, false] {
      let home = try Household.agreed()
      if spoil {
        try home.damageConsent(of: "Ada", "four plain words")
      } else {
        try FileManager.default.removeItem(
          atPath: home.consentFile(of: "Ada", "four plain words"))
      }
      func isActive(_ seed: String) throws -> [Bool] {
        try ["Ada", "Noor"].map {
          try home.done("agree show --as \($0)", seed: seed).out.contains("welcome to ask")
        }
      }
      #expect(try isActive("spoiled") == [false, false])
      // Noor has nothing to close, and is told of nothing.
      let noor = try home.done("agree mend --as Noor --close").out
      #expect(noor == "Nothing of yours is in doubt.\n")
      #expect(try home.done("agree mend --as Ada").out.hasPrefix("in doubt: "))
      #expect(try home.done("agree mend --as Ada --close").out.hasPrefix("closed: "))
      #expect(try home.done("agree mend --as Ada", seed: "closed").out.hasPrefix("Nothing"))
      #expect(try isActive("closed") == [false, false])
      let id = try home.id(
        of: home.done(
          "agree propose --as Noor --json", input: #"{"items": [{"what": "a dance"}]}"#))
      for name in ["Ada", "Noor"] {
        try home.done("agree grant --as \(name) --all --agreement \(id)", seed: "early")
      }
      #expect(try isActive("unresumed") == [false, false])
      try home.done("agree resume --as Ada")
      for name in ["Ada", "Noor"] {
        try home.done("agree grant --as \(name) --all --agreement \(id)", seed: "resumed")
      }
      #expect(try isActive("resumed") == [true, true])
    }
  }

  @Test func `finds no old yes in an answer given after a pause`() throws {
    let home = try Household.couple()
    try home.done(
      "agree propose --as Ada", input: #"{"items": [{"what": "a bath"}, {"what": "a dance"}]}"#)
    for name in ["Ada", "Noor"] { try home.done("agree grant --as \(name) --all") }
    #expect(try home.done("agree show --as Noor").out.split(separator: "active ·").count == 3)
    try home.done("agree pause --as Ada")
    try home.done("agree resume --as Ada")
    try home.done("agree grant --as Ada a-bath")
    try home.done("agree grant --as Noor --all", seed: "again")
    for name in ["Ada", "Noor"] {
      let shown = try home.done("agree show --as \(name)", seed: "after").out
      #expect(shown.contains("a bath\n    active ·") && shown.contains("a dance\n    not active ·"))
    }
  }

  @Test func `cannot make a withdrawal look needless by taking the state away`() throws {
    let home = try Household.agreed()
    let ada = try home.opened(as: "Ada", "four plain words").partner
    for path in try home.tree().keys where path.hasSuffix("\(ada).state") {
      try FileManager.default.removeItem(atPath: path)
    }
    for words in ["agree show", "agree withdraw", "check", "write --us"] {
      let outcome = try home.run("\(words) --as Ada", input: "Words.")
      #expect(outcome.code == 65 && outcome.err.contains("who your partner is"), "\(words)")
    }
    // A new state is made with the next record, and knows nobody either.
    try home.done("write --as Ada --me", input: "For myself.")
    #expect(try home.run("agree show --as Ada", seed: "after").code == 65)
  }
}

@Suite struct `Words on the command line that could harm` {
  @Test(arguments: ["--vault=", "--passphrase-fd=-1"])
  func `are refused before anything is opened`(_ option: String) throws {
    let home = try Household()
    #expect(try home.run(["list", option]).code == 64)
    #expect(try home.run(["init", option], input: Array("{}".utf8)).code == 64)
  }

  @Test func `reach no terminal as they were typed`() throws {
    let home = try Household()
    for words in [
      ["\u{1B}[2Jx"], ["list", "--\u{1B}[31m"], ["list", "--vault", "/\u{9B}31m\u{202E}"],
    ] {
      let outcome = try home.run(words)
      #expect(outcome.code != 0)
      #expect(
        !outcome.err.unicodeScalars.contains { ["\u{1B}", "\u{9B}", "\u{202E}"].contains($0) })
    }
  }
}

extension Household {
  /// Two partners with one item active for both.
  static func agreed() throws -> Household {
    let home = try Household.couple()
    try home.done("agree propose --as Ada", input: #"{"items": [{"what": "holding hands"}]}"#)
    try home.done("agree grant --as Ada --all")
    try home.done("agree grant --as Noor --all")
    for name in ["Ada", "Noor"] {
      try #require(try home.done("agree show --as \(name)").out.contains("welcome to ask"))
    }
    return home
  }

  func unlock(_ name: String, _ passphrase: String, seed: String) throws {
    let outcome = try run("unlock --as \(name)", passphrases: [passphrase], seed: "unlock \(seed)")
    try #require(outcome.code == 0, "\(outcome.err)")
  }

  /// The id that a write command printed as JSON.
  func id(of outcome: Outcome) throws -> String {
    try JSONDecoder().decode([String: String].self, from: Data(outcome.output))["id"] ?? ""
  }

  /// The vault as a partner's own program could open it.
  func opened(as name: String, _ passphrase: String, seed: [UInt8]? = nil) throws -> OpenVault {
    let places = Places(vault: nil, environment: environment)
    let file = try Streams.File(in: home, holding: Array("\(passphrase)\n".utf8))
    let partner = try Identities.choose(named: name, places)
    let identity = try Identities.open(
      partner, places, passphrase: Passphrase.readLine(from: file.descriptor))
    let strength = Strength.least(seed: seed)
    return try OpenVault(places, as: identity, randomness: strength.randomness)
  }
}

extension RecordDraft {
  /// A shared reflection with any body at all, as no command would write it.
  static func reflection(_ body: String) -> RecordDraft {
    RecordDraft(
      kind: KindTag.reflection, audience: .shared, logClass: .diary, entered: 1_772_478_999_000,
      zone: 60, about: 20_514, body: Array(body.utf8))
  }
}

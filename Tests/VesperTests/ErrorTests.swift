import FoundationEssentials
import Glibc
import Testing

@Suite struct `An error` {
  /// What every error looks like: on standard error alone, one lower-case sentence, then hints.
  private func expect(
    _ outcome: Outcome, exits code: Int32, at location: SourceLocation = #_sourceLocation
  ) {
    #expect(outcome.code == code, "\(outcome.err)", sourceLocation: location)
    #expect(outcome.output.isEmpty, sourceLocation: location)
    let lines = outcome.err.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.last == "", "it ends its line", sourceLocation: location)
    let sentence = lines.first ?? ""
    #expect(sentence.hasPrefix("vesper: "), sourceLocation: location)
    let words = sentence.dropFirst("vesper: ".count)
    #expect(words.first?.isUppercase == false && !words.hasSuffix("."), sourceLocation: location)
    #expect(lines.count > 2, "it has a hint", sourceLocation: location)
    for hint in lines.dropFirst().dropLast() {
      #expect(hint.hasPrefix("hint: ") && !hint.hasSuffix("."), sourceLocation: location)
    }
  }

  @Test func `of a wrong passphrase exits 77 and opens nothing`() throws {
    let home = try Household.couple()
    expect(try home.run("unlock --as Ada", passphrases: ["not these words"]), exits: 77)
    try home.done("lock")
    expect(try home.run("list --as Ada", passphrases: ["quite other words"]), exits: 77)
    #expect(try home.done("status").out.contains("Locked."))
  }

  @Test func `is a file that holds fewer passphrases than there are partners`() throws {
    let home = try Household()
    let names = #"{"partners":[{"name":"Ada"},{"name":"Noor"}]}"#
    let file = "\(home.home)/passphrases"
    let first = "quiet lantern river", second = "moss wall north side"
    try Data("\(first)\n".utf8).write(to: URL(filePath: file))
    expect(
      try home.run("init --file - --passphrase-file \(file)", input: names), exits: 64)
    // Each partner has a line of their own, and neither opens the other.
    try Data("\(first)\n\(second)\n".utf8).write(to: URL(filePath: file))
    try home.done("init --file - --passphrase-file \(file)", input: names)
    expect(try home.run("unlock --as Noor", passphrases: [first]), exits: 77)
    #expect(try home.run("unlock --as Noor", passphrases: [second]).code == 0)
    #expect(try home.run("unlock --as Ada", passphrases: [first]).code == 0)
  }

  @Test func `of a locked vault exits 77 and writes nothing`() throws {
    let home = try Household.couple()
    try home.done("lock")
    let before = try home.tree()
    for call in Call.all where !call.isNameless && !call.opensNothing {
      expect(try home.run(call, as: "Ada"), exits: 77)
    }
    #expect(try home.isUnchanged(since: before))
  }

  @Test(arguments: Call.all.filter { !$0.needsNoVault })
  func `of a vault that is not there exits 66 and makes none`(_ call: Call) throws {
    let home = try Household()
    expect(try home.run(call, as: "Ada"), exits: 66)
    #expect(try home.isUnchanged(since: [:]))
  }

  @Test func `of a partner nobody knows exits 66`() throws {
    let home = try Household.couple()
    for call in Call.all where !call.isNameless {
      expect(try home.run(call, as: "Sam"), exits: 66)
    }
  }

  @Test func `of not saying who is writing exits 64 and writes nothing, whatever the command`()
    throws
  {
    let (home, visit) = try Household.lived()
    let before = try home.tree()
    for call in Call.all where !call.isNameless {
      let outcome = try home.run(call, as: nil, visit: visit)
      expect(outcome, exits: 64)
      #expect(outcome.err.contains("--as NAME"))
    }
    #expect(try home.isUnchanged(since: before))
  }

  @Test(arguments: Call.all)
  func `of an unknown flag exits 64`(_ call: Call) throws {
    let home = try Household()
    expect(try home.run(call, as: "Ada", adding: ["--frolic"]), exits: 64)
  }

  /// Texts that cannot be kept.
  enum Unkeepable: String, CaseIterable {
    case noBytes, noWords, nul, escape, invalid, surrogate, overOneMebibyte, tenMegabytes

    var bytes: [UInt8] {
      switch self {
      case .noBytes: []
      case .noWords: Array(" \n\t\n".utf8)
      case .nul: Array("before\0after\n".utf8)
      case .escape: Array("an \u{1b}[2J escape".utf8)
      case .invalid: [0x66, 0xC3, 0x28]
      case .surrogate: [0xED, 0xA0, 0x80]
      case .overOneMebibyte: [UInt8](repeating: 0x61, count: 1_048_577)
      case .tenMegabytes: [UInt8](repeating: 0x61, count: 10_000_000)
      }
    }
  }

  @Test(arguments: Unkeepable.allCases)
  func `of a text that cannot be kept exits 65 and keeps nothing`(_ text: Unkeepable) throws {
    let text = text.bytes
    let home = try Household.couple()
    let file = "\(home.home)/text"
    try Data(text).write(to: URL(filePath: file))
    let before = try home.tree()
    // The long ones take a debug build a while; two readers stand for all of them there.
    let readers =
      ["write", "checkin"]
      + (text.count > 1_000_000 ? [] : ["agree propose", "visit prep", "import --from jrnl"])
    for command in readers {
      let words = command.split(separator: " ").map(String.init) + ["--as", "Ada"]
      expect(try home.run(words, input: text), exits: 65)
      expect(try home.run(words + ["--file", file], input: []), exits: 65)
    }
    #expect(try home.isUnchanged(since: before))
  }

  @Test func `does not befall a text that just fits`() throws {
    let home = try Household.couple()
    let text = String(repeating: "é", count: 450_000)
    let kept = try home.done("write --as Ada --json", input: text)
    let id = try JSONDecoder().decode([String: String].self, from: Data(kept.output))["id"]
    let shown = try home.done("show --as Ada --json \(try #require(id))")
    let isWhole = shown.out.contains(text)
    #expect(isWhole)
  }

  @Test func `of a file that cannot be read exits 66 where it is missing, else 74`() throws {
    let home = try Household.couple()
    try Data("words".utf8).write(to: URL(filePath: "\(home.home)/words"))
    expect(try home.run("write --as Ada --file \(home.home)/nowhere"), exits: 66)
    expect(try home.run("write --as Ada --file \(home.home)"), exits: 74)
    expect(try home.run("write --as Ada --file \(home.home)/words/more"), exits: 74)
    if geteuid() != 0 {
      chmod("\(home.home)/words", 0)
      expect(try home.run("write --as Ada --file \(home.home)/words"), exits: 74)
    }
  }

  @Test func `of output that cannot be written exits 74`() throws {
    let home = try Household.couple()
    try home.done("write --as Ada", input: "A line.")
    let full = open("/dev/full", O_WRONLY | O_CLOEXEC)
    defer { close(full) }
    let outcome = try home.run("list --as Ada", onto: full)
    expect(outcome, exits: 74)
  }

  @Test func `of a file that is there already exits 73 and leaves the file`() throws {
    let (home, _) = try Household.lived()
    let page = "\(home.home)/page.txt"
    try Data("mine".utf8).write(to: URL(filePath: page))
    try home.done("visit preview --as Ada")
    expect(try home.run("visit export --as Ada --output \(page)"), exits: 73)
    expect(try home.run("visit export --as Ada --output \(home.home)/no/page"), exits: 73)
    #expect(FileManager.default.contents(atPath: page) == Data("mine".utf8))
    expect(
      try home.run(
        "init", input: #"{"partners": [{"name": "Sam"}]}"#, passphrases: ["four plain words"]),
      exits: 73)
  }

  @Test func `holds no secret and no words of an entry`() throws {
    let home = try Household.couple()
    let canary = "sq7canary"
    let inputs: [(String, String)] = [
      ("write --as Ada", "\(canary)\0"), ("write --as Ada \(canary)", ""),
      ("search --as Ada \(canary)", ""), ("search --as Ada --last 0", canary),
      ("checkin --as Ada", #"{"note": "\#(canary)", "pain": "\#(canary)"}"#),
      ("checkin --as Ada", #"{"note": "\#(canary)"#), ("checkin --as Ada", canary),
      ("checkin --as Ada", #"{"note": "\#(canary)", "note": "\#(canary)"}"#),
      ("med --as Ada", #"{"name": "\#(canary)"}"#),
      ("med --as Ada", #"{"name": "\#(canary)", "change": "\#(canary)"}"#),
      ("note --as Ada", #"{"text": "\#(canary)", "reason": "\#(canary)"}"#),
      ("question --as Ada", #"{"text": "\#(canary)", "tags": ["\#(canary) x"]}"#),
      ("visit prep --as Ada", #"{"clinician": "\#(canary)", "window": "\#(canary)"}"#),
      ("visit pick --as Ada", #"{"lines": ["\#(canary)"]}"#),
      ("agree propose --as Ada", #"{"items": [{"what": "\#(canary)", "id": "\#(canary) X"}]}"#),
      ("import --as Ada --from jrnl", #"{"entries": [{"title": "\#(canary)"}]}"#),
      (
        "import --as Ada --from jrnl",
        #"{"entries": [{"title": "\#(canary)", "date": "\#(canary)"}]}"#
      ),
      ("init", #"{"partners": [{"name": "\#(canary)"}]"#),
      ("init --vault \(home.home)/other", #"{"partners": [{"name": "\#(canary)\u0007"}]}"#),
    ]
    for (words, input) in inputs {
      let outcome = try home.run(words, input: input)
      #expect(outcome.code != 0, "\(words)")
      #expect(!outcome.err.contains(canary), "\(words): \(outcome.err)")
      #expect(outcome.output.isEmpty)
    }
    for words in ["unlock --as Ada", "recovery show --as Ada", "init"] {
      let outcome = try home.run(words, passphrases: [canary])
      #expect(outcome.code != 0 && !outcome.err.contains(canary), "\(words)")
    }
  }
}

import Care
import FoundationEssentials
import Testing
import Vault

/// What a disk that cannot be read, for a moment or for good, does to what two agree on.
@Suite struct `A log that cannot be read` {
  enum Kind: String, CaseIterable {
    case consentOfAda, consentOfNoor, privateOfAda, sharedOfAda, sharedOfNoor

    var isConsent: Bool { self == .consentOfAda || self == .consentOfNoor }
  }

  /// In what way it cannot: its file, or the directory that it stands in.
  enum Way: CaseIterable { case file, directory }

  /// Every log, in both ways.
  static let all = Kind.allCases.flatMap { kind in Way.allCases.map { (kind, $0) } }
  static let ofConsent = all.filter { $0.0.isConsent }

  /// What permits: each says what its author had seen.
  static let permitting = [
    "agree grant --as Ada --all", "agree grant --as Ada --all --json",
    "agree grant --as Ada holding-hands", "agree resume --as Ada", "agree renew --as Ada",
    "agree propose --as Ada",
  ]

  /// Both have written, for themselves and for both; Noor has answered and Ada has not.
  private func halfAgreed() throws -> Household {
    let home = try Household.couple()
    for name in ["Ada", "Noor"] {
      try home.done("write --as \(name)", input: "A walk.")
      try home.done("write --as \(name) --us", input: "A walk for two.")
    }
    try home.done("agree propose --as Ada", input: #"{"items": [{"what": "holding hands"}]}"#)
    try home.done("agree grant --as Noor --all")
    // By now either device has seen of what class each log is.
    for name in ["Ada", "Noor"] { try home.done("agree show --as \(name)", seed: "half") }
    return home
  }

  private func isActive(_ home: Household, _ seed: String) throws -> [Bool] {
    // A closed answer opens at its owner's next command.
    for name in ["Ada", "Noor"] { try home.done("agree show --as \(name)", seed: "open \(seed)") }
    return try ["Ada", "Noor"].map {
      try home.done("agree show --as \($0)", seed: seed).out.contains("welcome to ask")
    }
  }

  private func logs(_ home: Household) throws -> [String: [UInt8]] {
    try home.tree().filter { $0.key.hasSuffix(".segment") }
  }

  @Test(arguments: ofConsent)
  func `takes no yes, and none is lost by it`(_ kind: Kind, _ way: Way) throws {
    let home = try halfAgreed()
    let before = try logs(home)
    let log = try home.hide(kind, way)
    for (turn, words) in Self.permitting.enumerated() {
      let said = try home.run(
        words, input: #"{"items": [{"what": "a bath"}]}"#, seed: "unread \(turn)")
      #expect(said.code == 74, "\(words): \(said.out)\(said.err)")
      #expect(said.output == [])
      #expect(
        said.err == """
          vesper: something of what you have agreed cannot be read just now, so nothing was written
          hint: try again in a moment; where it stays so, vesper check says what it is
          hint: taking back and pausing are possible all the same

          """)
    }
    // It reads as everything does that is not active.
    let shown = try home.run("agree show --as Ada", seed: "unread")
    #expect(!shown.out.contains("welcome to ask"))
    try home.show(log)
    #expect(try logs(home) == before)
    try home.done("agree grant --as Ada --all")
    #expect(try isActive(home, "after") == [true, true])
  }

  @Test(arguments: Way.allCases)
  func `is never said to hold nothing`(_ way: Way) throws {
    let home = try halfAgreed()
    let entry = try home.id(of: home.done("write --as Ada --json", input: "A thought."))
    let hidden = try [Kind.consentOfAda, .privateOfAda].map { try home.hide($0, way) }
    for words in [
      "agree show --as Ada", "agree show --as Ada --json", "agree mark --as Ada --file -",
      "show --as Ada \(entry)", "forget --as Ada \(entry)",
    ] {
      let said = try home.run(words, input: "{}", seed: "hidden")
      #expect(said.code == 74 && said.out.isEmpty, "\(words): \(said.out)\(said.err)")
      #expect(said.err.contains("just now"), "\(words): \(said.err)")
    }
    for log in hidden { try home.show(log) }
    try home.done("agree show --as Ada", seed: "there")
    try home.done("forget --as Ada \(entry)")
  }

  @Test(arguments: all)
  func `keeps nobody from taking back, pausing or beginning anew`(_ kind: Kind, _ way: Way) throws {
    let ways = [
      ("agree withdraw --as Ada", ""), ("agree withdraw --as Ada holding-hands", ""),
      ("agree pause --as Ada", ""), ("health changed --as Ada", #"{"what": "flare"}"#),
    ]
    for (words, input) in ways {
      let home = try halfAgreed()
      try home.done("agree grant --as Ada --all")
      try #require(try isActive(home, "agreed") == [true, true])
      let log = try home.hide(kind, way)
      let said = try home.run(words, input: input)
      #expect(said.code == 0, "\(words): \(said.err)")
      try home.show(log)
      #expect(try isActive(home, "after") == [false, false], "\(words)")
    }
  }

  @Test(arguments: all.filter { !$0.0.isConsent })
  func `of the diary stands in the way of nothing that is agreed`(_ kind: Kind, _ way: Way) throws {
    let home = try halfAgreed()
    let log = try home.hide(kind, way)
    let checked = try home.run("check --as Ada", seed: "hidden")
    #expect(checked.code == 65 && checked.out.contains("it cannot be read"), "\(checked.out)")
    try home.done("agree grant --as Ada --all")
    if kind == .privateOfAda {
      // What Ada's answer waits in has another place now, and is found there.
      #expect(try home.done("list --as Ada").err.contains("could not be read"))
    }
    #expect(try isActive(home, "hidden") == [true, true])
    try home.show(log)
    #expect(try isActive(home, "after") == [true, true])
    for name in ["Ada", "Noor"] {
      let checked = try home.done("check --as \(name)").out
      #expect(!checked.contains("damaged") && !checked.contains("waiting"), "\(checked)")
    }
  }

  @Test func `can be given up by its author, and then a yes counts again`() throws {
    let home = try halfAgreed()
    _ = try home.hide(.consentOfAda, .file)
    #expect(try home.done("agree mend --as Ada").out.hasPrefix("in doubt: "))
    #expect(try home.done("agree mend --as Ada --close").out.hasPrefix("closed: "))
    try home.done("agree resume --as Ada")
    let proposed = try home.done(
      "agree propose --as Noor --json", input: #"{"items": [{"what": "a dance"}]}"#)
    let id = try home.id(of: proposed)
    for name in ["Ada", "Noor"] {
      try home.done("agree grant --as \(name) --all --agreement \(id)", seed: "given up")
    }
    #expect(try isActive(home, "given up") == [true, true])
  }
}

extension Household {
  /// A log that cannot be read, and where its parts are meanwhile.
  struct Hidden {
    let path: String
    var aside: String { path + ".aside" }
  }

  fileprivate func hide(
    _ kind: `A log that cannot be read`.Kind, _ way: `A log that cannot be read`.Way
  ) throws -> Hidden {
    let file = try path(of: kind)
    let hidden = Hidden(
      path: way == .file ? file : String(file[..<(try #require(file.lastIndex(of: "/")))]))
    try FileManager.default.moveItem(atPath: hidden.path, toPath: hidden.aside)
    // A link to itself: nothing that opens it gets anywhere, whoever it is.
    try FileManager.default.createSymbolicLink(
      atPath: hidden.path, withDestinationPath: hidden.path)
    return hidden
  }

  fileprivate func show(_ hidden: Hidden) throws {
    try FileManager.default.removeItem(atPath: hidden.path)
    try FileManager.default.moveItem(atPath: hidden.aside, toPath: hidden.path)
  }

  private func path(of kind: `A log that cannot be read`.Kind) throws -> String {
    let (name, audience, logClass): (String, String, UInt8) =
      switch kind {
      case .consentOfAda: ("Ada", "shared", 2)
      case .consentOfNoor: ("Noor", "shared", 2)
      case .privateOfAda: ("Ada", "private", 1)
      case .sharedOfAda: ("Ada", "shared", 1)
      case .sharedOfNoor: ("Noor", "shared", 1)
      }
    let partner = try diary(of: name).me
    // docs/format.md § Segment header: the class is byte 10.
    let paths = try tree().filter { path, bytes in
      path.contains("/\(partner)/\(audience)/") && path.hasSuffix(".segment")
        && bytes.dropFirst(10).first == logClass
    }
    try #require(paths.count == 1)
    return try #require(paths.keys.first)
  }
}

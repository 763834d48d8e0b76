import Care
import FoundationEssentials
import Testing

/// One complete way to call each command, so that a promise can be shown for all of them.
struct Call: Sendable, CustomStringConvertible {
  /// The command's words, as in "agree show".
  let command: String
  var options = ""
  var input = ""

  var description: String { command }

  /// Whether it opens nothing, and so works while the vault is locked.
  var opensNothing: Bool { command == "exposure" }

  /// Whether it needs no identity: it can be called before anybody is named.
  var isNameless: Bool {
    [
      "init", "identity import", "lock", "status", "schema", "recovery test", "recovery restore",
      "restore", "resources",
    ].contains(command) || command.hasPrefix("config")
  }

  /// Whether it works without a vault.
  var needsNoVault: Bool {
    ["init", "identity import", "schema", "resources"].contains(command)
      || command.hasPrefix("config")
  }

  /// The arguments, as one partner, for ids and paths that stand in a household.
  func arguments(as name: String?, json: Bool = false, visit: String = "", home: String = "")
    -> [String]
  {
    let options = options.replacing("{home}", with: home).replacing("{visit}", with: visit)
    var arguments = "\(command) \(options)".split(separator: " ").map(String.init)
    if let name, !isNameless { arguments += ["--as", name] }
    if json { arguments.append("--json") }
    return arguments
  }

  private static let vault = [
    Call(command: "init", input: #"{"partners": [{"name": "Sam"}]}"#),
    Call(command: "unlock"),
    Call(command: "config show"),
    Call(command: "config path"),
    Call(command: "config set", options: "paper a4"),
    Call(command: "config unset", options: "paper"),
    Call(command: "status"),
    Call(command: "link", options: "{home}/shared"),
    Call(command: "sync"),
    Call(command: "check"),
    Call(command: "passphrase"),
    Call(command: "recovery show"),
    Call(command: "recovery test"),
    Call(command: "recovery restore"),
    Call(command: "backup", options: "{home}/backup"),
    Call(command: "restore", options: "{home}/backup"),
    Call(command: "exposure"),
    Call(command: "export", options: "--output -"),
    Call(command: "identity export", options: "--output {home}/mine.identity --force"),
    Call(command: "identity import", options: "{home}/mine.identity"),
    Call(command: "identity renew"),
    Call(
      command: "import", options: "--from jrnl",
      input: """
        {"tags": {}, "entries": [{"title": "A walk.", "body": "", "date": "2026-02-01",
        "time": "10:00", "tags": [], "starred": false}]}
        """),
  ]

  /// The write command of every kind, with its example.
  private static let writing = Kinds.all.filter { $0.hasCommand }.map { kind in
    let value = kind.example as? Reflection
    let json = (try? EntryCoding.json(of: kind.example)) ?? []
    return Call(
      command: kind.command, input: value?.text ?? String(decoding: json, as: UTF8.self))
  }

  static let all =
    vault + writing + together + [
      Call(command: "health changed", input: #"{"what": "flare"}"#),
      Call(command: "agree show"),
      Call(
        command: "agree mark", input: #"{"marks": [{"item": "holding-hands", "mark": "yes"}]}"#),
      Call(command: "agree grant", options: "--all"),
      Call(command: "agree renew"),
      Call(command: "agree propose", input: #"{"items": [{"what": "holding hands"}]}"#),
      Call(command: "agree pause"),
      Call(command: "agree resume"),
      Call(command: "agree withdraw"),
      Call(command: "agree proof", options: "--output -"),
      Call(command: "agree clock"),
      Call(command: "agree mend"),
      Call(command: "invite", options: "{home}/shared"),
      Call(command: "accept", options: "{home}/shared"),
      Call(command: "join", options: "{home}/shared", input: #"{"partners": [{"name": "Sam"}]}"#),
      Call(command: "share", options: "{visit}"),
      Call(command: "list"),
      Call(command: "show", options: "{visit}"),
      Call(command: "search", input: "walk"),
      Call(command: "amend", options: "{visit}", input: #"{"clinician": "Dr Lind"}"#),
      Call(command: "comfort"),
      Call(command: "starter show", options: "feelings"),
      Call(
        command: "starter change", options: "prompts", input: #"{"add": ["What is kind now?"]}"#),
      Call(command: "resources"),
      Call(command: "visit prep", input: #"{"clinician": "Dr Osei"}"#),
      Call(command: "visit pick", input: #"{"questions": true}"#),
      Call(command: "visit release", input: #"{"date": "2026-03-02", "statement": "A line."}"#),
      Call(command: "visit preview"),
      Call(command: "visit export", options: "--format text --output -"),
      Call(command: "schema", options: "checkin"),
      Call(command: "forget", options: "{visit}"),
      // Last, so that the others find what is open open, and shared what is shared.
      Call(command: "leave"),
      Call(command: "lock"),
    ]
}

/// The program's own account of its commands.
struct CommandTree: Decodable, Sendable {
  let commandName: String
  let abstract: String?
  let discussion: String?
  let subcommands: [CommandTree]?
  let arguments: [Argument]?

  struct Argument: Decodable, Sendable {
    struct Name: Decodable, Sendable {
      let kind: String
      let name: String
    }
    let kind: String
    let names: [Name]?
    let abstract: String?
  }

  private struct Dump: Decodable { let command: CommandTree }

  private static let whole = Result {
    let outcome = try Household().run("--experimental-dump-help")
    return try JSONDecoder().decode(Dump.self, from: Data(outcome.output)).command
  }

  static func read() throws -> CommandTree { try whole.get() }

  /// Every command that does something, with its words.
  func leaves(after words: [String] = []) -> [(words: String, command: CommandTree)] {
    guard let subcommands, !subcommands.isEmpty else {
      return [(words.joined(separator: " "), self)]
    }
    return subcommands.filter { $0.commandName != "help" }
      .flatMap { $0.leaves(after: words + [$0.commandName]) }
  }

  func takes(_ option: String) -> Bool {
    arguments?.contains { $0.names?.contains { $0.name == option } ?? false } ?? false
  }

  @Suite struct `The calls that the tests make` {
    @Test func `cover every command there is`() throws {
      #expect(
        Set(Call.all.map(\.command)) == Set(try CommandTree.read().leaves().map(\.words)))
    }
  }
}

extension Household {
  /// Two partners at one machine, both unlocked.
  static func couple() throws -> Household {
    let home = try Household()
    try FileManager.default.createDirectory(
      atPath: "\(home.home)/shared", withIntermediateDirectories: false)
    let made = try home.run(
      "init", input: #"{"partners": [{"name": "Ada"}, {"name": "Noor"}]}"#,
      passphrases: ["four plain words", "quite other words"])
    try #require(made.code == 0, "\(made.err)")
    for (name, passphrase) in [("Ada", "four plain words"), ("Noor", "quite other words")] {
      let opened = try home.run("unlock --as \(name)", passphrases: [passphrase])
      try #require(opened.code == 0, "\(opened.err)")
    }
    return home
  }

  /// Makes one of the calls.
  func run(
    _ call: Call, as name: String?, visit: String = "0123", adding more: [String] = [],
    seed: String? = nil, at terminal: TestTerminal? = nil
  ) throws -> Outcome {
    try run(
      call.arguments(as: name, visit: visit, home: home) + more, input: Array(call.input.utf8),
      seed: seed, at: terminal)
  }

  /// Runs a command that has to work.
  @discardableResult
  func done(_ words: String, input: String = "", seed: String? = nil) throws -> Outcome {
    let outcome = try run(words, input: input, seed: seed)
    try #require(outcome.code == 0, "vesper \(words): \(outcome.err)")
    return outcome
  }

  /// Makes a couple with one of everything that commands can be about.
  static func lived() throws -> (home: Household, visit: String) {
    let home = try couple()
    for name in ["Ada", "Noor"] {
      try home.done("write --as \(name)", input: "A walk.")
      try home.done("agree propose --as \(name)", input: #"{"items": [{"what": "holding hands"}]}"#)
    }
    let prepared = try home.done("visit prep --json --as Ada", input: #"{"clinician": "Dr Osei"}"#)
    let id = try JSONDecoder().decode([String: String].self, from: Data(prepared.output))["id"]
    return (home, try #require(id))
  }
}

import ArgumentParser
import Care
import Testing

@testable import VesperProgram

@Suite struct `Words that are read without the parser` {
  /// The commands that are, with what their positional words can be.
  private static let commands =
    [
      "list", "search", "show", "today", "export", "check", "import", "status", "unlock", "lock",
      "visit export", "visit preview",
    ] + Kinds.all.filter { $0.hasCommand }.map { $0.command }

  /// The account is long, and read once.
  private static let tree = Result { try CommandTree.read() }

  /// A value that fits each option that does not take any text.
  private static let values = [
    "passphrase-fd": "3", "lock-fd": "4", "last": "20", "audience": "us", "from": "jrnl",
    "format": "markdown", "paper": "letter", "lang": "nl", "dates": "dmy", "for": "15m",
  ]

  /// What is given beside an option, where it is refused by itself.
  private static let beside: [String: [String]] = [
    "import": ["--from", "csv"], "visit export --lock": ["--format", "pdf"],
    "visit export --lock-fd": ["--format", "pdf"],
  ]

  @Test(arguments: commands)
  func `mean what the parser takes them for, each option of a command`(_ words: String) throws {
    let path = words.split(separator: " ").map(String.init)
    let command = try #require(try Self.tree.get().leaves().first { $0.words == words }).command
    let with = Self.beside[words] ?? []
    var lines = [with]
    for argument in command.arguments ?? [] {
      guard let name = argument.names?.first?.name else {
        lines.append(with + ["3f2a"])
        continue
      }
      // Lines with these are left to the parser. The help goes by its short name first.
      guard !["h", "version", "column", "scale"].contains(name), "--\(name)" != with.first else {
        continue
      }
      let also = Self.beside["\(words) --\(name)"] ?? []
      let isFlag = argument.kind == "flag"
      lines.append(with + also + ["--\(name)"] + (isFlag ? [] : [Self.values[name] ?? "river"]))
    }
    #expect(lines.count > 5 || words == "status" || words == "lock")
    for line in lines { try Self.compare(path + line, mustBePlain: true) }
    // All that can stand together, in the order of the help.
    let whole = Array(lines.dropFirst().map { $0.dropFirst(with.count) }.joined())
    try Self.compare(path + with + whole, mustBePlain: false)
  }

  @Test(arguments: commands)
  func `are left to it wherever they are not plain`(_ words: String) {
    let path = words.split(separator: " ").map(String.init)
    for odd in [
      ["--nothing"], ["--"], ["-"], ["-x"], [""], ["--vault"], ["--vault", ""],
      ["--vault", "--as"], ["--vault=river"], ["--as", "Ada", "--as", "Ada"], ["--as", "-Ada"],
      ["--plain", "--plain"],
      ["--passphrase-fd", "x"], ["--passphrase-fd", "-1"], ["--Vault", "river"], ["one", "two"],
    ] {
      let line = path + (words == "import" ? ["--from", "jrnl"] : []) + odd
      #expect((Vesper.plainly(line) == nil) as Bool, "\(line)")
    }
  }

  @Test func `are refused by both or by neither`() throws {
    for line in [
      ["list", "--last", "0"], ["list", "--last", "many"], ["list", "--me", "--us"],
      ["list", "--me", "--audience", "me"], ["list", "--audience", "them"], ["list", "river"],
      ["list", "--kind", "med", "--kind", "note"], ["import"], ["import", "--from", "paper"],
      ["import", "--file", "f"], ["import", "--from", "jrnl", "--dates", "dmy"],
      ["visit"], ["visit", "export", "--lock"], ["visit", "export", "--paper", "a5"],
      ["visit", "preview", "--lang", "river"], ["write", "--me", "--us"], ["agree"], ["agre"],
      ["lock", "now"], ["show", "3f2a", "4b1c"], [], ["--version"],
    ] {
      try Self.compare(line, mustBePlain: false)
    }
  }

  @Test func `and every command have a name that is written out`() {
    // Without one the parser makes it of the type's, which costs a search of the whole program.
    var waiting: [any ParsableCommand.Type] = [Vesper.self]
    var count = 0
    while let command = waiting.popLast() {
      #expect(command.configuration.commandName != nil, "\(command)")
      count += 1
      waiting +=
        command.configuration.subcommands
        + command.configuration.groupedSubcommands.flatMap(\.subcommands)
    }
    #expect(count > 60)
  }

  /// Holds what both make of a line against each other, down to the last option.
  private static func compare(_ line: [String], mustBePlain: Bool) throws {
    let plain = Vesper.plainly(line)
    let parsed = try? Vesper.parseAsRoot(line)
    #expect(plain != nil || !mustBePlain, "\(line) is not read plainly")
    guard let plain else { return }
    let command = try #require(parsed, "the parser refuses \(line)")
    #expect(type(of: plain) == type(of: command), "\(line)")
    #expect(dumped(plain) == dumped(command), "\(line)")
  }

  private static func dumped(_ command: Any) -> String {
    var text = ""
    dump(command, to: &text)
    return text
  }
}

import Testing

@Suite struct `The help` {
  /// care.md § Words.
  private static let never = [
    "granted access", "compliance", "failed", "overdue", "missed", "streak", "score", "normal",
    "should", "still", "at last", "denied", "performance",
  ]

  @Test func `of every command is calm, short and says what the command does`() throws {
    let commands = try CommandTree.read().leaves()
    for words in commands.map(\.words) + ["", "agree", "visit"] {
      let outcome = try Household().run("\(words) --help")
      #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(words)")
      let text = outcome.out
      let plain = " \(text.lowercased().split { !$0.isLetter }.joined(separator: " ")) "
      let found = Self.never.filter { plain.contains(" \($0) ") }
      #expect(found.isEmpty, "\(words): \(found)")
      #expect(!text.contains("!"), "\(words)")
      let usage = "USAGE: vesper \(words)".split(separator: " ").joined(separator: " ")
      #expect(text.contains(usage), "\(words)")
      let isNarrow = text.split(separator: "\n").allSatisfy {
        $0.count <= 100 || $0.hasPrefix("USAGE:")
      }
      #expect(isNarrow, "\(words)")
      #expect(text.hasPrefix("OVERVIEW: "), "\(words) says what it does")
    }
  }

  @Test func `gives every option a meaning`() throws {
    for (words, command) in try CommandTree.read().leaves() {
      for argument in command.arguments ?? [] {
        let name = argument.names?.first?.name ?? ""
        #expect(argument.abstract?.isEmpty == false, "\(words) \(name)")
      }
    }
  }

  @Test func `is the same by either door`() throws {
    let home = try Household()
    #expect(try home.run("help agree grant").out == home.run("agree grant --help").out)
    #expect(try home.run("visit").code == 0)
    #expect(try home.run("help").out.contains("checkin"))
  }
}

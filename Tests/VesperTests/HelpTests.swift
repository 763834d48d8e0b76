import Testing

@testable import VesperProgram

@Suite struct `The help` {
  /// care.md § Words.
  private static let never = [
    "granted access", "compliance", "failed", "overdue", "missed", "streak", "score", "normal",
    "should", "still", "at last", "denied", "performance",
  ]

  @Test func `of every command is calm, short and says what the command does`() throws {
    let commands = try CommandTree.read().leaves()
    for words in commands.map(\.words) + ["", "agree", "health", "visit", "recovery"] {
      let outcome = try Household().run("\(words) --help")
      #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(words)")
      let text = outcome.out
      let plain = " \(text.lowercased().split { !$0.isLetter }.joined(separator: " ")) "
      let found = Self.never.filter { plain.contains(" \($0) ") }
      #expect(found.isEmpty, "\(words): \(found)")
      #expect(!text.contains("!"), "\(words)")
      let name = words.isEmpty ? "A private" : "vesper \(words)"
      #expect(text.hasPrefix(name), "\(words)")
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(words)")
    }
  }

  @Test func `of every command fits a narrow terminal`() throws {
    let words = try CommandTree.read().leaves().map(\.words)
    for words in words + ["", "agree", "health", "visit", "recovery"] {
      let path = words.split(separator: " ").map(String.init)
      let lines = try HelpPage(path: path, width: 40).lines()
      #expect(lines.count > 4 && lines.allSatisfy { $0.count <= 40 }, "\(words)")
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

  @Test func `stands in the manual page too, with every command and option`() throws {
    let outcome = try Household().run("--generate-manual")
    #expect(outcome.code == 0 && outcome.errors.isEmpty)
    let lines = outcome.out.split(separator: "\n").map(String.init)
    for (words, command) in try CommandTree.read().leaves() {
      #expect(lines.contains { $0.hasPrefix(".It Cm \(ManualPage.escaped(words))") }, "\(words)")
      for name in (command.arguments ?? []).compactMap({ $0.names?.first?.name }) {
        let isShown = lines.contains { $0.hasPrefix(".It Fl \\-\(ManualPage.escaped(name))") }
        #expect(isShown || ["help", "version"].contains(name), "\(words) \(name)")
      }
    }
    // A line of text that begins with a dot or a quote would be a request to roff.
    #expect(lines.allSatisfy { !$0.hasPrefix("'") && !$0.hasPrefix(". ") })
    #expect(ManualPage.escaped(".a 'b' -c \\d") == "\\&.a \\(aqb\\(aq \\-c \\ed")
  }
}

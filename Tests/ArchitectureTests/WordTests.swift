import FoundationEssentials
import Testing

@Suite struct `The words on the screen` {
  /// care.md § Words.
  static let never = [
    "granted access", "compliance", "failed", "overdue", "missed", "streak", "streaks", "score",
    "scores", "normal", "should", "still", "at last", "denied", "performance",
  ]

  /// Whole literals that may hold one of them, with the reason.
  static let allowed: [String: String] = [
    "felt I should": "the author's own answer",
    "{score}": "UCUM's name for a number without a unit",
  ]

  /// Files whose literals nobody reads as words.
  private static let wordless: Set<String> = [
    "Sources/Reporting/HTML/Stylesheet.swift"
  ]

  private static let spoken = ["vesper", "Care", "Reporting"]
    .flatMap { SwiftSource.all(in: "Sources/\($0)") }
    .filter { !wordless.contains($0.path) }

  @Test(arguments: spoken) func `are never those that press`(_ source: SwiftSource) {
    for literal in source.literals where Self.allowed[literal] == nil {
      let found = Self.never.filter { Self.says(literal, $0) }
      #expect(found.isEmpty, "\(source): \"\(literal)\" says \(found)")
    }
  }

  @Test(arguments: spoken) func `are never shouted`(_ source: SwiftSource) {
    // Markup is no sentence.
    let markup: Set<String> = ["<!doctype html>", "<!--", "!important"]
    for literal in source.literals where !markup.contains(literal) {
      #expect(!literal.contains("!"), "\(source): \"\(literal)\"")
    }
  }

  /// What people read that is no Swift: the guide, and everything that the transcripts print.
  private static let pages: [(path: String, text: String)] = {
    let folder = "Tests/VesperTests/Transcripts"
    let names =
      (try? FileManager.default.contentsOfDirectory(atPath: "\(SwiftSource.root)/\(folder)"))
    return (["docs/guide.md"] + (names ?? []).sorted().map { "\(folder)/\($0)" }).map { path in
      let bytes = FileManager.default.contents(atPath: "\(SwiftSource.root)/\(path)")
      return (path, bytes.map { String(decoding: $0, as: UTF8.self) } ?? "")
    }
  }()

  @Test func `are the same on every page and in every answer`() {
    #expect(Self.pages.count > 8)
    for page in Self.pages {
      let isTranscript = page.path.hasSuffix(".txt")
      let lines = page.text.split(separator: "\n")
        .filter { !isTranscript || $0.hasPrefix("|") || $0.hasPrefix("! ") }
      #expect(!lines.isEmpty, "\(page.path)")
      for line in lines {
        let said = Self.allowed.keys.reduce(String(line.dropFirst())) { $0.replacing($1, with: "") }
        let found = Self.never.filter { Self.says(said, $0) }
        #expect(found.isEmpty, "\(page.path): \(line)")
        #expect(!isTranscript || !said.contains("!"), "\(page.path): \(line)")
      }
    }
  }

  @Test func `are found where they stand`() {
    let source = SwiftSource(
      path: "made up",
      text: #"""
        // you should
        let a = "You still \(b ? "missed" : "x") it!" /* denied */ + #"a "score""#
        """#)
    #expect(source.literals == ["missed", "x", "You still   it!", #"a "score""#])
    #expect(Self.says("You STILL can", "still") && !Self.says("distil stillness", "still"))
    #expect(!source.code.contains("denied") && source.code.contains("let a ="))
  }

  /// Whether a text holds a word as a word, in any case.
  static func says(_ text: String, _ word: String) -> Bool {
    let words = text.lowercased().split { !$0.isLetter }.joined(separator: " ")
    return " \(words) ".contains(" \(word) ")
  }
}

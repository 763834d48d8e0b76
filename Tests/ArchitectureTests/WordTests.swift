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

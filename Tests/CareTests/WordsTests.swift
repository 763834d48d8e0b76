import FoundationEssentials
import Testing

@testable import Care

/// The words care.md never uses on screen.
struct WordsTests {
  static let never = [
    "granted access", "compliance", "failed", "overdue", "missed", "streak", "score", "normal",
    "should", "still", "at last", "denied", "performance",
  ]

  /// What an author answers in the author's own words (care.md).
  static let exceptions = ["felt I should"]

  static func unwelcome(in text: String) -> [String] {
    let text = exceptions.reduce(text) { $0.replacing($1, with: "") }
    let words = text.lowercased().split { !$0.isLetter }.joined(separator: " ")
    return never.filter { " \(words) ".contains(" \($0) ") } + (text.contains("!") ? ["!"] : [])
  }

  @Test func `the check finds what it looks for`() {
    #expect(Self.unwelcome(in: "You missed a day!") == ["missed", "!"])
    #expect(Self.unwelcome(in: "Here at\nlast") == ["at last"])
    #expect(Self.unwelcome(in: "scored, distill, abnormal").isEmpty)
  }

  @Test func `no text in the source of Care uses them`() throws {
    let sources = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/Care").standardized
    let files = try FileManager.default.subpathsOfDirectory(atPath: sources.path)
    var literals = 0
    for name in files where name.hasSuffix(".swift") {
      let bytes = try Data(contentsOf: sources.appending(path: name))
      for literal in Self.literals(in: String(decoding: bytes, as: UTF8.self)) {
        literals += 1
        #expect(Self.unwelcome(in: literal).isEmpty, "\(name): \(literal)")
      }
    }
    #expect(literals > 300)
  }

  /// The string literals of a source text, on each line that is not a comment.
  static func literals(in source: String) -> [String] {
    var isInside = false
    return source.split(separator: "\n").flatMap { line -> [String] in
      if line.contains("\"\"\"") {
        isInside.toggle()
        return []
      }
      if isInside { return [String(line)] }
      if line.drop(while: \.isWhitespace).hasPrefix("//") { return [] }
      // An escaped quote ends nothing.
      return line.replacing("\\\"", with: " ")
        .split(separator: "\"", omittingEmptySubsequences: false).enumerated()
        .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }
  }

  @Test func `literals are found between quotes and not in comments`() {
    let source = #"""
      /// "a comment"
      let a = "one \"two\" three" + b + "four"
      """#
    #expect(Self.literals(in: source) == ["one  two  three", "four"])
  }

  @Test func `what a person is asked and shown keeps to them`() {
    for kind in Kinds.all {
      let texts =
        [kind.title, JSONSchema.text(of: kind), kind.example.line] + kind.fields.map(\.label)
      for text in texts { #expect(Self.unwelcome(in: text).isEmpty, "\(text)") }
    }
  }
}

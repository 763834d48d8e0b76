import FoundationEssentials
import Testing

@Suite struct `Every promise of the threat model` {
  private static let page = text("docs/threat-model.md")

  private static func text(_ path: String) -> String {
    let bytes = FileManager.default.contents(atPath: "\(SwiftSource.root)/\(path)")
    return bytes.map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// The second cell of each row of the table of promises.
  private static let shown: [Substring] = page.split(separator: "\n")
    .filter { $0.hasPrefix("| ") && $0.hasSuffix(" |") }
    .compactMap { $0.dropFirst(2).dropLast(2).components(separatedBy: " | ").last }
    .filter { $0 != "shown by" }.map { $0[...] }

  /// What stands between backticks.
  private static func quoted(_ text: Substring) -> [Substring] {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map(\.element)
  }

  private static let python: [String: String] = {
    let folder = "Tests/Conformance"
    let names =
      (try? FileManager.default.contentsOfDirectory(atPath: "\(SwiftSource.root)/\(folder)")) ?? []
    return Dictionary(
      uniqueKeysWithValues: names.filter { $0.hasSuffix(".py") }
        .map { ($0, text("\(folder)/\($0)")) })
  }()

  private static let swift = SwiftSource.all(in: "Tests")

  /// The sentences that tests and suites are named by.
  private static func names(after word: String) -> Set<Substring> {
    Set(
      swift.flatMap { source in
        source.code.components(separatedBy: "\(word) `").dropFirst()
          .map { $0.prefix { $0 != "`" } }
      })
  }
  private static let tests = names(after: "func")
  private static let suites = names(after: "struct")

  /// Whether a test, a suite or a file of tests is called so.
  static func exists(_ name: Substring) -> Bool {
    if name.hasSuffix(".py") { return python[String(name)] != nil }
    if name.hasPrefix("test_") { return python.values.contains { $0.contains("def \(name)(") } }
    if !name.contains(" ") { return swift.contains { $0.path.hasSuffix("/\(name).swift") } }
    return tests.contains(name) || suites.contains(name)
  }

  @Test func `is shown by tests that are there`() {
    #expect(Self.shown.count > 60)
    for cell in Self.shown {
      let names = Self.quoted(cell)
      #expect(!names.isEmpty, "\(cell) names no test")
      for name in names { #expect(Self.exists(name), "there is no test called \(name)") }
    }
  }

  @Test func `is found where it stands, and nowhere else`() {
    #expect(Self.exists("is shown by tests that are there") && Self.exists("TrapTests"))
    #expect(Self.exists("test_writing") && Self.exists("test_no_plaintext.py"))
    for name in ["is shown by tests that were there", "test_writin", "test_none.py", "NoTests"] {
      #expect(!Self.exists(name[...]))
    }
  }
}

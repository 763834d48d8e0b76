import FoundationEssentials
import Testing

@Suite struct `What is depended on` {
  private static func text(_ path: String) -> String {
    let data = FileManager.default.contents(atPath: "\(SwiftSource.root)/\(path)")
    return String(decoding: data ?? Data(), as: UTF8.self)
  }

  /// Name and version of each row of docs/dependencies.md.
  private static let rows: [String: String] = {
    let lines = text("docs/dependencies.md").split(separator: "\n").filter { $0.hasPrefix("| ") }
    let cells = lines.map { line in
      line.split(separator: "|").map {
        $0.drop { $0 == " " }.split(separator: " ").joined(separator: " ")
      }
    }
    return Dictionary(cells.filter { $0.count == 4 }.map { ($0[0], $0[1]) }) { first, _ in first }
  }()

  @Test func `has a licence in its page`() {
    let rows = Self.text("docs/dependencies.md").split(separator: "\n").filter {
      $0.hasPrefix("| ") && !$0.hasPrefix("| what ")
    }
    #expect(rows.count > 20)
    for row in rows {
      let cells = row.split(separator: "|").map { $0.split(separator: " ").joined(separator: " ") }
      #expect(cells.count == 4 && cells.allSatisfy { !$0.isEmpty }, "\(row)")
    }
  }

  private static let manifests = [
    "Package.swift", "Benchmarks/Package.swift", "Fuzz/Package.swift",
  ]

  /// What stands between quotation marks after a word.
  private static func quoted(after word: String, in text: some StringProtocol) -> String? {
    guard let place = text.firstRange(of: "\(word)\"") else { return nil }
    return String(text[place.upperBound...].prefix { $0 != "\"" })
  }

  @Test(arguments: manifests)
  func `is pinned, and stands in its page with that version`(_ manifest: String) throws {
    for part in Self.text(manifest).split(separator: ".package(").dropFirst() {
      guard let url = Self.quoted(after: "url: ", in: part) else { continue }
      let name = String(url.split(separator: "/").last ?? "")
      let version = try #require(Self.quoted(after: "exact: ", in: part), "\(name) is not pinned")
      #expect(Self.rows[name] == version, "\(name) in docs/dependencies.md")
    }
  }

  @Test func `by the Python tests is pinned too`() throws {
    let lines = Self.text("Tests/Conformance/requirements.txt").split(separator: "\n")
    #expect(lines.count > 5)
    for line in lines {
      let parts = line.components(separatedBy: "==")
      try #require(parts.count == 2, "\(line) is not pinned")
      #expect(Self.rows[parts[0]] == parts[1], "\(parts[0]) in docs/dependencies.md")
    }
  }
}

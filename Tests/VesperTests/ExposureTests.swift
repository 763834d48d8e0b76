import FoundationEssentials
import Testing

@testable import VesperProgram

@Suite struct `Who could learn what` {
  private static let root =
    #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }

  /// The headings of one level between a heading and the next one of the level above.
  private static func headings(below heading: String, of page: String) throws -> [String] {
    let bytes = try #require(FileManager.default.contents(atPath: "\(root)/docs/\(page)"))
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    let start = try #require(lines.firstIndex { $0 == "## \(heading)" })
    return lines[(start + 1)...].prefix { !$0.hasPrefix("## ") }
      .filter { $0.hasPrefix("### ") }.map { String($0.dropFirst(4)) }
  }

  @Test func `is told of the same people, in the same order, as the threat model has`() throws {
    let home = try Household.couple()
    let told = try home.done("exposure --as Ada").out.split(separator: "\n")
      .filter { !$0.hasPrefix(" ") }.map { String($0.dropLast()) }
    #expect(told.count > 7)
    #expect(try Self.headings(below: "Who might look", of: "threat-model.md") == told)
  }

  @Test func `speaks of nobody else to somebody alone, locked or open`() throws {
    let home = try Household()
    let passphrase = "four plain words"
    let names = #"{"partners": [{"name": "Ada"}]}"#
    #expect(try home.run("init", input: names, passphrases: [passphrase]).code == 0)
    for isOpen in [false, true] {
      if isOpen { #expect(try home.run("unlock", passphrases: [passphrase]).code == 0) }
      let told = try home.done("exposure").out.lowercased()
      #expect(told.contains("a thief of this device") && told.contains("yourself, later on"))
      for word in ["partner", "both", "between you", "shared"] {
        #expect(!told.contains(word), "\(word)")
      }
      #expect(!(try home.done("exposure --json").out.contains("partner")))
    }
  }

  @Test func `has a name of its own for each of them`() throws {
    let home = try Household.couple()
    let told = try home.done("exposure --as Ada --json").out
    let named = [
      "partnerElsewhere", "partnerHere", "syncHost", "thiefLocked", "thiefUnlocked",
      "otherPrograms", "clinic", "futureSelf",
    ]
    for name in named { #expect(told.contains("{\"who\":\"\(name)\",\"learns\":[\"")) }
    #expect(told.split(separator: "\"learns\":").count == named.count + 1)
  }
}

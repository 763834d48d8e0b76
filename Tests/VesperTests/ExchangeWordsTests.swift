import Care
import FoundationEssentials
import Testing

@testable import Vault
@testable import VesperProgram

/// What is said of an exchange with linked folders.
@Suite struct `Words about an exchange` {
  @Test func `name the numbers, and quarantine only where something is in it`() {
    var report = ExchangeReport()
    report.damaged = 1
    #expect(
      ExchangeWords.lines(report) == [
        "1 copy does not hold together and was not taken.", "Up to date.",
      ])
    report.damaged = 3
    report.repaired = 2
    report.kept = 4
    report.turnedAway = 1
    report.tooLong = 2
    let lines = ExchangeWords.lines(report)
    #expect(lines.contains("3 copies do not hold together and were not taken."))
    #expect(
      lines.contains("2 published copies of yours said something else and were put right."))
    #expect(lines.contains("Of what was found so, 4 copies are in quarantine."))
    #expect(lines.contains { $0.hasPrefix("Quarantine is full: 1 copy was not kept there.") })
    #expect(lines.contains("2 files are too long and were passed over."))
  }

  @Test(.timeLimit(.minutes(30)))
  func `come after a pause is kept and said`() throws {
    let home = try Household.couple()
    _ = try home.run(["write", "--as", "Ada"], input: Array(#"{"text": "mine"}"#.utf8))
    let shared = "\(home.home)/between"
    let files = FileManager.default
    try files.createDirectory(atPath: "\(shared)/logs/x", withIntermediateDirectories: true)
    #expect(try home.run("link \(shared) --as Ada").code == 0)
    let ada = try home.diary(of: "Ada").me
    let segment = try #require(
      home.tree().keys.first { $0.contains("\(ada)/private/") && $0.hasSuffix("0.segment") })
    try files.copyItem(atPath: segment, toPath: "\(shared)/logs/x/0.segment")
    let both = try TestTerminal()
    let outcome = try home.run(["agree", "pause", "--as", "Ada"], at: both, onto: both.line)
    #expect(outcome.code == 0)
    let screen = both.screen()
    let parts = screen.split(separator: "Paused.", omittingEmptySubsequences: false)
    try #require(parts.count == 2)
    #expect(parts[1].contains("for you alone lie") && !parts[0].contains("for you alone lie"))
  }
}

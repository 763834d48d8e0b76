import FoundationEssentials
import Testing

@Suite struct `Conversations with the program` {
  /// Every transcript in the folder, so that a new file is played without being named here.
  static let names: [String] = {
    let found = try? FileManager.default.contentsOfDirectory(atPath: folder)
    return (found ?? []).filter { $0.hasSuffix(".txt") }.sorted()
  }()

  private static let folder =
    "\(#filePath.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" })/Transcripts"

  @Test(arguments: names)
  func `go as they are written down`(_ name: String) throws {
    let path = "\(Self.folder)/\(name)"
    let written = String(
      decoding: try #require(FileManager.default.contents(atPath: path)), as: UTF8.self)
    let played = try Transcript(written).played(in: Household())
    if ProcessInfo.processInfo.environment["VESPER_RECORD"] != nil, played != written {
      try Data(played.utf8).write(to: URL(filePath: path))
      Issue.record("\(name) was recorded: review it, then run again without VESPER_RECORD")
      return
    }
    let difference = firstDifference(played, written)
    #expect(difference == nil, "\(name), \(difference ?? "")")
  }

  @Test func `there are transcripts to play`() {
    #expect(Self.names.count >= 8)
  }

  private func firstDifference(_ played: String, _ written: String) -> String? {
    guard played != written else { return nil }
    let new = played.split(separator: "\n", omittingEmptySubsequences: false)
    let old = written.split(separator: "\n", omittingEmptySubsequences: false)
    let line = zip(new, old).prefix { $0 == $1 }.count
    return """
      line \(line + 1)
      written: \(line < old.count ? old[line] : "(end)")
      played:  \(line < new.count ? new[line] : "(end)")
      """
  }
}

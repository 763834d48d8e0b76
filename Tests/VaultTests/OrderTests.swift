import Testing

@testable import Vault

@Suite(.temporaryVault) struct `Entries of several logs` {
  private static let far: [Int64] = [.min, 5, 9_999, .max]

  /// What Ada reads, newest first, where 100 to 200 can be right.
  private func read(_ ada: OpenVault) throws -> (texts: [String], isLowered: Bool) {
    let records = try ada.records(within: 100...200) { _ in true }
    var texts: [String] = []
    var last = Int64.max
    while let record = try records.next() {
      texts.append(record.text)
      #expect(records.standing <= last)
      last = records.standing
    }
    return (texts, records.isLowered)
  }

  private func lived(_ shared: [(String, Int64)]) throws -> OpenVault {
    let vault = try TestVault.current
    let ada = try vault.open(vault.ada)
    for (text, time) in shared { try ada.append(draft(text, .shared, at: time)) }
    for (text, time) in [("p1", 105), ("p2", 120), ("p3", 130)] as [(String, Int64)] {
      try ada.append(draft(text, at: time))
    }
    return ada
  }

  @Test func `come by the times they say, where those can be right`() throws {
    let ada = try lived([("s1", 100), ("s2", 125), ("s3", 200)])
    #expect(try read(ada) == (["s3", "p3", "s2", "p2", "p1", "s1"], false))
  }

  @Test(arguments: far)
  func `stand after what was written before them, where they cannot`(_ time: Int64) throws {
    let ada = try lived([("s1", 110), ("s2", time), ("s3", time)])
    #expect(try read(ada) == (["p3", "p2", "s3", "s2", "s1", "p1"], true))
  }

  @Test(arguments: far)
  func `stand with what was written next, once something was`(_ time: Int64) throws {
    let ada = try lived([("s1", 110), ("s2", time), ("s3", 125)])
    #expect(try read(ada) == (["p3", "s3", "s2", "p2", "s1", "p1"], false))
  }

  @Test(arguments: far)
  func `come last where nothing in their log says when`(_ time: Int64) throws {
    let ada = try lived([("s1", time), ("s2", time)])
    #expect(try read(ada) == (["p3", "p2", "p1", "s2", "s1"], true))
  }

  @Test(arguments: far)
  func `are looked for no further than to the first that can be right`(_ time: Int64) throws {
    let ada = try lived([])
    try ada.write((0..<600).map { draft("\($0)", .shared, at: 110) })
    try ada.append(draft("last", .shared, at: time))
    let records = try ada.records(within: 100...200) { _ in true }
    #expect(try (0..<3).map { _ in try records.next()?.text } == ["p3", "p2", "last"])
    #expect(records.cellsOpened < 20)
  }
}

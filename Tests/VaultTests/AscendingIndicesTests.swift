import Testing

@testable import Vault

@Suite struct `Indices that ascend` {
  @Test func `are held as what they reach over, to the last there is`() {
    var indices = AscendingIndices()
    let added: [UInt64] = [0, 1, 2, 5, 7, 8, .max - 1, .max]
    for index in added { indices.append(index) }
    #expect(indices.count == added.count)
    for index in added where index != .max { #expect(indices.contains(index)) }
    for index: UInt64 in [3, 4, 6, 9, 1_000, .max - 2] { #expect(!indices.contains(index)) }
  }

  @Test func `of none hold none`() {
    #expect(!AscendingIndices().contains(0) && AscendingIndices().count == 0)
  }
}

@Suite struct `The name of a segment` {
  @Test(arguments: [
    ("0.segment", UInt32(0)), ("7.segment", 7), ("4294967295.segment", .max),
  ])
  func `is its number as a number is written`(_ name: String, _ number: UInt32) {
    #expect(LogPlace.number(ofSegment: name) == number)
  }

  @Test(arguments: [
    "", ".segment", "segment", "00.segment", "01.segment", "-1.segment", "+1.segment", "1.Segment",
    "1.segment ", " 1.segment", "4294967296.segment", "18446744073709551616.segment",
    "99999999999999999999999999.segment", "1x.segment", "1.1.branch", "x1.segment", "١.segment",
  ])
  func `is nothing else`(_ name: String) {
    #expect(LogPlace.number(ofSegment: name) == nil)
  }
}

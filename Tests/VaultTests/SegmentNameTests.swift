import Testing

@testable import Vault

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

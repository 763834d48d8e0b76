import Seeded
import Testing

@testable import Care

struct TimeZoneTests {
  @Test func `a rule for all years gives the hours of either half`() throws {
    let berlin = try #require(PosixZone("CET-1CEST,M3.5.0,M10.5.0/3"))
    func hours(_ day: String, _ minute: Int) -> Int {
      berlin.offset(at: Int64(Samples.date(day).day) * 86_400 + Int64(minute) * 60) / 3600
    }
    #expect([hours("2026-03-29", 59), hours("2026-03-29", 60)] == [1, 2])
    #expect([hours("2026-10-25", 59), hours("2026-10-25", 60)] == [2, 1])
    let sydney = try #require(PosixZone("AEST-10AEDT,M10.1.0,M4.1.0/3"))
    let january = Int64(Samples.date("2026-01-15").day) * 86_400
    #expect(sydney.offset(at: january) == 39_600)
    #expect(sydney.offset(at: january + 180 * 86_400) == 36_000)
    #expect(PosixZone("<+0330>-3:30")?.offset(at: 0) == 12_600)
  }

  @Test(arguments: [
    "", "X", "CET", "CET-", "CET-1CEST,M13.1.0,M1.1.0", "CET-1CEST,J60,J300",
    "CET-999", "CET-1CEST,M3.5.0", "<CET-1",
  ])
  func `what is no rule is none`(_ text: String) { #expect(PosixZone(text) == nil) }

  @Test func `of an hour that comes twice the first is meant, and one left out is from before`()
    throws
  {
    let zone = try #require(TimeZoneRules(posix: "CET-1CEST,M3.5.0,M10.5.0/3"))
    func east(_ day: String, _ minute: Int) -> Int {
      zone.minutesEast(atWall: Int(Samples.date(day).day) * 1440 + minute)
    }
    #expect(east("2026-10-25", 150) == 120 && east("2026-10-25", 185) == 60)
    #expect(east("2026-03-29", 150) == 60 && east("2026-03-29", 180) == 120)
  }

  @Test func `no bytes break the reading of a zone file`() {
    var bytes = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
    bytes += [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 4]
    bytes += [0, 0, 0, 0, 0, 0, 0, 14, 16, 0, 0, 67, 69, 84, 0]
    var chance = Chance(seed: 8536)
    for _ in 0..<2000 {
      var broken = bytes + bytes.shuffled(using: &chance)
      broken[Int.random(in: 0..<broken.count, using: &chance)] = .random(
        in: 0...255, using: &chance)
      _ = TimeZoneRules(tzif: Array(broken.prefix(.random(in: 0...broken.count, using: &chance))))
    }
    #expect(TimeZoneRules(tzif: []) == nil && TimeZoneRules(tzif: Array("TZif".utf8)) == nil)
  }
}

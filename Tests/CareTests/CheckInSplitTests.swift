import Care
import Testing
import Vault

struct CheckInSplitTests {
  @Test func `each part goes to its own audience and to no other`() throws {
    let split = CheckIn.example.split(audiences: ["energy": .shared, "note": .shared])
    #expect(split.map(\.audience) == [.private, .shared])
    let shared = try #require(split.last?.value)
    #expect(shared.energy == CheckIn.example.energy)
    #expect(shared.note == CheckIn.example.note)
    #expect(shared.rows.map(\.label) == ["energy", "note"])
    let kept = try #require(split.first?.value)
    #expect(kept.energy == nil)
    #expect(kept.note == nil)
    #expect(kept.rows.count == CheckIn.parts.count - 2)
  }

  @Test func `the shared part is the same whatever else was answered`() throws {
    let audiences = ["energy": Audience.shared]
    let alone = Samples.checkIn([.energy: 4]).split(audiences: audiences)
    let amongOthers = Samples.checkIn([.energy: 4, .pain: 9], note: "canary")
      .split(audiences: audiences)
    let bodies = try [alone, amongOthers].map { split in
      let value = try #require(split.last).value
      return try EntryCoding.encode(Samples.entry(1, value, for: .shared))
    }
    #expect(bodies[0] == bodies[1])
    #expect(alone.count == 1)
  }

  @Test(arguments: CheckIn.parts)
  func `a single part never appears on both sides`(part: String) throws {
    for audience in Audience.allCases {
      let split = CheckIn.example.split(
        audiences: [part: audience], other: audience == .shared ? .private : .shared)
      for (side, value) in split {
        #expect(
          value.rows.map(\.label).contains(part == "limit" ? "own limit" : part)
            == (side == audience))
      }
    }
  }

  @Test func `a part that was skipped makes no entry`() {
    let split = Samples.checkIn([.pain: 0]).split(audiences: ["energy": .shared])
    #expect(split.map(\.audience) == [.private])
    #expect(CheckIn().split(audiences: [:]).isEmpty)
    var empty = CheckIn()
    empty.activities = []
    #expect(empty.split(audiences: [:], other: .shared).isEmpty)
  }
}

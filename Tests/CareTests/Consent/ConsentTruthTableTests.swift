import Testing
import Vault

@testable import Care

@Suite struct `Consent, rule by rule` {
  @Test func `affirmed by both and unviolated, both items are active`() {
    let story = Story()
    #expect(story.reasons == [nil, nil])
    #expect(story.states == [.active, .active])
  }

  @Test(arguments: Violation.all)
  func `one rule violated alone makes the item not active`(_ violation: Violation) {
    for device in 0...2 {
      var story = violation.story()
      story.device = device
      #expect(story.states.first == .notActive)
      #expect(story.states.last == (violation.both ? .notActive : .active))
      #expect(story.reasons.first == violation.reason)
    }
  }

  @Test func `every reason is the reason of some violation`() {
    let shown = Set(Violation.all.map(\.reason)).union([.unpaired, .closed])
    #expect(shown == Set(NotActiveReason.allCases))
    #expect(Set(ConsentRules.all.map(\.reason)) == Set(NotActiveReason.allCases))
  }

  @Test func `alone, nothing is active and nothing tells of a partner`() throws {
    let story = Story()
    let alone = Consent(
      records: story.world.records, viewer: World.ann, partner: nil,
      facts: IntegrityFacts(
        logs: [story.world.devices[0].log: LogFacts(author: World.ann, verdict: .whole)]),
      digest: World.digest)
    var mine = Story(proposed: Story.wording())
    mine.world = World()
    mine.world.write(.revision(Story.wording()), on: 0)
    mine.world.answer(mine.revision, 3, on: 0)
    let single = Consent(
      records: mine.world.records, viewer: World.ann, partner: nil,
      facts: IntegrityFacts(
        logs: [mine.world.devices[0].log: LogFacts(author: World.ann, verdict: .whole)]),
      digest: World.digest)
    #expect(alone.judgements(at: story.moment).flatMap(\.reasons).allSatisfy { $0 != nil })
    #expect(single.judgements(at: story.moment).first?.reasons == [.unpaired, .unpaired])
    #expect(
      single.agreements(at: story.moment).first?.items.map(\.state) == [.notActive, .notActive])
  }

  @Test func `the last moment before the review date is active`() {
    var story = Story()
    story.now = World.start + 28 * World.day - 1
    #expect(story.states == [.active, .active])
  }

  @Test func `an answer from a clock a day ahead counts`() {
    var story = Story()
    story.now = World.start - World.day
    #expect(story.states == [.active, .active])
    story.now -= 1
    #expect(story.reasons == [.lapsedByDate, .lapsedByDate])
  }

  @Test func `the later of clock and high-water mark is now`() {
    #expect(ConsentMoment(clock: 5, highWater: 9).now == 9)
    #expect(ConsentMoment(clock: 9, highWater: 5).now == 9)
  }
}

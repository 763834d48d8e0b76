import Testing
import Vault

@testable import Care

/// What a partner's word of a new identity, not compared yet, does to what was agreed.
struct RenewedPartnerTests {
  private func read(_ world: World, isRenewed: Bool) -> Consent {
    world.consent(world.records.indices, viewer: World.ben, isRenewed: isRenewed)
  }

  @Test func `nothing is active, whatever was answered, and it reads as ever`() {
    let story = Story()
    let before = read(story.world, isRenewed: false)
    let after = read(story.world, isRenewed: true)
    #expect(before.judgements(at: story.moment).flatMap(\.reasons) == [nil, nil])
    #expect(after.judgements(at: story.moment).flatMap(\.reasons) == [.unpaired, .unpaired])
    #expect(
      after.agreements(at: story.moment).flatMap(\.items).map(\.state)
        == [.notActive, .notActive])
    // What was read, and what is withdrawn, is as it was.
    #expect(after.seen == before.seen && after.isWhole)
  }

  @Test func `no answer opens against one of the old identity's`() {
    var story = Story(proposed: Story.wording())
    for device in [0, 1] { story.world.answer(story.revision, 3, on: device) }
    story.world.syncAll()
    let held = story.world.held[World.ben] ?? []
    #expect(read(story.world, isRenewed: false).openingsDue(for: held).count == 1)
    #expect(read(story.world, isRenewed: true).openingsDue(for: held).isEmpty)
  }
}

import Testing
import Vault

@testable import Care

@Suite struct `Coming back` {
  private func renewed(_ change: (inout Story) -> Void) -> Story {
    var story = Story()
    change(&story)
    story.world.syncAll()
    let parents = story.consent.newestRevisions(of: Story.agreement)
    story.propose(Story.wording(after: parents), on: 0)
    story.world.affirm(story.revision)
    return story
  }

  @Test func `a new revision affirmed by both follows a withdrawal`() {
    let story = renewed {
      $0.world.write(.withdrawal(Withdrawal(allOf: Story.agreement)), on: 1)
    }
    #expect(story.states == [.active, .active])
  }

  @Test func `a new revision affirmed by both follows a withdrawal of everything`() {
    let story = renewed { $0.world.write(.withdrawal(.everything), on: 1) }
    #expect(story.states == [.active, .active])
  }

  @Test func `the same words renewed by both at once are one revision`() throws {
    let story = Story()
    let parents = story.consent.newestRevisions(of: Story.agreement)
    let words = try #require(story.consent.revision(story.revision))
    let (one, other) = (try words.renewed(after: parents), try words.renewed(after: parents))
    #expect(one.hash(World.digest) == other.hash(World.digest))
    #expect(one.hash(World.digest) != story.revision)
    #expect(one.items == words.items && one.signals == words.signals)
  }

  @Test func `an answer adds to those since the last pause and to none before it`() {
    var story = Story()
    func standing() -> Int { story.consent.standingAnswers(to: story.revision).count }
    #expect(standing() == 1)
    story.world.write(.pause, on: 0)
    story.world.syncAll()
    #expect(standing() == 0)
    story.world.answer(story.revision, 1, on: 1)
    story.world.write(.resume, on: 0)
    story.world.syncAll()
    #expect(standing() == 0)
    story.world.affirm(story.revision)
    #expect(standing() == 1)
    // A resume that lifts nothing ends nothing.
    story.world.write(.resume, on: 0)
    story.world.syncAll()
    #expect(standing() == 1)
    story.world.answer(story.revision, 1, on: 1)
    #expect(standing() == 2)
    story.device = 0
    #expect(standing() == 1)
  }

  @Test func `a new revision affirmed by both follows a health change`() {
    let story = renewed { $0.world.write(.healthChange, on: 1) }
    #expect(story.states == [.active, .active])
  }

  @Test func `a revision that names two others as parents joins them`() {
    let story = renewed {
      $0.propose(Story.wording(after: [$0.revision], days: 27), on: 0)
      $0.propose(Story.wording(after: [$0.revision], days: 26), on: 1)
    }
    #expect(story.states == [.active, .active])
  }

  @Test func `after the own resume both affirm the same revision anew`() {
    var story = Story()
    story.world.write(.pause, on: 0)
    story.world.syncAll()
    story.world.write(.resume, on: 2)
    story.world.affirm(story.revision)
    #expect(story.states == [.active, .active])
  }

  @Test func `a withdrawal from another agreement has no bearing`() {
    var story = Story()
    story.world.write(.withdrawal(Withdrawal(allOf: AgreementID(value: 1))), on: 0)
    story.world.syncAll()
    #expect(story.states == [.active, .active])
  }

  @Test func `another agreement's wording takes nobody's place`() {
    var story = Story()
    story.world.write(
      .revision(Story.wording(after: [story.revision], agreement: AgreementID(value: 1))), on: 0)
    story.world.syncAll()
    #expect(story.states == [.active, .active])
  }
}

import Testing
import Vault

@testable import Care

@Suite struct `Answers revealed together` {
  /// An agreement that Ann has answered, closed, on device 0.
  private func oneClosed() -> Story {
    var story = Story(proposed: Story.wording())
    story.world.answer(story.revision, 3, on: 0)
    story.world.syncAll()
    return story
  }

  @Test func `no answer opens before the other's closed answer is held`() {
    var story = oneClosed()
    #expect(story.world.due(on: 0).isEmpty)
    story.world.answer(story.revision, 1, on: 1)
    #expect(story.world.due(on: 0).isEmpty)
    #expect(story.world.due(on: 1).map(\.answer.bits) == [1])
    story.world.syncAll()
    #expect(story.world.due(on: 0).map(\.answer.bits) == [3])
  }

  @Test func `an opened answer is not opened again`() {
    var story = oneClosed()
    story.world.answer(story.revision, 1, on: 1)
    story.world.syncAll()
    story.world.open(on: 0)
    #expect(story.world.due(on: 0).isEmpty)
  }

  @Test func `another own device opens what it has read`() {
    var story = oneClosed()
    story.world.answer(story.revision, 3, on: 1)
    story.world.syncAll()
    story.world.open(on: 2)
    story.world.open(on: 1)
    story.world.syncAll()
    #expect(story.states == [.active, .active])
  }

  @Test func `a second round stays closed until both have answered anew`() {
    var story = Story()
    story.world.answer(story.revision, 1, on: 0)
    story.world.syncAll()
    #expect(story.world.due(on: 0).isEmpty)
    story.world.answer(story.revision, 3, on: 1)
    story.world.syncAll()
    #expect(story.world.due(on: 0).count == 1)
    #expect(story.world.due(on: 1).count == 1)
  }

  @Test func `an answer that was replaced stays closed`() {
    var story = oneClosed()
    story.world.answer(story.revision, 2, on: 0)
    story.world.answer(story.revision, 3, on: 1)
    story.world.syncAll()
    #expect(story.world.due(on: 0).map(\.answer.bits) == [2])
  }

  @Test func `an answer to a wording that was replaced stays closed`() {
    var story = oneClosed()
    story.world.answer(story.revision, 3, on: 1)
    story.propose(Story.wording(after: [story.revision]), on: 1)
    story.world.syncAll()
    #expect(story.world.due(on: 0).isEmpty)
  }

  @Test func `two devices that answered alike without knowing of each other both count`() {
    var story = oneClosed()
    story.world.devices[2].holds = story.world.devices[2].holds.filter {
      story.world.records[$0].log != story.world.devices[0].log
    }
    story.world.answer(story.revision, 3, on: 2)
    story.world.answer(story.revision, 3, on: 1)
    story.world.syncAll()
    story.world.open(on: 1)
    // One opening at a time: the first does not use up Ben's answer for the other device's.
    for _ in 0..<2 {
      for opening in story.world.due(on: 0).prefix(1) {
        story.world.write(.opening(opening), on: 0)
      }
    }
    #expect(story.world.due(on: 0).isEmpty)
    story.world.syncAll()
    #expect(story.states == [.active, .active])
  }

  /// What a dishonest program might write instead of Ben's genuine opening.
  private static let forgeries:
    [(name: String, change: @Sendable (AnswerOpening) -> AnswerOpening)] = [
      (
        "another answer",
        {
          AnswerOpening(
            commitment: $0.commitment, against: $0.against, salt: $0.salt, answer: Answer(bits: 3))
        }
      ),
      (
        "another salt",
        {
          AnswerOpening(
            commitment: $0.commitment, against: $0.against, salt: $0.against, answer: $0.answer)
        }
      ),
      (
        "against nothing that is held",
        {
          AnswerOpening(
            commitment: $0.commitment, against: $0.salt, salt: $0.salt, answer: $0.answer)
        }
      ),
      (
        "against itself",
        {
          AnswerOpening(
            commitment: $0.commitment, against: $0.commitment, salt: $0.salt, answer: $0.answer)
        }
      ),
    ]

  @Test func `an opening that does not match opens nothing`() throws {
    for (name, change) in Self.forgeries {
      var story = oneClosed()
      story.world.answer(story.revision, 1, on: 1)
      story.world.syncAll()
      story.world.open(on: 0)
      let genuine = try #require(story.world.due(on: 1).first)
      story.world.write(.opening(change(genuine)), on: 1)
      story.world.syncAll()
      #expect(story.reasons == [.proposed, .proposed], "\(name)")
      story.world.write(.opening(genuine), on: 1)
      story.world.syncAll()
      #expect(story.reasons == [nil, .proposed], "\(name)")
    }
  }

  @Test func `an opening by the other partner opens nothing`() throws {
    var story = oneClosed()
    story.world.answer(story.revision, 3, on: 1)
    story.world.syncAll()
    story.world.open(on: 1)
    let due = try #require(story.world.due(on: 0).first)
    for against in [due.against, due.commitment] {
      let opening = AnswerOpening(
        commitment: due.commitment, against: against, salt: due.salt, answer: due.answer)
      story.world.write(.opening(opening), on: 1)
      story.world.syncAll()
      #expect(story.reasons == [.proposed, .proposed])
    }
  }

  @Test func `a commitment copied from the partner opens nothing`() throws {
    var story = oneClosed()
    let copied = try #require(
      story.world.records.compactMap { record -> AnswerCommitment? in
        if case .commitment(let commitment) = record.payload { commitment } else { nil }
      }.first)
    story.world.write(.commitment(copied), on: 1)
    story.world.syncAll()
    let ann = try #require(story.world.due(on: 0).first)
    story.world.write(.opening(ann), on: 0)
    story.world.syncAll()
    story.world.write(.opening(ann), on: 1)
    story.world.syncAll()
    #expect(story.reasons == [.proposed, .proposed])
  }

  @Test func `an opening written before its commitment or the other's opens nothing`() throws {
    for late in [0, 1] {
      var story = Story(proposed: Story.wording())
      story.world.answer(story.revision, 3, on: 0)
      story.world.answer(story.revision, 3, on: 1)
      story.world.syncAll()
      story.world.open(on: 1)
      let due = try #require(story.world.due(on: 0).first)
      var seen = story.world.heads(on: 2)
      seen[story.world.devices[late].log] = nil
      story.world.write(.opening(due), on: 2, seen: seen)
      story.world.syncAll()
      #expect(story.reasons == [.proposed, .proposed])
      story.world.write(.opening(due), on: 2)
      story.world.syncAll()
      #expect(story.reasons == [nil, nil])
    }
  }

  @Test func `an answer with bits beyond the items is no answer`() {
    var story = Story(proposed: Story.wording())
    story.world.affirm(story.revision, ann: 7)
    #expect(story.reasons == [.proposed, .proposed])
  }

  @Test func `a broken digest makes nothing active`() {
    let story = Story()
    let broken = Consent(
      records: story.world.records, viewer: World.ann, partner: World.ben,
      facts: IntegrityFacts(logs: [:]), digest: ConsentDigest { _ in [1, 2, 3] })
    #expect(broken.agreements(at: story.moment).isEmpty)
  }

  @Test func `an answer knows its items by their place and takes no others`() throws {
    let wording = Story.wording()
    #expect(Answer(yesTo: [Story.bath.id], in: wording).bits == 2)
    #expect(Answer(yesTo: [try #require(ItemID("tango"))], in: wording).bits == 0)
    #expect(Answer(bits: 1 << 63).isYes(at: 63))
    #expect(!Answer(bits: .max).isYes(at: 64))
    #expect(!Answer(bits: .max).isYes(at: -1))
  }

  @Test func `a held answer is read back, and nothing else is`() throws {
    let held = try HeldAnswer(
      Answer(bits: 2), to: Story().revision, author: World.ann, seen: [:],
      salt: TestHash.hash(of: [1]), digest: World.digest)
    #expect(held.bytes.count == 105)
    #expect(HeldAnswer(bytes: held.bytes) == held)
    #expect(HeldAnswer(bytes: held.bytes + [0]) == nil)
    #expect(HeldAnswer(bytes: Array(held.bytes.dropLast())) == nil)
    #expect(HeldAnswer(bytes: [2] + held.bytes.dropFirst()) == nil)
  }

  @Test func `the hash of a closed answer depends on everything it binds`() throws {
    let salt = TestHash.hash(of: [1])
    let log = LogID(value: 5)
    let head = SeenHead(count: 1, chain: salt)
    func sealed(
      _ bits: UInt64 = 1, _ revision: ConsentHash = Story().revision,
      _ author: PartnerID = World.ann, _ seen: [LogID: SeenHead] = [:], _ salt: ConsentHash = salt
    ) throws -> ConsentHash {
      try HeldAnswer(
        Answer(bits: bits), to: revision, author: author, seen: seen, salt: salt,
        digest: World.digest
      ).sealed
    }
    let all = [
      try sealed(), try sealed(2), try sealed(1, salt), try sealed(1, Story().revision, World.ben),
      try sealed(1, Story().revision, World.ann, [log: head]),
      try sealed(1, Story().revision, World.ann, [:], TestHash.hash(of: [9])),
    ]
    #expect(Set(all).count == all.count)
  }
}

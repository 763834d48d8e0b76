import Testing
import Vault

@testable import Care

@Suite struct `Facts about logs` {
  @Test func `records without facts, or with another author's, make nothing active`() {
    let story = Story()
    let facts = Dictionary(
      story.world.devices.map { ($0.log, LogFacts(author: $0.partner, verdict: .unfinished)) }
    ) { first, _ in first }
    func reasons(_ logs: [LogID: LogFacts]) -> [NotActiveReason?] {
      Consent(
        records: story.world.records, viewer: World.ann, partner: World.ben,
        facts: IntegrityFacts(logs: logs), digest: World.digest
      ).judgements(at: story.moment).first?.reasons ?? []
    }
    #expect(reasons(facts) == [nil, nil])
    for (log, fact) in facts where story.world.records.contains(where: { $0.log == log }) {
      var wrong = facts
      wrong[log] = nil
      #expect(reasons(wrong) == [.inDoubt, .inDoubt])
      wrong[log] = LogFacts(
        author: fact.author == World.ann ? World.ben : World.ann, verdict: .whole)
      #expect(reasons(wrong) == [.inDoubt, .inDoubt])
      for verdict in LogVerdict.allCases where verdict != .whole && verdict != .unfinished {
        wrong[log] = LogFacts(author: fact.author, verdict: verdict)
        #expect(reasons(wrong) == [.inDoubt, .inDoubt])
      }
    }
  }

  @Test func `logs of an earlier identity have no bearing`() throws {
    var story = Story()
    let old = try #require(PartnerID(bytes: [UInt8](repeating: 3, count: 32)))
    let log = LogID(value: 0x99)
    let pause = ConsentRecord(
      id: RecordID(value: 9), log: log, index: 4, previous: TestHash.hash(of: [1]),
      chain: TestHash.hash(of: [2]), author: old, entered: 0, seen: [:], payload: .pause)
    var facts = Dictionary(
      story.world.devices.map { ($0.log, LogFacts(author: $0.partner, verdict: .whole)) }
    ) { first, _ in first }
    facts[log] = LogFacts(author: old, verdict: .damaged)
    let consent = Consent(
      records: story.world.records + [pause], viewer: World.ann, partner: World.ben,
      facts: IntegrityFacts(logs: facts), digest: World.digest)
    story.now = World.start
    #expect(consent.judgements(at: story.moment).first?.reasons == [nil, nil])
  }

  @Test func `heads at the edge of counting do no harm`() {
    var story = Story()
    let chain = TestHash.hash(of: [1])
    let edge = ConsentRecord(
      id: RecordID(value: 9), log: story.world.devices[2].log, index: .max, previous: chain,
      chain: chain, author: World.ann, entered: .min,
      seen: [story.world.devices[0].log: SeenHead(count: .max, chain: chain)], payload: .pause)
    let consent = Consent(
      records: story.world.records + [edge], viewer: World.ann, partner: World.ben,
      facts: IntegrityFacts(logs: [
        story.world.devices[2].log: LogFacts(author: World.ann, verdict: .whole)
      ]),
      digest: World.digest)
    story.now = .max
    #expect(consent.judgements(at: story.moment).first?.reasons == [.inDoubt, .inDoubt])
    #expect(consent.seen[story.world.devices[2].log] == nil)
  }
}

@Suite struct `What could not be read` {
  private func consent(_ unread: Set<LogID>, _ story: Story) -> Consent {
    let facts = story.world.devices.map { device in
      let isUnread = unread.contains(device.log)
      return (
        device.log,
        LogFacts(
          author: device.partner, verdict: isUnread ? .damaged : .whole,
          doubts: isUnread ? [Self.doubt] : [], isUnread: isUnread)
      )
    }
    return Consent(
      records: story.world.records, viewer: World.ann, partner: World.ben,
      facts: IntegrityFacts(logs: Dictionary(facts) { first, _ in first }), digest: World.digest)
  }

  private static let doubt = SeenHead(count: 99, chain: TestHash.hash(of: [9]))

  @Test func `keeps anybody from answering past it, in whichever log it is`() {
    let story = Story()
    #expect(consent([], story).isRead)
    for device in story.world.devices { #expect(!consent([device.log], story).isRead) }
  }

  @Test func `is not what was read and does not hold`() {
    for verdict in LogVerdict.allCases {
      let story = Story()
      let log = story.world.devices[0].log
      let consent = Consent(
        records: story.world.records, viewer: World.ann, partner: World.ben,
        facts: IntegrityFacts(logs: [
          log: LogFacts(author: World.ann, verdict: verdict, doubts: [Self.doubt])
        ]), digest: World.digest)
      #expect(!consent.isWhole && consent.isRead)
    }
  }

  @Test func `stands in nobody's way once its author has closed it`() throws {
    var story = Story()
    let (own, others) = (story.world.devices[0].log, story.world.devices[1].log)
    let closing = try LogClosing(log: own, doubts: [Self.doubt])
    story.world.write(.closing(closing), on: 2)
    #expect(story.world.devices[2].partner == World.ann)
    #expect(consent([own], story).isRead)
    // The closing is in a log that itself does not read, or of another log.
    #expect(!consent([own, story.world.devices[2].log], story).isRead)
    #expect(!consent([own, others], story).isRead)
  }
}

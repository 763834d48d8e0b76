import Testing
import Vault

@testable import Care

@Suite struct `Logs in doubt` {
  /// Ann's second device has written `payloads` and is lost; what it wrote first has not arrived.
  private func lost(_ payloads: [ConsentPayload] = [.resume, .resume]) -> Story {
    var story = Story()
    var written: [Int] = []
    for payload in payloads { written.append(story.world.write(payload, on: 2)) }
    story.world.syncAll()
    story.missing = Set(written.prefix(1))
    for device in story.world.devices.indices {
      story.world.devices[device].holds.remove(written[0])
    }
    return story
  }

  private func close(_ story: inout Story, on device: Int) {
    for closing in story.world.consent(on: device).closingsDue(of: story.world.devices[2].log) {
      story.world.write(.closing(closing), on: device)
    }
    story.world.syncAll()
  }

  private func renew(_ story: inout Story) {
    story.propose(
      Story.wording(after: story.consent.newestRevisions(of: Story.agreement)), on: 1)
    story.world.affirm(story.revision)
  }

  @Test func `a closed log, an own resume and a new revision open the way again`() {
    var story = lost()
    #expect(story.reasons == [.inDoubt, .inDoubt])
    close(&story, on: 0)
    #expect(story.reasons == [.closed, .closed])
    story.world.affirm(story.revision)
    #expect(story.reasons == [.closed, .closed])
    renew(&story)
    #expect(story.reasons == [.paused, .paused])
    story.world.write(.resume, on: 0)
    story.world.affirm(story.revision)
    #expect(story.states == [.active, .active])
  }

  /// The same, up to the end.
  private func reopened() -> Story {
    var story = lost()
    close(&story, on: 0)
    story.world.write(.resume, on: 0)
    story.world.syncAll()
    renew(&story)
    return story
  }

  @Test func `what is named beyond a closing is new doubt`() {
    var story = reopened()
    #expect(story.states == [.active, .active])
    let log = story.world.devices[2].log
    story.named = [log: [SeenHead(count: 9, chain: TestHash.hash(of: [1]))]]
    #expect(story.reasons == [.inDoubt, .inDoubt])
  }

  @Test func `a withdrawal that a closed log still brings counts`() {
    var story = reopened()
    story.world.write(.withdrawal(Withdrawal(allOf: Story.agreement)), on: 2)
    story.world.syncAll()
    #expect(story.reasons == [.withdrawn, .withdrawn])
  }

  @Test func `answers in a log in doubt never count`() {
    var story = lost()
    close(&story, on: 0)
    story.world.write(.resume, on: 0)
    story.world.syncAll()
    story.propose(Story.wording(after: [story.revision]), on: 1)
    story.world.affirm(story.revision, on: 2, 1)
    #expect(story.reasons == [.proposed, .proposed])
  }

  @Test func `an answer that had not read of a closing does not count`() {
    var story = lost()
    for closing in story.world.consent(on: 0).closingsDue(of: story.world.devices[2].log) {
      story.world.write(.closing(closing), on: 0)
    }
    let closed = story.world.records.count - 1
    story.world.write(.resume, on: 0)
    story.world.sync(0, 1)
    story.propose(Story.wording(after: [story.revision]), on: 1)
    story.world.answer(story.revision, 3, on: 1)
    story.world.sync(1, 0)
    story.world.devices[2].log = LogID(value: 0x5555)
    story.world.devices[2].last = nil
    story.world.devices[2].holds = story.world.devices[1].holds.filter { $0 < closed }
    let bare = story.world.heads(on: 2)
    story.world.devices[2].holds = story.world.devices[1].holds
    story.world.answer(story.revision, 3, on: 2, seen: bare)
    story.world.syncAll()
    for device in 0...2 { story.world.open(on: device) }
    story.world.syncAll()
    #expect(story.reasons == [.closed, .closed])
  }

  @Test func `a closing by the other names what it claims, and that is doubt`() throws {
    var story = Story()
    let closing = try LogClosing(
      log: story.world.devices[0].log,
      doubts: [SeenHead(count: 40, chain: TestHash.hash(of: [6]))])
    story.world.write(.closing(closing), on: 1)
    story.world.syncAll()
    #expect(story.reasons == [.inDoubt, .inDoubt])
  }

  /// Ann's second device has written something that cannot be read, and its log is closed.
  private func unreadable() -> Story {
    var story = Story()
    story.world.write(nil, on: 2)
    story.world.syncAll()
    close(&story, on: 0)
    return story
  }

  @Test func `neither half of an answer counts from a log in doubt`() {
    for (closed, opened) in [(2, 0), (0, 2), (0, 0)] {
      var story = unreadable()
      story.world.write(.resume, on: 0)
      story.world.syncAll()
      story.propose(Story.wording(after: [story.revision]), on: 1)
      story.world.syncAll()
      story.world.answer(story.revision, 3, on: closed)
      story.world.answer(story.revision, 3, on: 1)
      story.world.syncAll()
      story.world.open(on: opened)
      story.world.open(on: 1)
      story.world.syncAll()
      #expect((story.reasons == [nil, nil]) == (closed == opened))
    }
  }

  @Test func `a resume in a log in doubt lifts nothing`() {
    for device in [2, 0] {
      var story = unreadable()
      story.world.write(.resume, on: device)
      story.world.syncAll()
      renew(&story)
      #expect(story.reasons == (device == 2 ? [.paused, .paused] : [nil, nil]))
    }
  }

  @Test func `a closing by anybody but the log's author closes nothing`() {
    var story = lost()
    close(&story, on: 1)
    story.world.write(.resume, on: 1)
    story.world.syncAll()
    renew(&story)
    #expect(story.reasons == [.inDoubt, .inDoubt])
  }

  @Test func `a closing written in the log in doubt closes nothing`() {
    var story = lost()
    close(&story, on: 2)
    story.world.write(.resume, on: 0)
    story.world.syncAll()
    renew(&story)
    #expect(story.reasons == [.inDoubt, .inDoubt])
  }

  @Test func `a log that nobody knows is closed by both together`() {
    var story = Story()
    let log = LogID(value: 0x77)
    let head = SeenHead(count: 3, chain: TestHash.hash(of: [4]))
    story.named = [log: [head]]
    #expect(story.reasons == [.inDoubt, .inDoubt])
    for device in 0...1 {
      let due = story.world.consent(on: device, named: story.named).closingsDue(of: log)
      #expect(due.map(\.doubts) == [[head]])
      for closing in due { story.world.write(.closing(closing), on: device) }
      story.world.syncAll()
      story.world.write(.resume, on: device)
      story.world.syncAll()
      renew(&story)
      #expect(story.states == (device == 0 ? [.notActive, .notActive] : [.active, .active]))
    }
  }

  @Test func `an old pause in a closed log is lifted by a resume that knew of the closing`() {
    var story = Story()
    let lost = story.world.write(.resume, on: 2)
    story.world.write(.pause, on: 2)
    story.world.syncAll()
    for device in 0...2 { story.world.devices[device].holds.remove(lost) }
    close(&story, on: 0)
    story.world.write(.resume, on: 0)
    story.world.syncAll()
    renew(&story)
    #expect(story.states == [.active, .active])
  }

  @Test func `a pause written after its log was closed counts`() {
    var story = reopened()
    story.world.write(.pause, on: 2)
    story.world.syncAll()
    #expect(story.reasons == [.paused, .paused])
  }

  /// A log with two branches from record 1 on; the second branch withdraws.
  private func forked() -> Story {
    var story = Story()
    story.world.write(.resume, on: 2)
    story.world.write(.resume, on: 2)
    story.world.syncAll()
    story.world.restore(2, keeping: 1)
    story.world.write(.withdrawal(Withdrawal(allOf: Story.agreement)), on: 2)
    story.world.syncAll()
    return story
  }

  @Test func `a fork is closed by naming every branch`() throws {
    var story = forked()
    #expect(story.reasons == [.inDoubt, .inDoubt])
    let due = story.consent.closingsDue(of: story.world.devices[2].log)
    #expect(due.map(\.doubts.count) == [2])
    #expect(due.map(\.end) == [2])
    close(&story, on: 0)
    story.world.write(.resume, on: 0)
    story.world.syncAll()
    renew(&story)
    #expect(story.states == [.active, .active])
  }

  @Test func `a branch of a fork that comes to light later is new doubt`() {
    var story = forked()
    close(&story, on: 0)
    story.world.write(.resume, on: 0)
    story.world.syncAll()
    renew(&story)
    story.world.restore(2, keeping: 1)
    story.world.write(.pause, on: 2)
    story.world.syncAll()
    #expect(story.states == [.notActive, .notActive])
  }

  @Test func `an answer in a forked log does not count while its withdrawals do`() {
    var story = Story(proposed: Story.wording())
    story.world.affirm(story.revision, on: 2, 1)
    #expect(story.states == [.active, .active])
    story.world.restore(2, keeping: 1)
    story.world.write(.pause, on: 2)
    story.world.syncAll()
    #expect(story.reasons == [.inDoubt, .inDoubt])
    close(&story, on: 0)
    #expect(story.reasons == [.closed, .closed])
  }

  @Test func `an unreadable record is closed by its author`() {
    var story = Story()
    story.world.write(nil, on: 2)
    story.world.syncAll()
    close(&story, on: 0)
    story.world.write(.resume, on: 0)
    story.world.syncAll()
    renew(&story)
    #expect(story.states == [.active, .active])
  }

  @Test func `damage that spreads after a closing is new doubt`() {
    var story = Story()
    let log = story.world.devices[2].log
    story.damaged = [log: [SeenHead(count: 4, chain: TestHash.hash(of: [2]))]]
    for closing in story.consent.closingsDue(of: log) {
      story.world.write(.closing(closing), on: 0)
    }
    story.world.write(.resume, on: 0)
    story.world.syncAll()
    story.propose(Story.wording(after: [story.revision]), on: 1)
    story.world.affirm(story.revision)
    #expect(story.states == [.active, .active])
    story.damaged = [log: [SeenHead(count: 5, chain: TestHash.hash(of: [2]))]]
    #expect(story.reasons == [.inDoubt, .inDoubt])
  }
}

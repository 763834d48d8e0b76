import Testing
import Vault

@testable import Care

@Suite struct `Logs to close` {
  private func close(
    _ log: LogID, naming doubts: some Sequence<SeenHead>, in story: inout Story, on device: Int
  ) throws {
    story.world.write(.closing(try LogClosing(log: log, doubts: doubts)), on: device)
    story.world.syncAll()
  }

  @Test(arguments: [0, 1])
  func `a fork stays in doubt while one branch of it is not named`(_ branch: Int) throws {
    var story = Story()
    story.world.write(.resume, on: 2)
    story.world.syncAll()
    story.world.restore(2, keeping: 0)
    story.world.write(.pause, on: 2)
    story.world.syncAll()
    let log = story.world.devices[2].log
    let due = try #require(story.consent.closingsDue(of: log).first)
    let heads = due.doubts.sorted()
    try #require(heads.count == 2)
    try close(log, naming: [heads[branch]], in: &story, on: 0)
    #expect(story.reasons == [.inDoubt, .inDoubt])
    try close(log, naming: [heads[1 - branch]], in: &story, on: 0)
    #expect(story.reasons == [.closed, .closed])
  }

  @Test func `are one's own, until one has closed them`() throws {
    var story = Story()
    let (own, others) = (story.world.devices[0].log, story.world.devices[1].log)
    let point = SeenHead(count: 4, chain: TestHash.hash(of: [2]))
    #expect(story.world.consent(on: 0).logsToClose.isEmpty)
    func toClose(_ device: Int) -> [LogID] {
      story.world.consent(on: device, damaged: [own: [point], others: [point]]).logsToClose
    }
    #expect(toClose(0) == [own] && toClose(1) == [others])
    // A closing that names something else settles nothing, and the other's settles only the other's.
    try close(own, naming: [SeenHead(count: 9, chain: point.chain)], in: &story, on: 2)
    try close(others, naming: [point], in: &story, on: 2)
    #expect(toClose(0) == [own] && toClose(1) == [others])
    try close(own, naming: [point], in: &story, on: 2)
    #expect(
      story.world.consent(on: 2, damaged: [own: [point]]).logsToClose.isEmpty)
  }

  @Test func `are those of nobody too, for each until that one has closed them`() throws {
    var story = Story()
    let log = LogID(value: 0x77)
    let point = SeenHead(count: 3, chain: TestHash.hash(of: [4]))
    func toClose(_ device: Int) -> [LogID] {
      story.world.consent(on: device, named: [log: [point]]).logsToClose
    }
    #expect(toClose(0) == [log] && toClose(1) == [log])
    try close(log, naming: [point], in: &story, on: 0)
    #expect(toClose(0).isEmpty && toClose(1) == [log])
  }
}

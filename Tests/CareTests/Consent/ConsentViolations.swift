import Testing
import Vault

@testable import Care

/// One way in which the base story differs, and what it makes of the two items.
struct Violation: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let reason: NotActiveReason
  /// Whether the second item goes with the first.
  var both = true
  let story: @Sendable () -> Story

  static func changing(
    _ name: String, _ reason: NotActiveReason, both: Bool = true,
    _ change: @escaping @Sendable (inout Story) -> Void
  ) -> Violation {
    Violation(testDescription: name, reason: reason, both: both) {
      var story = Story()
      change(&story)
      return story
    }
  }

  static func answering(
    _ name: String, _ reason: NotActiveReason, both: Bool = true,
    _ change: @escaping @Sendable (inout Story) -> Void
  ) -> Violation {
    Violation(testDescription: name, reason: reason, both: both) {
      var story = Story(proposed: Story.wording())
      change(&story)
      return story
    }
  }

  private static let hands: Set<ItemID> = [Story.hands.id]
  private static let withdrawn = ConsentPayload.withdrawal(
    (try? Withdrawal(hands, of: Story.agreement)) ?? unreachable())
  private static let allWithdrawn = ConsentPayload.withdrawal(Withdrawal(allOf: Story.agreement))

  static let all: [Violation] = answers + restrictions + dates + revisions + doubts

  static let answers: [Violation] = [
    answering("nobody has answered", .proposed) { _ in },
    answering("only one has answered", .proposed) {
      $0.world.answer($0.revision, 3, on: 0)
      $0.world.syncAll()
      $0.world.open(on: 0)
      $0.world.syncAll()
    },
    answering("one says not-yes to the item", .proposed, both: false) {
      $0.world.affirm($0.revision, ann: 2, ben: 3)
    },
    answering("the other says not-yes to the item", .proposed, both: false) {
      $0.world.affirm($0.revision, ann: 3, ben: 2)
    },
    answering("one answer is still closed", .proposed) {
      $0.world.answer($0.revision, 3, on: 0)
      $0.world.answer($0.revision, 3, on: 1)
      $0.world.syncAll()
      $0.world.open(on: 0)
      $0.world.syncAll()
    },
    changing("one has answered anew and is closed", .proposed) {
      $0.world.answer($0.revision, 3, on: 0)
      $0.world.syncAll()
    },
    changing("both have answered anew and one says not-yes", .proposed, both: false) {
      $0.world.affirm($0.revision, ann: 3, ben: 2)
    },
    answering("two devices of one partner disagree", .proposed, both: false) {
      $0.world.answer($0.revision, 3, on: 0)
      $0.world.answer($0.revision, 2, on: 2)
      $0.world.answer($0.revision, 3, on: 1)
      $0.world.syncAll()
      for device in 0...2 { $0.world.open(on: device) }
      $0.world.syncAll()
    },
    changing("the yes is to another revision", .proposed) {
      $0.propose(Story.wording(after: [$0.revision]), on: 0)
      $0.world.syncAll()
    },
  ]

  static let restrictions: [Violation] = [
    changing("the item is withdrawn by one", .withdrawn, both: false) {
      $0.world.write(withdrawn, on: 0)
      $0.world.syncAll()
    },
    changing("the item is withdrawn by the other", .withdrawn, both: false) {
      $0.world.write(withdrawn, on: 1)
      $0.world.syncAll()
    },
    changing("everything is withdrawn", .withdrawn) {
      $0.world.write(allWithdrawn, on: 2)
      $0.world.syncAll()
    },
    changing("everything in every agreement is withdrawn", .withdrawn) {
      $0.world.write(.withdrawal(.everything), on: 0)
      $0.world.syncAll()
    },
    changing("everything everywhere is withdrawn, then affirmed anew", .withdrawn) {
      $0.world.write(.withdrawal(.everything), on: 1)
      $0.world.affirm($0.revision)
    },
    changing("withdrawn, naming nothing of what was read", .withdrawn) {
      $0.world.write(allWithdrawn, on: 0, seen: [:])
      $0.world.syncAll()
    },
    changing("withdrawn, then affirmed anew in the same revision", .withdrawn, both: false) {
      $0.world.write(withdrawn, on: 0)
      $0.world.affirm($0.revision)
    },
    changing("withdrawn by a clock far behind", .withdrawn, both: false) {
      $0.world.write(withdrawn, on: 0, entered: 0)
      $0.world.syncAll()
    },
    changing("withdrawn while a revision was written that did not know of it", .withdrawn) {
      $0.world.write(allWithdrawn, on: 0)
      $0.propose(Story.wording(after: [$0.revision]), on: 1)
      $0.world.affirm($0.revision)
    },
    changing("withdrawn, and one who wrote the same revision down had not read it", .withdrawn) {
      let next = Story.wording(after: [$0.revision])
      $0.propose(next, on: 0)
      $0.world.write(allWithdrawn, on: 1)
      $0.world.syncAll()
      $0.propose(next, on: 1)
      $0.world.affirm($0.revision)
    },
    answering("withdrawn unknown to one of the answers", .withdrawn) {
      $0.world.write(allWithdrawn, on: 2)
      $0.world.sync(2, 1)
      $0.propose(Story.wording(after: [$0.revision]), on: 1)
      $0.world.answer($0.revision, 3, on: 1)
      $0.world.sync(1, 0) { [log = $0.world.devices[2].log, world = $0.world] in
        world.records[$0].log != log
      }
      $0.world.answer($0.revision, 3, on: 0)
      $0.world.syncAll()
      $0.world.open(on: 0)
      $0.world.open(on: 1)
      $0.world.syncAll()
    },
    changing("paused by one", .paused) {
      $0.world.write(.pause, on: 0)
      $0.world.syncAll()
    },
    changing("paused by the other", .paused) {
      $0.world.write(.pause, on: 1)
      $0.world.syncAll()
    },
    changing("paused by a clock far behind", .paused) {
      $0.world.write(.pause, on: 2, entered: 0)
      $0.world.syncAll()
    },
    answering("paused unknown to one of the answers", .paused) {
      $0.world.write(.pause, on: 2)
      $0.world.sync(2, 1)
      $0.world.answer($0.revision, 3, on: 0)
      $0.world.answer($0.revision, 3, on: 1)
      $0.world.syncAll()
      $0.world.open(on: 0)
      $0.world.open(on: 1)
      $0.world.syncAll()
    },
    changing("paused, and resumed by the wrong partner", .paused) {
      $0.world.write(.pause, on: 0)
      $0.world.syncAll()
      $0.world.write(.resume, on: 1)
      $0.world.affirm($0.revision)
    },
    changing("paused, and resumed without having read of it", .paused) {
      $0.world.write(.pause, on: 0)
      $0.world.write(.resume, on: 2)
      $0.world.affirm($0.revision)
    },
    changing("resumed before the pause", .paused) {
      $0.world.write(.resume, on: 0)
      $0.world.write(.pause, on: 0)
      $0.world.affirm($0.revision)
    },
    changing("paused and affirmed, but never resumed", .paused) {
      $0.world.write(.pause, on: 0)
      $0.world.affirm($0.revision)
    },
    changing("resumed, and only one has affirmed anew", .paused) {
      $0.world.write(.pause, on: 0)
      $0.world.write(.resume, on: 0)
      $0.world.syncAll()
      $0.world.answer($0.revision, 3, on: 0)
      $0.world.syncAll()
    },
    changing("resumed, and nobody has affirmed anew", .paused) {
      $0.world.write(.pause, on: 0)
      $0.world.write(.resume, on: 0)
      $0.world.syncAll()
    },
    changing("the health of one changes", .lapsedByHealth) {
      $0.world.write(.healthChange, on: 0)
      $0.world.syncAll()
    },
    changing("the health of the other changes", .lapsedByHealth) {
      $0.world.write(.healthChange, on: 1)
      $0.world.syncAll()
    },
    changing("health changed by a clock far behind", .lapsedByHealth) {
      $0.world.write(.healthChange, on: 1, entered: 0)
      $0.world.syncAll()
    },
    changing("health changed, then affirmed anew in the same revision", .lapsedByHealth) {
      $0.world.write(.healthChange, on: 0)
      $0.world.affirm($0.revision)
    },
    changing("health changed twice, and the answers know of the first alone", .lapsedByHealth) {
      $0.world.write(.healthChange, on: 0)
      $0.world.syncAll()
      $0.propose(Story.wording(after: [$0.revision]), on: 1)
      $0.world.affirm($0.revision)
      $0.world.write(.healthChange, on: 1)
      $0.world.syncAll()
    },
    answering("health changed unknown to one of the answers", .lapsedByHealth) {
      $0.world.write(.healthChange, on: 2)
      $0.world.sync(2, 1)
      $0.world.answer($0.revision, 3, on: 0)
      $0.world.answer($0.revision, 3, on: 1)
      $0.world.syncAll()
      $0.world.open(on: 0)
      $0.world.open(on: 1)
      $0.world.syncAll()
    },
  ]

  static let dates: [Violation] = [
    changing("the review date is reached", .lapsedByDate) { $0.now = World.start + 28 * World.day },
    changing("the high-water mark is past it", .lapsedByDate) {
      $0.now = ConsentMoment(clock: World.start, highWater: World.start + 40 * World.day).now
    },
    answering("the first partner's date is reached", .lapsedByDate) {
      $0.world.devices[1].clock += 5 * World.day
      $0.world.affirm($0.revision)
      $0.now = World.start + 29 * World.day
    },
    answering("the second partner's date is reached", .lapsedByDate) {
      $0.world.devices[0].clock += 5 * World.day
      $0.world.affirm($0.revision)
      $0.now = World.start + 29 * World.day
    },
    changing("answering again does not move the date", .lapsedByDate) {
      for device in 0...1 { $0.world.devices[device].clock += 20 * World.day }
      $0.world.affirm($0.revision)
      $0.now = World.start + 30 * World.day
    },
    answering("an answer comes from a clock far ahead", .lapsedByDate) {
      $0.world.devices[0].clock += 10 * World.day
      $0.world.affirm($0.revision)
      $0.now = World.start + 9 * World.day - 1
    },
    answering("an answer's date has no end", .lapsedByDate) {
      $0.world.devices[0].clock = .max
      $0.world.affirm($0.revision)
      $0.now = .max - 1
    },
    answering("an answer's date is before all dates", .lapsedByDate) {
      $0.world.devices[0].clock = .min
      $0.world.affirm($0.revision)
    },
  ]

  static let revisions: [Violation] = [
    changing("a newer revision is proposed", .superseded) {
      let affirmed = $0.revision
      $0.propose(Story.wording(after: [affirmed], days: 27), on: 0)
      $0.propose(Story.wording(after: [affirmed], days: 26), on: 1)
      $0.world.syncAll()
      $0.revision = affirmed
    },
    changing("two newer revisions, both affirmed", .superseded) {
      let first = Story.wording(after: [$0.revision], days: 27)
      let second = Story.wording(after: [$0.revision], days: 26)
      $0.propose(first, on: 0)
      $0.propose(second, on: 1)
      for wording in [first, second] {
        $0.world.affirm(wording.hash(World.digest) ?? unreachable())
      }
    },
    changing("two beginnings of one agreement", .superseded) {
      $0.world.write(.revision(Story.wording(days: 20)), on: 0)
      $0.world.syncAll()
    },
  ]

  static let doubts: [Violation] = [
    changing("a named record has not arrived", .inDoubt) {
      let kept = $0.world.write(.resume, on: 0)
      $0.world.write(.resume, on: 0)
      $0.world.syncAll()
      $0.missing = [kept]
    },
    changing("a record that the other log names has not arrived", .inDoubt) {
      let kept = $0.world.write(.resume, on: 0)
      $0.world.syncAll()
      $0.world.write(.resume, on: 1)
      $0.world.syncAll()
      $0.missing = [kept]
    },
    changing("a record that this device has known is gone", .inDoubt) {
      let kept = $0.world.write(.resume, on: 0)
      $0.world.syncAll()
      $0.named = [$0.world.records[kept].log: [$0.world.records[kept].head]]
      $0.missing = [kept]
    },
    changing("a whole log that something names has not arrived", .inDoubt) {
      $0.named = [LogID(value: 77): [SeenHead(count: 1, chain: TestHash.hash(of: [1]))]]
    },
    changing("a record cannot be read", .inDoubt) {
      $0.world.write(nil, on: 0)
      $0.world.syncAll()
    },
    changing("a log is forked", .inDoubt) {
      $0.world.write(.resume, on: 0)
      $0.world.syncAll()
      $0.world.restore(0, keeping: Int($0.world.records[$0.world.devices[0].last ?? 0].index))
      $0.world.write(.resume, on: 0)
      $0.world.syncAll()
    },
    changing("a log is damaged", .inDoubt) {
      $0.damaged = [
        $0.world.devices[2].log: [SeenHead(count: 4, chain: TestHash.hash(of: [2]))]
      ]
    },
    changing("a log is damaged at a place unknown", .inDoubt) {
      $0.damaged = [$0.world.devices[0].log: []]
    },
  ]
}

import Seeded
import Vault

@testable import Care

/// What has to hold for every history; a sentence for each that does not.
struct HistoryProperties {
  let world: World
  /// The device that looks.
  let device: Int
  let now: Int64
  private let held: Set<Int>
  private let named: [LogID: Set<SeenHead>]
  private let active: Set<Active>

  /// One active item, wherever it is looked at.
  struct Active: Hashable {
    let revision: ConsentHash
    let place: Int
  }

  init(_ history: History, random: inout Chance) {
    world = history.run()
    device = Int.random(in: world.devices.indices, using: &random)
    let latest = world.records.map(\.entered).max() ?? World.start
    now =
      Int.random(in: 0..<3, using: &random) == 0
      ? World.start + Int64.random(in: -2...40, using: &random) * World.day : latest
    held = world.devices[device].holds
    // The device's sealed state remembers everything it has ever held without a gap.
    named = world.heads(on: device).mapValues { [$0] }
    active = Self.active(world.consent(held, viewer: World.ann, named: named), now)
  }

  var isActive: Bool { !active.isEmpty }

  private static func active(_ consent: Consent, _ now: Int64) -> Set<Active> {
    var active: Set<Active> = []
    for judgement in consent.judgements(at: ConsentMoment(clock: now, highWater: 0)) {
      for (place, reason) in judgement.reasons.enumerated() where reason == nil {
        active.insert(Active(revision: judgement.hash, place: place))
      }
    }
    return active
  }

  private func active(_ serials: Set<Int>) -> Set<Active> {
    Self.active(world.consent(serials, viewer: World.ann, named: named), now)
  }

  /// The first property that does not hold; `nil` where all do.
  func broken(_ random: inout Chance) -> String? {
    sameForAnyOrder(&random) ?? asTheOracle() ?? readAsTheWorld() ?? underRestriction(&random)
      ?? underLoss(&random) ?? later(&random)
  }

  private func sameForAnyOrder(_ random: inout Chance) -> String? {
    var order = Array(held) + held.prefix(2)
    order.shuffle(using: &random)
    let moment = ConsentMoment(clock: now, highWater: 0)
    let ann = world.consent(held.sorted(), viewer: World.ann, named: named).agreements(at: moment)
    let ben = world.consent(order, viewer: World.ben, named: named).agreements(at: moment)
    let same =
      ann.map(\.items) == ben.map(\.items) && ann.map(\.revision) == ben.map(\.revision)
    return same ? nil : "the same set gives other states"
  }

  private func asTheOracle() -> String? {
    let oracle = Oracle(world: world, held: held, now: now)
    guard oracle.applies else { return nil }
    let consent = world.consent(held, viewer: World.ann)
    for judgement in consent.judgements(at: ConsentMoment(clock: now, highWater: 0)) {
      let mine = Set(judgement.reasons.indices.filter { judgement.reasons[$0] == nil })
      if mine != oracle.active(judgement.hash, judgement.revision) {
        return "the oracle sees other items"
      }
    }
    return nil
  }

  private func readAsTheWorld() -> String? {
    let seen = world.consent(on: device).seen.filter { $0.key != world.devices[device].log }
    return seen == world.heads(on: device) ? nil : "other heads were read"
  }

  /// A new withdrawal, pause or health change, unknown to every answer, on any device.
  private func underRestriction(_ random: inout Chance) -> String? {
    let restrictions: [ConsentPayload] = [
      .pause, .healthChange, .withdrawal(Withdrawal(allOf: Story.agreement)),
      .withdrawal(.everything),
      .withdrawal((try? Withdrawal([Story.hands.id], of: Story.agreement)) ?? unreachable()),
    ]
    guard let payload = restrictions.randomElement(using: &random) else { return nil }
    var after = world
    let writer = Int.random(in: world.devices.indices, using: &random)
    after.devices[writer].clock = Int64.random(in: -9...90, using: &random) * World.day
    let serial = after.write(payload, on: writer)
    let left = Self.active(
      after.consent(held.union([serial]), viewer: World.ben, named: named), now)
    if !left.isSubset(of: active) { return "\(payload.tag) made something active" }
    if case .withdrawal(let withdrawal) = payload, withdrawal.items != nil {
      return left.contains { $0.place == 0 } ? "a withdrawal left its item active" : nil
    }
    return left.isEmpty ? nil : "\(payload.tag) left something active"
  }

  /// Records lost or late, though something that is held has named them or what follows them.
  ///
  /// A log that its own author has closed is left aside: there the author has said that what is
  /// missing may stay missing.
  private func underLoss(_ random: inout Chance) -> String? {
    for _ in 0..<2 {
      guard let first = held.randomElement(using: &random) else { return nil }
      let log = world.records[first].log
      var lost: Set<Int> = [first]
      if Bool.random(using: &random) {
        lost.formUnion(
          held.filter {
            world.records[$0].log == log && world.records[$0].index > world.records[first].index
          })
      }
      let left = held.subtracting(lost)
      guard !isClosed(log), isNamed(world.records[first], by: left) else { continue }
      if !active(left).isSubset(of: active) { return "a loss made something active" }
    }
    return nil
  }

  private func isClosed(_ log: LogID) -> Bool {
    held.contains {
      if case .closing(let closing) = world.records[$0].payload {
        closing.log == log
      } else {
        false
      }
    }
  }

  private func isNamed(_ record: ConsentRecord, by left: Set<Int>) -> Bool {
    let heads =
      left.compactMap { world.records[$0].seen[record.log] } + Array(named[record.log] ?? [])
      + left.filter { world.records[$0].log == record.log }.map { world.records[$0].predecessor }
    return heads.contains { names($0, record) }
  }

  /// Whether `head` is the point after `record` or after a later record of its own branch.
  private func names(_ head: SeenHead, _ record: ConsentRecord) -> Bool {
    var head = head
    while head.count > record.index + 1 {
      guard
        let last = world.records.first(where: { $0.log == record.log && $0.head == head })
      else { return false }
      head = last.predecessor
    }
    return head == record.head
  }

  /// Time alone makes nothing active, unless an answer's clock was ahead and now is not any more.
  private func later(_ random: inout Chance) -> String? {
    guard world.records.allSatisfy({ $0.entered <= now }) else { return nil }
    let then = now + Int64.random(in: 0...50, using: &random) * World.day
    let left = Self.active(world.consent(held, viewer: World.ann, named: named), then)
    return left.isSubset(of: active) ? nil : "time made something active"
  }
}

import Vault

@testable import Care

/// The usual beginning: an agreement of two items that both have affirmed.
struct Story {
  static let agreement = AgreementID(value: 0xa9)
  static let hands = AgreementItem(
    id: ItemID("hands") ?? unreachable(), what: "holding hands", energyCost: 1)
  static let bath = AgreementItem(
    id: ItemID("slow-bath") ?? unreachable(), what: "a slow bath", energyCost: 4)

  var world: World
  /// The revision that both have affirmed.
  var revision: ConsentHash
  /// When it is looked at; a day after both affirmed.
  var now = World.start + World.day
  var damaged: [LogID: Set<SeenHead>] = [:]
  var named: [LogID: Set<SeenHead>] = [:]
  /// Records that have not arrived.
  var missing: Set<Int> = []
  /// Who looks.
  var device = 1

  static func wording(
    after parents: [ConsentHash] = [], agreement: AgreementID = agreement,
    items: [AgreementItem] = [hands, bath], days: UInt8 = 28
  ) -> AgreementRevision {
    let made = try? AgreementRevision(
      agreement: agreement, parents: parents, items: items,
      signals: [ComfortSignal(signal: "a hand on the heart", meaning: "pause")], reviewAfter: days)
    return made ?? unreachable()
  }

  /// Both have affirmed both items, and everything has arrived everywhere.
  init() {
    self.init(proposed: Self.wording())
    world.affirm(revision)
  }

  /// A wording that nobody has answered.
  init(proposed wording: AgreementRevision) {
    world = World()
    revision = wording.hash(World.digest) ?? unreachable()
    world.write(.revision(wording), on: 1)
    world.syncAll()
  }

  /// Writes down a further wording; the story goes on with it.
  mutating func propose(_ wording: AgreementRevision, on device: Int) {
    world.write(.revision(wording), on: device)
    revision = wording.hash(World.digest) ?? unreachable()
  }

  var consent: Consent {
    world.consent(on: device, without: missing, damaged: damaged, named: named)
  }

  var moment: ConsentMoment { ConsentMoment(clock: now, highWater: 0) }

  var judgement: AgreementJudgement? {
    consent.judgements(at: moment).first { $0.revision.agreement == Self.agreement }
  }

  /// The reasons of both items; `nil` where an item is active.
  var reasons: [NotActiveReason?] { judgement?.reasons ?? [] }

  var states: [AgreementView.State] {
    consent.agreements(at: moment).first { $0.agreement == Self.agreement }?.items.map(\.state)
      ?? []
  }
}

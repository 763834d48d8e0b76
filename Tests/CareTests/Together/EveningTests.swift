import Seeded
import Testing
import Vault

@testable import Care

/// A made-up evening of two: what is on their list, what is agreed, what has been shared.
struct EveningWorld {
  static let day = Samples.today
  static let names = ["hands", "a long hug", "a bath", "a dance", "reading aloud", "a walk"]
  static let ideas = (0..<9).map { "idea \($0)" }

  var entries: [Entry] = []
  var items: [AgreementView.Item] = []
  var easy = false
  /// What each has shared of the day's energy, the last one last.
  var energies: [(PartnerID, Int?)] = []

  init(seed: UInt64) {
    var chance = Chance(seed: seed)
    var number = 1
    func add(_ value: any EntryKind, by: PartnerID) {
      entries.append(
        Samples.entry(
          number, value, about: Self.day.description, minute: number, by: by, for: .shared))
      number += 1
    }
    let both = [Samples.ana, Samples.ben]
    for name in Self.names where Bool.random(using: &chance) {
      let cost = Int.random(in: 0...10, using: &chance)
      add(Closeness(what: name, cost: cost), by: both.randomElement(using: &chance) ?? Samples.ana)
    }
    if Int.random(in: 0..<4, using: &chance) == 0, let first = entries.first {
      add(Retired(item: first.id), by: Samples.ben)
    }
    for partner in both {
      for _ in 0..<Int.random(in: 0...2, using: &chance) {
        let energy = Bool.random(using: &chance) ? Int.random(in: 0...10, using: &chance) : nil
        var checkIn = Samples.checkIn([.pain: 3])
        checkIn.energy = energy
        add(checkIn, by: partner)
        energies.append((partner, energy))
      }
    }
    for (place, name) in Self.names.enumerated() where Bool.random(using: &chance) {
      guard let id = ItemID("item-\(place)") else { continue }
      items.append(
        AgreementView.Item(
          id: id, what: Bool.random(using: &chance) ? name : name.uppercased() + " ",
          energyCost: Bool.random(using: &chance) ? UInt8.random(in: 0...10, using: &chance) : nil,
          state: Bool.random(using: &chance) ? .active : .notActive))
    }
    if Int.random(in: 0..<8, using: &chance) == 0 { add(RestDay(), by: Samples.ana) }
    easy = Int.random(in: 0..<8, using: &chance) == 0
  }

  func evening(_ entries: [Entry]? = nil) -> Evening {
    let entries = entries ?? self.entries
    return Evening(
      on: Self.day, partners: [Samples.ana, Samples.ben],
      plans: Plans(entries.filter { Plans.kinds.contains($0.kind.tag) }),
      checkIns: entries.filter { $0.value is CheckIn }, easy: easy, items: items,
      prompts: ["One?", "Two?"], companionship: Self.ideas)
  }

  /// The lower of the two energies, worked out another way.
  var lower: Int? {
    let last = [Samples.ana, Samples.ben].map { partner in
      energies.last { $0.0 == partner && $0.1 != nil }?.1
    }
    guard let one = last[0], let other = last[1] else { return nil }
    return min(one, other)
  }
}

struct EveningTests {
  @Test func `never offers what is not active for both, not listed, or beyond the lower energy`() {
    var offered = 0
    for seed in 0..<4000 {
      let world = EveningWorld(seed: UInt64(seed))
      let evening = world.evening()
      for offer in evening.closeness {
        offered += 1
        let agreed = world.items.filter {
          $0.state == .active && $0.what.lowercased().hasPrefix(offer.what)
        }
        #expect(!agreed.isEmpty, "\(seed)")
        #expect(world.lower.map { offer.cost <= $0 } ?? false, "\(seed)")
        #expect(agreed.allSatisfy { Int($0.energyCost ?? 0) <= offer.cost }, "\(seed)")
        #expect(!evening.isRestDay && !evening.isEasy, "\(seed)")
        let retired = Set(world.entries.compactMap { ($0.value as? Retired)?.item })
        #expect(
          world.entries.contains {
            ($0.value as? Closeness)?.what == offer.what && !retired.contains($0.id)
          }, "\(seed)")
      }
      #expect(evening.closeness.isEmpty == !evening.companionship.isEmpty, "\(seed)")
    }
    #expect(offered > 80)
  }

  @Test func `is the same in whatever order the entries came`() {
    for seed in 0..<300 {
      let world = EveningWorld(seed: UInt64(seed))
      var chance = Chance(seed: UInt64(seed) + 9000)
      #expect(world.evening(world.entries.shuffled(using: &chance)) == world.evening())
    }
  }

  @Test func `a yes to other words lends nothing to the list`() {
    let plans = Plans([Samples.entry(1, Closeness(what: "a long hug", cost: 1), for: .shared)])
    let checkIns = [Samples.ana, Samples.ben].enumerated().map {
      Samples.entry(
        $0.offset + 2, Samples.checkIn([.energy: 9]), about: "2026-03-12", by: $0.element,
        for: .shared)
    }
    func offers(_ what: String) -> [String] {
      guard let id = ItemID("hug") else { return [] }
      return Evening(
        on: Samples.today, partners: [Samples.ana, Samples.ben], plans: plans, checkIns: checkIns,
        easy: false,
        items: [AgreementView.Item(id: id, what: what, energyCost: nil, state: .active)],
        prompts: [], companionship: []
      ).closeness.map(\.what)
    }
    #expect(offers("A long  hug") == ["a long hug"])
    #expect(offers("a hug") == [])
  }

  @Test func `one alone needs nobody's yes, and no more energy than there is`() {
    let entries = [
      Samples.entry(1, Closeness(what: "a warm bath", cost: 3)),
      Samples.entry(2, Closeness(what: "a swim", cost: 8)),
      Samples.entry(3, Samples.checkIn([.energy: 4]), about: "2026-03-12"),
    ]
    let evening = Evening(
      on: Samples.today, partners: [Samples.ana], plans: Plans(Array(entries.prefix(2))),
      checkIns: [entries[2]], easy: false, items: [], prompts: [], companionship: ["rest"])
    #expect(evening.closeness == [Evening.Offer(what: "a warm bath", cost: 3)])
  }

  @Test func `the days take a long list in turn, and nothing waits longer than the rest`() {
    let list = Array(0..<13)
    var shown: [Int: Int] = [:]
    for day in 0..<13 {
      for item in Evening.taken(5, of: list, on: Samples.today.adding(days: day)) {
        shown[item, default: 0] += 1
      }
    }
    #expect(Set(shown.values) == [5] && shown.count == 13)
  }

  @Test func `a ritual comes in the form that is within reach, and a marked one is gone`() {
    let ritual = Ritual(what: "twilight", steps: ["all"], short: ["little"], cost: 6)
    func shown(_ energy: Int?, marked: Bool = false) -> [Evening.RitualOffer] {
      var entries = [Samples.entry(1, ritual, for: .shared)]
      if marked {
        entries.append(
          Samples.entry(
            2, RitualEvening(ritual: Samples.id(1), how: .rested), about: "2026-03-12",
            for: .shared))
      }
      var checkIn = CheckIn()
      checkIn.energy = energy
      let checkIns = [Samples.entry(3, checkIn, about: "2026-03-12")]
      return Evening(
        on: Samples.today, partners: [Samples.ana], plans: Plans(entries), checkIns: checkIns,
        easy: false, items: [], prompts: [], companionship: []
      ).rituals
    }
    #expect(shown(6).map(\.isShort) == [false])
    #expect(shown(5).map(\.steps) == [["little"]])
    #expect(shown(nil).map(\.isShort) == [true])
    #expect(shown(9, marked: true).isEmpty)
  }

  @Test(arguments: [(0, true), (6, true), (7, false)])
  func `a turn lasts a week and ends by itself`(days: Int, isThere: Bool) {
    let plans = Plans([
      Samples.entry(1, Turn(whose: .yours), about: "2026-03-10", for: .shared)
    ])
    let turn = plans.turn(
      on: Samples.date("2026-03-10").adding(days: days), among: [Samples.ana, Samples.ben])
    #expect(turn == (isThere ? Samples.ben : nil))
  }
}

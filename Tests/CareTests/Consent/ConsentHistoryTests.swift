import FoundationEssentials
import Seeded
import Testing
import Vault

@testable import Care

/// Generated histories: `CONSENT_HISTORIES` says how many (5,000), `CONSENT_SEED` from which seed.
@Suite struct `Consent in every history` {
  static let lanes = 4

  static func setting(_ name: String, _ usual: UInt64) -> UInt64 {
    ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) } ?? usual
  }

  /// The first property that a seed's history breaks, and how the history runs.
  static func check(_ history: History, seed: UInt64) -> (broken: String?, active: Bool) {
    var random = Chance(seed: seed ^ 0x5eed)
    let properties = HistoryProperties(history, random: &random)
    return (properties.broken(&random), properties.isActive)
  }

  /// Takes away steps for as long as what is left breaks something.
  static func shrunk(_ history: History, seed: UInt64) -> History {
    var history = history
    var size = max(1, history.steps.count / 2)
    while size > 0 {
      var place = 0
      while place < history.steps.count {
        var shorter = history
        shorter.steps.removeSubrange(place..<min(place + size, shorter.steps.count))
        if check(shorter, seed: seed).broken != nil {
          history = shorter
        } else {
          place += size
        }
      }
      size /= 2
    }
    return history
  }

  @Test(arguments: 0..<lanes)
  func `what has to hold for consent holds in each`(_ lane: Int) {
    let count = Int(Self.setting("CONSENT_HISTORIES", 5_000)) / Self.lanes
    let first = Self.setting("CONSENT_SEED", 1_000)
    var active = 0
    for number in 0..<count {
      let seed = first &+ UInt64(lane * count + number)
      var generator = HistoryGenerator(seed: seed)
      let history = generator.history()
      let result = Self.check(history, seed: seed)
      if result.active { active += 1 }
      guard result.broken != nil else { continue }
      let short = Self.shrunk(history, seed: seed)
      let sentence = Self.check(short, seed: seed).broken ?? ""
      let steps = short.steps.map(\.description).joined(separator: "\n")
      Issue.record("seed \(seed), \(short.devices) devices: \(sentence)\n\(steps)")
      return
    }
    // Histories in which nothing is ever active would prove nothing.
    #expect(active * 5 >= count)
  }
}

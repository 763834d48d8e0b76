import FoundationEssentials
import Seeded
import Testing

@testable import Vault

/// `VESPER_SCHEDULES=100000 VESPER_SEED=1`: how many schedules, from which seed on.
@Suite struct `Three devices of two partners` {
  private static func number(_ name: String, _ otherwise: UInt64) -> UInt64 {
    ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) } ?? otherwise
  }

  private static let count = number("VESPER_SCHEDULES", 1_000)
  private static let first = number("VESPER_SEED", 1)
  private static let lanes: UInt64 = 4

  /// What goes wrong in a schedule; `nil` where nothing does.
  private static func outcome(_ steps: [Step]) -> String? {
    do {
      let simulation = try Simulation()
      do {
        try simulation.run(steps)
        try simulation.settle(steps.contains { $0.damagesCopies })
        return nil
      } catch {
        return "\(error)"
      }
    } catch { return "the simulation did not begin: \(error)" }
  }

  private static func steps(of seed: UInt64) -> [Step] {
    var chance = Chance(seed: seed)
    return Step.schedule(&chance)
  }

  /// Takes out of a schedule what is not needed for it to go wrong.
  private static func shrunk(_ steps: [Step]) -> [Step] {
    var steps = steps
    var place = steps.count - 1
    while place >= 0 {
      var fewer = steps
      fewer.remove(at: place)
      if outcome(fewer) != nil { steps = fewer }
      place -= 1
    }
    return steps
  }

  @Test(arguments: 0..<lanes)
  func `hold the same in the end, and name what was lost, whatever happens between them`(
    _ lane: UInt64
  ) throws {
    for seed in Self.first..<Self.first + Self.count where seed % Self.lanes == lane {
      let steps = Self.steps(of: seed)
      guard Self.outcome(steps) != nil else { continue }
      let few = Self.shrunk(steps)
      let why = Self.outcome(few) ?? "nothing any more"
      Issue.record(
        "seed \(seed): \(why)\n\(few.map { "  \($0)" }.joined(separator: "\n"))")
      return
    }
  }

  /// Found by the schedule of seed 4030786: the author lost a log, and every copy in a folder was damaged.
  @Test func `are given back by a reader what its author lost, where every copy is damaged`() {
    let steps: [Step] = [
      .snapshot(device: 2), .write(device: 2, what: 25),
      .carry(from: 2, to: 0, chance: 17_419_642_451_523_223_670),
      .flip(device: 2, file: 7, at: 57_291), .sync(device: 0, isThorough: true),
      .restore(device: 2), .flip(device: 0, file: 57, at: 39_983),
    ]
    #expect(Self.outcome(steps) == nil)
  }
}

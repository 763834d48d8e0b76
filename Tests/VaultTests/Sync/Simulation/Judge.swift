import Seeded
import Testing

@testable import Vault

/// Looks at one device of a simulation and says where it does not say what is the case.
struct Judge {
  private let simulation: Simulation
  private let number: Int
  private var device: Device { simulation.devices[number] }

  init(_ simulation: Simulation, _ number: Int) {
    self.simulation = simulation
    self.number = number
  }

  /// Everything that verifies on a device.
  struct Holding {
    var spots: Set<Simulation.Spot> = []
    /// The heads that its records name.
    var named: Set<Head> = []
    var audiences: [LogID: Audience] = [:]
  }

  func holding() throws -> Holding { try holding(device.open().keys) }

  private func holding(_ keys: ReadingKeys) throws -> Holding {
    var holding = Holding()
    for log in try keys.readableLogs() {
      holding.audiences[log.id] = log.audience
      func keep(_ step: LogScan.Step) {
        holding.spots.insert(
          Simulation.Spot(log: log.id, index: step.index, chain: step.chain))
        holding.named.formUnion(step.record?.heads ?? [])
      }
      _ = try LogScan.run(log, with: keys, visit: keep)
      for branch in try log.branches() {
        _ = LogScan.alone(try keys.open(branch, of: log), of: log, with: keys, visit: keep)
      }
    }
    return holding
  }

  /// What `check` has to say of every log, from what is held and what is remembered alone.
  private func expected(_ holding: Holding, _ heads: [LogID: DeviceState.SeenHead])
    -> [LogID: Verdict]
  {
    var chains: [LogID: [UInt64: Set<[UInt8]>]] = [:]
    for spot in holding.spots {
      chains[spot.log, default: [:]][spot.index, default: []].insert(spot.chain)
    }
    let seen = heads.map { $0.value.head(of: $0.key) }
    var verdicts: [LogID: Verdict] = [:]
    for log in Set(holding.audiences.keys).union(heads.keys).union(holding.named.map(\.log)) {
      let held = chains[log] ?? [:]
      let end = held.keys.max().map { $0 + 1 } ?? 0
      let claims = (seen + holding.named).filter { $0.log == log }
      let isForked =
        held.values.contains { $0.count > 1 }
        || claims.contains { claim in held[claim.index].map { !$0.contains(claim.chain) } ?? false }
      if isForked {
        verdicts[log] = .forked
      } else if let head = heads[log], head.index >= end {
        verdicts[log] = .rolledBack
      } else if holding.named.contains(where: { $0.log == log && $0.index >= end }) {
        verdicts[log] = .waiting
      } else {
        verdicts[log] = .complete
      }
    }
    return verdicts
  }

  /// Compares what the device says of every log, and shows, with what is there.
  @discardableResult
  func look() throws -> Holding {
    // Opened once: deriving an identity's keys costs more than all that is read here.
    let vault = try device.open()
    let holding = try holding(vault.keys)
    let expected = expected(holding, vault.keys.seen)
    let found = try Device.verdicts(in: vault)
    for (log, verdict) in expected where found[log] ?? .complete != verdict {
      // Of an empty folder, nothing is said.
      throw complaint(
        "says \(found[log]?.rawValue ?? "nothing") of \(log), which is \(verdict.rawValue)")
    }
    for (log, verdict) in found where expected[log] == nil {
      throw complaint("says \(verdict.rawValue) of \(log), of which nothing is known")
    }
    let shown = try vault.texts().map { $0.filter { $0 != "." } }
    let due = holding.spots.compactMap { simulation.texts[$0] }.sorted()
    guard shown.sorted() == due else {
      throw complaint("shows \(shown.sorted()) instead of \(due)")
    }
    if !simulation.halves.contains(number) {
      let lost = simulation.acknowledged[number].filter { !holding.spots.contains($0.key) }
      guard lost.isEmpty else { throw complaint("has lost \(lost.values.sorted())") }
    }
    for path in try paths(device.shared) where path.contains("private") {
      throw complaint("has put out \(path)")
    }
    return holding
  }

  private func complaint(_ words: String) -> Simulation.Complaint {
    Simulation.Complaint(description: "\(device.name) \(words)")
  }
}

extension Simulation {
  /// Carries everything everywhere until nothing moves any more; then all have to hold the same.
  func settle(_ mayBeDamaged: Bool) throws {
    let held = try devices.indices.map { try Judge(self, $0).holding() }
    var chance = Chance(seed: 1)
    for round in 0..<5 {
      var isQuiet = round > 0
      for number in devices.indices {
        if try sync(number, .thorough, mayBeDamaged) { isQuiet = false }
        for other in devices.indices where other != number {
          try carry(number, other, "shared", &chance, all: true)
          if number < 2 && other < 2 { try carry(number, other, "own", &chance, all: true) }
        }
      }
      if isQuiet { break }
    }
    let end = try devices.indices.map { try Judge(self, $0).look() }
    func shared(_ holding: Judge.Holding) -> Set<Spot> {
      holding.spots.filter { holding.audiences[$0.log] == .shared }
    }
    for number in devices.indices {
      guard shared(end[number]) == shared(end[0]) else {
        throw Complaint(
          description: "\(devices[number].name) does not hold the same as \(devices[0].name)")
      }
      for before in held where !shared(before).isSubset(of: shared(end[number])) {
        throw Complaint(description: "\(devices[number].name) lacks what somebody held")
      }
    }
    guard end[0].spots == end[1].spots else {
      throw Complaint(description: "Ada's devices do not hold the same")
    }
    guard held[0].spots.union(held[1].spots).isSubset(of: end[0].spots) else {
      throw Complaint(description: "Ada's devices lack what one of them held")
    }
    for number in devices.indices { try findNothingBeside(number, end[number]) }
  }

  /// Beside the segments of a log without a fork nothing that can be read is left in a folder that was looked into.
  private func findNothingBeside(_ number: Int, _ holding: Judge.Holding) throws {
    try sync(number, .thorough, true)
    let places = Dictionary(grouping: holding.spots) { "\($0.log) \($0.index)" }
    let forked = Set(places.values.filter { $0.count > 1 }.map { "\($0[0].log)" })
    let keys = try devices[number].open().keys
    let logs = try keys.readableLogs()
    for folder in ["shared", "own"] where number < 2 || folder == "shared" {
      let root = "\(devices[number].root)/\(folder)"
      for path in try tree(root).files.keys where path.hasSuffix(".branch") {
        let log = path.split(separator: "/").dropLast().last.map(String.init) ?? ""
        guard !forked.contains(log) else { continue }
        guard try !isUnreadable("\(root)/\(path)", of: logs.first { "\($0.id)" == log }, keys)
        else { continue }
        throw Complaint(description: "\(devices[number].name) leaves \(path) in \(folder)")
      }
    }
  }

  /// Whether nothing in a file verifies as a segment of a log.
  private func isUnreadable(_ path: String, of log: LogPlace?, _ keys: ReadingKeys) throws -> Bool {
    let name = path.split(separator: "/").last ?? ""
    guard let log, let number = name.split(separator: "-").first.flatMap({ UInt32($0) }) else {
      return false
    }
    let bytes = try TestVault.read(path)
    return (try? SegmentReading(bytes, number, of: log, with: keys))?.spans.isEmpty ?? true
  }
}

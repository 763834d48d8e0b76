import FoundationEssentials
import Seeded
import Testing

@testable import Vault

/// Three devices of two partners, and an engine that carries their folders as engines do. Shipped code
/// on real directories; only the engine and the hands that write are made up.
final class Simulation {
  let root: String
  let devices: [Device]
  private(set) var journal: [String] = []
  /// What each device has acknowledged, as far as no backup took it away again.
  private(set) var acknowledged: [[Spot: String]] = [[:], [:], [:]]
  /// Every text ever written, by its place.
  private(set) var texts: [Spot: String] = [:]
  /// Devices whose vault or state alone was brought back.
  private(set) var halves: Set<Int> = []
  private(set) var restored: Set<Int> = []
  private var versions: [String: [[UInt8]]] = [:]
  private var snapshots: [Int: (Tree, [Spot: String])] = [:]
  private var writes = 0

  typealias Tree = (folders: [String], files: [String: [UInt8]])

  /// A record's place in a log; two with one index and different chains are a fork.
  struct Spot: Hashable {
    let log: LogID
    let index: UInt64
    let chain: [UInt8]
  }

  init() throws {
    root = try temporaryFolder()
    let template = try TestVault.Template.shared.get()
    devices = [
      try Device("a", of: template.ada, under: root, template),
      try Device("b", of: template.ada, under: root, template),
      try Device("n", of: template.noor, under: root, template),
    ]
    for device in devices { try device.link() }
    for device in devices[..<2] {
      try Storage.createFolder(device.own)
      try device.open().link(.own, device.own)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  /// What a device may never say while a schedule runs.
  struct Complaint: Error, CustomStringConvertible {
    let description: String
  }

  func run(_ steps: [Step]) throws {
    let mayBeDamaged = steps.contains { $0.damagesCopies }
    for step in steps {
      journal.append("\(step)")
      try take(step, mayBeDamaged)
    }
  }

  private func take(_ step: Step, _ mayBeDamaged: Bool) throws {
    switch step {
    case .write(let device, let what): try write(device, what)
    case .sync(let device, let isThorough):
      try sync(device, isThorough ? .thorough : .quick, mayBeDamaged)
      try Judge(self, device).look()
    case .carry(let from, let to, let seed):
      var chance = Chance(seed: seed)
      try carry(from, to, "shared", &chance, all: false)
      if from < 2 && to < 2 { try carry(from, to, "own", &chance, all: false) }
    case .duplicate(let device, let file, let name):
      guard let (path, bytes) = try replica(device, file) else { return }
      try TestVault.write(bytes, to: Simulation.conflict(path, name))
    case .delete(let device, let file):
      guard let (path, _) = try replica(device, file) else { return }
      try removeFile(path)
    case .cut(let device, let file, let at):
      guard let (path, bytes) = try replica(device, file) else { return }
      try TestVault.write(Array(bytes.prefix(at % (bytes.count + 1))), to: path)
    case .rollBack(let device, let file, let version):
      guard let (path, _) = try replica(device, file) else { return }
      let known = versions[String(path.dropFirst(devices[device].root.count))] ?? []
      if !known.isEmpty { try TestVault.write(known[version % known.count], to: path) }
    case .swap(let device, let file, let other):
      guard let (path, bytes) = try replica(device, file),
        let (otherPath, otherBytes) = try replica(device, other),
        // No engine carries from the own folder into the shared one.
        path.contains("/own/") == otherPath.contains("/own/")
      else { return }
      try TestVault.write(otherBytes, to: path)
      try TestVault.write(bytes, to: otherPath)
    case .flip(let device, let file, let at):
      guard let (path, held) = try replica(device, file), !held.isEmpty else { return }
      var bytes = held
      bytes[at % bytes.count] ^= 1 << UInt8(at % 8)
      try TestVault.write(bytes, to: path)
    case .snapshot(let device):
      snapshots[device] = (try home(device), acknowledged[device])
    case .restore(let device):
      guard let (tree, known) = snapshots[device] else { return }
      try putBack(tree, device) { _ in true }
      acknowledged[device] = known
      restored.insert(device)
    case .restoreHalf(let device, let isVault):
      guard let (tree, _) = snapshots[device] else { return }
      try putBack(tree, device) { $0.hasPrefix("data/vesper/vault/") == isVault }
      halves.insert(device)
    }
  }

  // MARK: - What people do

  private func write(_ number: Int, _ what: Int) throws {
    let device = devices[number]
    writes += 1
    let text = "\(device.name)\(writes)"
    let audience: Audience = what < 25 ? .private : .shared
    let logClass: LogClass = audience == .shared && what < 50 ? .consent : .diary
    let vault = try device.open()
    // Some are long, so that segments come to an end.
    let body =
      what % 33 == 0 && logClass == .diary
      ? text + String(repeating: ".", count: 150_000) : text
    let id = try vault.append(draft(body, audience, logClass))
    let file = StateFile(device.places, device.vault, device.person.partner)
    let state = try #require(try file.read(with: vault.keys.identity), "no state")
    let own = state.ownLogs.last { ($0.audience, $0.logClass) == (audience, logClass) }
    guard let own, let head = state.heads[own.log] else {
      throw Complaint(
        description: "\(device.name) acknowledged \(id) and does not know where it is")
    }
    let spot = Spot(log: own.log, index: head.index, chain: head.chain)
    acknowledged[number][spot] = text
    texts[spot] = text
  }

  /// - Returns: whether anything came of it.
  @discardableResult
  func sync(_ number: Int, _ depth: ExchangeDepth, _ mayBeDamaged: Bool) throws -> Bool {
    let report = try devices[number].open().exchange(depth)
    for folder in ["shared", "own"] where number < 2 || folder == "shared" {
      for (path, bytes) in try tree("\(devices[number].root)/\(folder)").files {
        remember(bytes, "/\(folder)/\(path)")
      }
    }
    let name = devices[number].name
    // A device is told that it was brought back only when it was.
    if !report.restored.isEmpty && !restored.contains(number) && !halves.contains(number) {
      throw Complaint(description: "\(name) is called restored and was not")
    }
    if !report.forked.isEmpty && restored.isEmpty && halves.isEmpty {
      throw Complaint(description: "\(name) sees a fork, and nothing was ever brought back")
    }
    if !mayBeDamaged && (report.damaged > 0 || report.damagedMasters > 0) && halves.isEmpty {
      throw Complaint(description: "\(name) calls a copy damaged: \(report)")
    }
    if report.holdsPrivate || !report.unreachable.isEmpty || report.refused > 0 || report.isCut {
      throw Complaint(description: "\(name) complains without cause: \(report)")
    }
    return report.moved > 0 || report.waiting > 0
  }

  // MARK: - What the engine does

  private static func isReplica(_ path: String) -> Bool {
    path.hasPrefix("shared/") || path.hasPrefix("own/")
  }

  private func remember(_ bytes: [UInt8], _ path: String) {
    if versions[path, default: []].last != bytes { versions[path, default: []].append(bytes) }
  }

  private func replica(_ device: Int, _ file: Int) throws -> (String, [UInt8])? {
    let base = devices[device].root
    let names = try ["own", "shared"].flatMap { folder in
      try paths("\(base)/\(folder)").filter { $0.hasPrefix("logs/") }.map { "\(folder)/\($0)" }
    }.sorted()
    guard !names.isEmpty else { return nil }
    let path = "\(base)/\(names[file % names.count])"
    return (path, try TestVault.read(path))
  }

  private static func conflict(_ path: String, _ number: Int) -> String {
    let stem = path.hasSuffix(".segment") ? String(path.dropLast(8)) : path
    return switch number % 5 {
    case 0: "\(stem).sync-conflict-20261122-101500-ABCDEFG.segment"
    case 1: "\(stem) (conflicted copy).segment"
    case 2: "\(stem).segment.orig"
    case 3: "\(stem)0.segment"
    default: "\(stem)~"
    }
  }

  func carry(_ from: Int, _ to: Int, _ folder: String, _ chance: inout Chance, all: Bool) throws {
    let target = "\(devices[to].root)/\(folder)"
    for (path, bytes) in try tree("\(devices[from].root)/\(folder)").files.sorted(by: {
      $0.key < $1.key
    }) {
      guard all || chance.pick(4) > 0 else { continue }
      let place = "\(target)/\(path)"
      let there = try? TestVault.read(place)
      if there == bytes { continue }
      remember(bytes, "/\(folder)/\(path)")
      if let there, all || chance.pick(3) == 0 {
        // Both sides have changed, for all the engine knows.
        try TestVault.write(there, to: Simulation.conflict(place, all ? 0 : chance.pick(5)))
      }
      try TestVault.write(bytes, to: place)
    }
  }

  // MARK: - Backups

  private func home(_ device: Int) throws -> Tree {
    let all = try tree(devices[device].root)
    return (
      all.folders.filter { !Simulation.isReplica($0 + "/") },
      all.files.filter { !Simulation.isReplica($0.key) }
    )
  }

  private func putBack(_ tree: Tree, _ device: Int, _ wanted: (String) -> Bool) throws {
    let base = devices[device].root
    for path in try home(device).files.keys where wanted(path) && tree.files[path] == nil {
      try removeFile("\(base)/\(path)")
    }
    for (path, bytes) in tree.files where wanted(path) {
      try TestVault.write(bytes, to: "\(base)/\(path)")
    }
  }
}

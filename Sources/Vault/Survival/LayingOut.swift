import Glibc
import Sodium

// docs/format.md § Files, § Device state

extension Remains {
  /// Copies what is not there; the vault's own file first, so that an interrupted copying is gone on
  /// with, and nothing over what is there.
  func copy(
    to places: Places, of vault: VaultID, for partner: PartnerID, _ randomness: Randomness
  ) throws(VaultError) -> (all: Int, own: Int) {
    if try !Storage.exists(places.description) {
      try Storage.createFolder(places.vault)
      try UnfinishedFounding.clear(places)
      try Storage.create(
        places.description, VaultFile.encode(vault), replacing: false,
        suffix: randomness.bytes(8))
    }
    for folder in [
      places.partners, places.logs(of: partner, .private), places.logs(of: partner, .shared),
      places.states(vault),
    ] { try Storage.createFolder(folder) }
    var (copied, own) = (0, 0)
    for path in paths where path != "vesper-vault" {
      let target = "\(places.vault)/\(path)"
      guard try !Storage.exists(target) else { continue }
      try Storage.createFolder(Storage.parent(of: target))
      try Storage.create(target, read(path), replacing: false, suffix: randomness.bytes(8))
      copied += 1
      if path.hasPrefix("logs/\(partner)/") { own += 1 }
    }
    return (copied, own)
  }

  /// Lays out a state for the files that were copied: the newer one of what stands here and what
  /// came along, else one that is built anew. Only a state that stood here, with all of its logs,
  /// goes on in them.
  ///
  /// - Parameters:
  ///   - other: what the other partner is called, where the state is built anew.
  ///   - resuming: whether none of one's own logs were copied.
  func layOutState(
    _ identity: borrowing Identity, _ places: Places, _ vault: VaultID, other: String?,
    _ time: Int64, _ randomness: Randomness, resuming: Bool = false
  ) throws(VaultError) -> (other: String?, continues: Bool) {
    let file = StateFile(places, vault, identity.partner)
    let standing = try file.standing(for: identity)
    let brought = state.flatMap { try? file.decode($0, with: identity) }
    if let standing, resuming { return (standing.pins.last?.name, true) }
    var state: DeviceState
    if var newest = [standing, brought].compactMap({ $0 }).max(by: { $0.generation < $1.generation }
    ) {
      for known in [standing, brought].compactMap({ $0 }) {
        newest.highWater = max(newest.highWater, known.highWater)
        for (log, head) in known.heads
        where newest.heads[log].map({ $0.index < head.index }) ?? true {
          newest.heads[log] = head
        }
      }
      newest.forgetDevice()
      state = newest
    } else {
      let payload = try identity.payload()
      let keys = ReadingKeys(
        identity: try Identity.read(payload, file: "identity"), places: places, vault: vault,
        pinned: [])
      state = try DeviceState(rebuiltWith: keys, other: other, time: time)
    }
    state.machine = try Machine.id(for: vault)
    state.highWater = max(state.highWater, time)
    if standing == nil { try file.setAside(randomness) }
    try file.write(&state, with: identity, randomness)
    return (state.pins.last?.name, false)
  }
}

extension DeviceState {
  /// Drops what belongs to the device that the state comes from: logs that it may have gone on with,
  /// folders that it links, a joining that it has begun.
  fileprivate mutating func forgetDevice() {
    ownLogs = []
    named = [:]
    items.removeAll { $0.type == 1 || $0.type == 3 }
  }
}

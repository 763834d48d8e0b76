import Seeded

extension Chance {
  mutating func pick(_ count: Int) -> Int { Int.random(in: 0..<max(count, 1), using: &self) }
}

/// One thing that happens in a schedule. Numbers are taken modulo what there is, so that a schedule
/// keeps its meaning when a step is taken out of it.
enum Step: Sendable {
  case write(device: Int, what: Int)
  case sync(device: Int, isThorough: Bool)
  /// An engine carries some files from one replica to another, over what is there or beside it.
  case carry(from: Int, to: Int, chance: UInt64)
  case duplicate(device: Int, file: Int, name: Int)
  case delete(device: Int, file: Int)
  case cut(device: Int, file: Int, at: Int)
  /// An earlier version of a file comes back in a replica.
  case rollBack(device: Int, file: Int, version: Int)
  /// Two files of a replica change places.
  case swap(device: Int, file: Int, other: Int)
  case flip(device: Int, file: Int, at: Int)
  case snapshot(device: Int)
  /// A whole home comes back as it was at its last snapshot: what was written since is forgotten.
  case restore(device: Int)
  /// Only the vault, or only the state, comes back.
  case restoreHalf(device: Int, isVault: Bool)

  /// Whether a copy is damaged by it, and may be called so.
  var damagesCopies: Bool {
    switch self {
    case .swap, .flip: true
    default: false
    }
  }

  static func schedule(_ chance: inout Chance) -> [Step] {
    // A third of all schedules have no backups in them, and nothing may then ever be called wrong.
    let hasBackups = chance.pick(3) > 0
    let isHostile = chance.pick(2) > 0
    return (0..<6 + chance.pick(14)).map { _ in any(&chance, hasBackups, isHostile) }
  }

  private static func any(_ chance: inout Chance, _ hasBackups: Bool, _ isHostile: Bool) -> Step {
    let (device, file) = (chance.pick(3), chance.pick(64))
    switch chance.pick(100) {
    case 0..<34: return .write(device: device, what: chance.pick(100))
    case 34..<48: return .sync(device: device, isThorough: chance.pick(3) == 0)
    case 48..<66:
      return .carry(from: device, to: (device + 1 + chance.pick(2)) % 3, chance: chance.next())
    case 66..<70: return .duplicate(device: device, file: file, name: chance.pick(5))
    case 70..<73: return .delete(device: device, file: file)
    case 73..<77: return .cut(device: device, file: file, at: chance.pick(1 << 16))
    case 77..<81: return .rollBack(device: device, file: file, version: chance.pick(16))
    case 81..<84 where isHostile: return .swap(device: device, file: file, other: chance.pick(64))
    case 84..<87 where isHostile: return .flip(device: device, file: file, at: chance.pick(1 << 16))
    case 87..<92 where hasBackups: return .snapshot(device: device)
    case 92..<97 where hasBackups: return .restore(device: device)
    case 97..<100 where hasBackups:
      return .restoreHalf(device: device, isVault: chance.pick(2) == 0)
    default: return .write(device: device, what: chance.pick(100))
    }
  }
}

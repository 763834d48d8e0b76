import Seeded
import Vault

@testable import Care

/// One thing that happens in a generated history. Running the same steps gives the same world.
enum Step: Sendable, CustomStringConvertible {
  case propose(device: Int, days: UInt8, stale: Bool)
  case answer(device: Int, bits: UInt64)
  case open(device: Int)
  case withdraw(device: Int, items: Int)
  case pause(device: Int)
  case resume(device: Int)
  case healthChange(device: Int)
  case close(device: Int, other: Int)
  case garble(device: Int)
  case restore(device: Int, keeping: Int)
  case sync(from: Int, to: Int, choice: UInt64)
  case clock(device: Int, hours: Int64)

  var description: String {
    switch self {
    case .propose(let device, let days, let stale): "propose on \(device), \(days) d, \(stale)"
    case .answer(let device, let bits): "answer \(bits) on \(device)"
    case .open(let device): "open on \(device)"
    case .withdraw(let device, let items): "withdraw \(items) on \(device)"
    case .pause(let device): "pause on \(device)"
    case .resume(let device): "resume on \(device)"
    case .healthChange(let device): "health change on \(device)"
    case .close(let device, let other): "close log of \(other) on \(device)"
    case .garble(let device): "garble on \(device)"
    case .restore(let device, let count): "restore \(device) to \(count)"
    case .sync(let from, let to, let choice): "sync \(from) to \(to) (\(choice))"
    case .clock(let device, let hours): "clock of \(device) by \(hours) h"
    }
  }
}

/// A couple's history, as it can be generated, run and shrunk.
struct History: Sendable {
  var steps: [Step]
  let devices: Int

  /// Runs the steps. A step that does not apply, because shrinking took away what it needed, does
  /// nothing.
  func run() -> World {
    var world = World(devices: devices)
    for step in steps { world.take(step) }
    return world
  }
}

extension World {
  fileprivate mutating func take(_ step: Step) {
    switch step {
    case .propose(let device, let days, let stale):
      let newest = newest(on: device)
      let parents = stale ? Array(newest.prefix(1)) : newest
      write(
        .revision(Story.wording(after: stale && newest.count == 1 ? [] : parents, days: days)),
        on: device)
    case .answer(let device, let bits):
      guard let hash = newest(on: device).first else { return }
      answer(hash, bits, on: device)
    case .open(let device):
      open(on: device)
    case .withdraw(let device, let items):
      let some: Set<ItemID> = [items == 1 ? Story.hands.id : Story.bath.id]
      guard let part = try? Withdrawal(some, of: Story.agreement) else { return }
      let whole = items == 3 ? .everything : Withdrawal(allOf: Story.agreement)
      write(.withdrawal(items % 3 == 0 ? whole : part), on: device)
    case .pause(let device): write(.pause, on: device)
    case .resume(let device): write(.resume, on: device)
    case .healthChange(let device): write(.healthChange, on: device)
    case .close(let device, let other):
      for closing in consent(on: device).closingsDue(of: devices[other].log) {
        write(.closing(closing), on: device)
      }
    case .garble(let device): write(nil, on: device)
    case .restore(let device, let count): restore(device, keeping: count)
    case .sync(let from, let to, let choice):
      // A choice of 0 carries everything; any other leaves out about a quarter, in no order.
      sync(from, to) { serial in
        choice == 0 || (choice &* UInt64(2 * serial + 1)) >> 62 != 0
      }
    case .clock(let device, let hours):
      devices[device].clock += hours * World.day / 24
    }
  }
}

/// Makes histories that often reach an agreement and then disturb it.
struct HistoryGenerator {
  private var random: Chance

  init(seed: UInt64) { random = Chance(seed: seed) }

  mutating func history() -> History {
    let devices = Int.random(in: 2...3, using: &random)
    var steps: [Step] = []
    let length = Int.random(in: 1...7, using: &random)
    for _ in 0..<length {
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<4: steps += affirming(devices)
      default: steps.append(disturbing(devices))
      }
    }
    if Bool.random(using: &random) { steps += affirming(devices) }
    return History(steps: steps, devices: devices)
  }

  private mutating func device(_ devices: Int) -> Int {
    Int.random(in: 0..<devices, using: &random)
  }

  private mutating func everywhere(_ devices: Int) -> [Step] {
    var steps: [Step] = []
    for from in 0..<devices {
      for to in 0..<devices where from != to {
        let choice = Int.random(in: 0..<24, using: &random) == 0 ? random.next() | 1 : 0
        steps.append(.sync(from: from, to: to, choice: choice))
      }
    }
    return steps
  }

  /// A revision, both answers and both openings, with now and then a step left out.
  private mutating func affirming(_ devices: Int) -> [Step] {
    let first = devices == 3 && Bool.random(using: &random) ? 2 : 0
    var steps: [Step] = []
    if Int.random(in: 0..<8, using: &random) == 0 { steps.append(.resume(device: first)) }
    if Int.random(in: 0..<8, using: &random) == 0 { steps.append(.resume(device: 1)) }
    steps += everywhere(devices)
    if Int.random(in: 0..<4, using: &random) != 0 {
      steps.append(
        .propose(
          device: Bool.random(using: &random) ? first : 1,
          days: UInt8.random(in: 20...30, using: &random),
          stale: Int.random(in: 0..<16, using: &random) == 0))
    }
    steps += everywhere(devices)
    steps.append(.answer(device: first, bits: bits()))
    steps.append(.answer(device: 1, bits: bits()))
    steps += everywhere(devices)
    steps += [.open(device: first), .open(device: 1)]
    steps += everywhere(devices)
    if Int.random(in: 0..<6, using: &random) == 0 {
      steps.remove(at: Int.random(in: steps.indices, using: &random))
    }
    return steps
  }

  private mutating func bits() -> UInt64 {
    Int.random(in: 0..<4, using: &random) == 0 ? UInt64.random(in: 0..<4, using: &random) : 3
  }

  private mutating func disturbing(_ devices: Int) -> Step {
    let device = device(devices)
    switch Int.random(in: 0..<24, using: &random) {
    case 0..<3: return .withdraw(device: device, items: Int.random(in: 0...3, using: &random))
    case 3..<5: return .pause(device: device)
    case 5..<8: return .resume(device: device)
    case 8..<10: return .healthChange(device: device)
    case 10..<12: return .answer(device: device, bits: bits())
    case 12: return .open(device: device)
    case 13: return .propose(device: device, days: 25, stale: Bool.random(using: &random))
    case 14..<16:
      return .close(device: device, other: self.device(devices))
    case 16:
      return Int.random(in: 0..<3, using: &random) == 0
        ? .garble(device: device)
        : .restore(device: device, keeping: Int.random(in: 0..<6, using: &random))
    case 17..<20:
      return .clock(device: device, hours: Int64.random(in: -900...900, using: &random))
    default:
      return .sync(
        from: self.device(devices), to: device,
        choice: Bool.random(using: &random) ? 0 : random.next() | 1)
    }
  }
}

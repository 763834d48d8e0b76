import Seeded
import Vault

@testable import Care

/// A couple's devices, what each holds, and what each had truly read when it wrote.
///
/// It knows nothing of the engine's own reckoning: `pasts` is the plain truth that the heads in the
/// records only describe, and the oracle judges by it.
struct World {
  struct Device {
    let partner: PartnerID
    var log: LogID
    var holds: Set<Int> = []
    /// The last record of the device's own log, as the device knows it.
    var last: Int?
    var clock: Int64 = World.start
  }

  static let start: Int64 = 1_767_225_600_000
  static let day: Int64 = 86_400_000
  static let digest = ConsentDigest { TestHash.bytes(of: $0) }
  static let ann = PartnerID(bytes: [UInt8](repeating: 0xa1, count: 32)) ?? unreachable()
  static let ben = PartnerID(bytes: [UInt8](repeating: 0xb2, count: 32)) ?? unreachable()

  private(set) var records: [ConsentRecord] = []
  /// For each record, what its device held when it was written.
  private(set) var pasts: [Set<Int>] = []
  /// What each commitment says, by its record.
  private(set) var answers: [Int: Answer] = [:]
  /// The hash of each revision, by its record.
  private(set) var hashes: [Int: ConsentHash] = [:]
  var devices: [Device]
  private(set) var held: [PartnerID: [HeldAnswer]] = [:]

  /// Device 0 is Ann's, device 1 Ben's, device 2 Ann's second, and so on in turn.
  init(devices count: Int = 3) {
    devices = (0..<count).map { place in
      Device(
        partner: place % 2 == 0 ? Self.ann : Self.ben,
        log: LogID(value: UInt128(place + 1) * 0x1111))
    }
  }

  /// Writes on a device what it has read so far, and keeps it there.
  @discardableResult
  mutating func write(
    _ payload: ConsentPayload?, on device: Int, seen: [LogID: SeenHead]? = nil,
    entered: Int64? = nil
  ) -> Int {
    let writer = devices[device]
    let previous = writer.last.map { records[$0] }
    let serial = records.count
    let before = previous?.chain ?? TestHash.hash(of: [])
    let after = TestHash.hash(
      of: before.bytes + writer.log.bytes + [
        UInt8(truncatingIfNeeded: serial >> 8), UInt8(truncatingIfNeeded: serial),
      ])
    records.append(
      ConsentRecord(
        id: RecordID(value: UInt128(serial + 1)), log: writer.log,
        index: previous.map { $0.index + 1 } ?? 0, previous: before, chain: after,
        author: writer.partner, entered: entered ?? writer.clock,
        seen: seen ?? heads(on: device), payload: payload))
    pasts.append(writer.holds)
    if case .revision(let revision) = payload { hashes[serial] = revision.hash(Self.digest) }
    devices[device].holds.insert(serial)
    devices[device].last = serial
    return serial
  }

  /// Sets a device back to an earlier state of its own log, as a restored backup does.
  mutating func restore(_ device: Int, keeping count: Int) {
    var last = devices[device].last
    while let serial = last, records[serial].index >= count {
      devices[device].holds.remove(serial)
      last = records.indices.first {
        records[$0].log == records[serial].log && records[$0].head == records[serial].predecessor
      }
      if records[serial].index == 0 { last = nil }
    }
    devices[device].last = last
  }

  /// What a device has read of each log: what it holds from the log's start up to the first gap or
  /// fork.
  func heads(on device: Int) -> [LogID: SeenHead] {
    var heads: [LogID: SeenHead] = [:]
    let own = Dictionary(grouping: devices[device].holds.map { records[$0] }, by: \.log)
    for (log, held) in own where log != devices[device].log {
      for record in held.sorted(by: { $0.index < $1.index }) {
        guard held.count(where: { $0.index == record.index }) == 1,
          record.index == heads[log]?.count ?? 0,
          record.index == 0 || heads[log] == record.predecessor
        else { break }
        heads[log] = record.head
      }
    }
    return heads
  }

  /// The revisions a device holds that none it holds names as a parent.
  func newest(on device: Int) -> [ConsentHash] {
    var newest = Set(devices[device].holds.compactMap { hashes[$0] })
    for serial in hashes.keys where devices[device].holds.contains(serial) {
      if case .revision(let revision) = records[serial].payload {
        newest.subtract(revision.parents)
      }
    }
    return newest.sorted()
  }

  mutating func sync(_ from: Int, _ to: Int, only keep: (Int) -> Bool = { _ in true }) {
    devices[to].holds.formUnion(devices[from].holds.filter(keep))
  }

  mutating func syncAll() {
    let everything = devices.reduce(into: Set<Int>()) { $0.formUnion($1.holds) }
    for device in devices.indices { devices[device].holds = everything }
  }

  mutating func answer(
    _ revision: ConsentHash, _ bits: UInt64, on device: Int, entered: Int64? = nil,
    seen: [LogID: SeenHead]? = nil
  ) {
    let seen = seen ?? heads(on: device)
    let salt = TestHash.hash(of: [7, UInt8(truncatingIfNeeded: records.count)])
    guard
      let own = try? HeldAnswer(
        Answer(bits: bits), to: revision, author: devices[device].partner, seen: seen, salt: salt,
        digest: Self.digest)
    else { return }
    held[devices[device].partner, default: []].append(own)
    let serial = write(.commitment(own.commitment), on: device, seen: seen, entered: entered)
    answers[serial] = own.answer
  }

  /// Writes whatever openings are due on a device.
  mutating func open(on device: Int) {
    for opening in due(on: device) { write(.opening(opening), on: device) }
  }

  func due(on device: Int) -> [AnswerOpening] {
    consent(on: device).openingsDue(for: held[devices[device].partner] ?? [])
  }

  /// Both answer, see each other's closed answers, and open them.
  mutating func affirm(
    _ revision: ConsentHash, ann: UInt64 = .max >> 62, ben: UInt64 = .max >> 62, on first: Int = 0,
    _ second: Int = 1
  ) {
    syncAll()
    answer(revision, ann, on: first)
    answer(revision, ben, on: second)
    syncAll()
    open(on: first)
    open(on: second)
    syncAll()
  }

  /// What a device makes of what it holds.
  func consent(
    on device: Int, without: Set<Int> = [], damaged: [LogID: Set<SeenHead>] = [:],
    named: [LogID: Set<SeenHead>] = [:]
  ) -> Consent {
    let partner = devices[device].partner
    return consent(
      devices[device].holds.subtracting(without), viewer: partner, damaged: damaged, named: named)
  }

  func consent(
    _ serials: some Sequence<Int>, viewer: PartnerID, isRenewed: Bool = false,
    damaged: [LogID: Set<SeenHead>] = [:], named: [LogID: Set<SeenHead>] = [:]
  ) -> Consent {
    let held = serials.map { records[$0] }
    var logs: [LogID: LogFacts] = [:]
    for log in Set(held.map(\.log)).union(damaged.keys) {
      let author =
        devices.first { $0.log == log }?.partner ?? records.first { $0.log == log }?.author
      let doubts = damaged[log]
      logs[log] = LogFacts(
        author: author ?? Self.ann, verdict: doubts == nil ? .whole : .damaged,
        doubts: doubts ?? [])
    }
    return Consent(
      records: held, viewer: viewer, partner: viewer == Self.ann ? Self.ben : Self.ann,
      isRenewed: isRenewed,
      facts: IntegrityFacts(logs: logs, named: named), digest: Self.digest)
  }
}

/// A quick hash of the right size. It need not withstand anybody, only tell values apart.
enum TestHash {
  static func bytes(of input: [UInt8]) -> [UInt8] {
    var state: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in input { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
    var random = Chance(seed: state ^ UInt64(input.count))
    var bytes: [UInt8] = []
    for _ in 0..<4 {
      let word = random.next()
      for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * shift))) }
    }
    return bytes
  }

  static func hash(of input: [UInt8]) -> ConsentHash {
    ConsentHash(bytes: bytes(of: input)) ?? unreachable()
  }
}

/// Stands where a literal in a test is known to be well formed.
func unreachable<Value>() -> Value { fatalError("a literal of the tests is malformed") }

import Benchmark
import Glibc
import Vault

/// One partner's vault with so many records of 300 bytes, each of which fills one cell.
final class Corpus {
  private let places = Scratch.places
  private let partner: PartnerID
  private let vault: OpenVault
  /// Milliseconds; records are ten minutes apart, from 2020 on.
  private var now: Int64 = 1_577_836_800_000

  init(records count: Int, strength: Strength = .least(seed: nil)) throws {
    try Scratch.make()
    let founder = Founder(name: "Ada", passphrase: try Scratch.passphrase())
    partner = try Founding(at: places, strength: strength, time: now).found(founder).partner
    vault = try OpenVault(
      places, as: try Identities.open(partner, places, passphrase: try Scratch.passphrase()))
    if count > 0 { _ = try vault.append((0..<count).map { _ in draft() }) }
    let held = try verified()
    guard held == count else { throw Unexpected.records(held, wanted: count) }
  }

  private func draft() -> RecordDraft {
    now += 600_000
    return RecordDraft(
      kind: 1, audience: .private, logClass: .diary, entered: now, zone: 60,
      about: Int32(truncatingIfNeeded: now / 86_400_000),
      body: (0..<300).map { UInt8(truncatingIfNeeded: Int64($0) &+ now) })
  }

  func appendOne() throws { blackHole(try vault.append(draft())) }

  func read(_ count: Int) throws {
    let records = try vault.records { _ in true }
    var read = 0
    while read < count, let record = try records.next() {
      blackHole(record.body.count)
      read += 1
    }
    guard read == count else { throw Unexpected.records(read, wanted: count) }
  }

  func verify(_ count: Int) throws {
    let held = try verified()
    guard held == count else { throw Unexpected.records(held, wanted: count) }
  }

  private func verified() throws -> Int {
    try vault.verify(nil).filter { $0.verdict == .complete }.map(\.count).reduce(0, +)
  }

  func unlock() throws {
    let identity = try Identities.open(partner, places, passphrase: try Scratch.passphrase())
    blackHole(identity.partner)
  }
}

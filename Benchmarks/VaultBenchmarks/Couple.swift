import Benchmark
import Care
import Vault

/// Two partners at one device: Ada's entries of about 300 bytes, and what the two agreed on.
final class Couple {
  let diary: Diary
  private let partners: [PartnerID]
  private let agreements: Int
  private let rare = "lantern"
  private var hits = 0

  init(entries count: Int, agreements: Int = 0) throws {
    self.agreements = agreements
    try Scratch.make()
    let founding = try Founding(
      at: Scratch.places, strength: .least(seed: nil), time: Clock.system.now().milliseconds)
    let pair = try founding.found(
      Founder(name: "Ada", passphrase: try Scratch.passphrase()),
      Founder(name: "Noor", passphrase: try Scratch.passphrase()))
    partners = [pair.first.partner, pair.second.partner]
    diary = try Couple.open(partners[0])
    if count > 0 { try fill(count) }
    for _ in 0..<agreements { try agree() }
  }

  private static func open(_ partner: PartnerID) throws -> Diary {
    let identity = try Identities.open(
      partner, Scratch.places, passphrase: try Scratch.passphrase())
    return Diary(try OpenVault(Scratch.places, as: identity), clock: .system)
  }

  /// By the way of an import, which makes one batch of them.
  private func fill(_ count: Int) throws {
    let words = String(repeating: "slow morning, warm tea, the river. ", count: 8)
    var lines = ""
    for number in 0..<count {
      let digits = String(number)
      let id = String(repeating: "0", count: 32 - digits.count) + digits
      let isRare = number % 1_000 == 500
      hits += isRare ? 1 : 0
      lines += """
        {"id":"\(id)","kind":"reflection","author":"Ada","audience":"private","about":"2026-03-12",\
        "entered":"2026-03-12T21:30:00.000+01:00","tags":[],\
        "body":{"text":"Entry \(number). \(words)\(isRare ? rare : "")"}}

        """
    }
    let outcome = try diary.take(VesperExport(Array(lines.utf8)).imported(by: "Ada").entries)
    guard outcome.added.count == count else {
      throw Unexpected.records(outcome.added.count, wanted: count)
    }
  }

  /// One proposes, both say yes, and their closed answers open.
  private func agree() throws {
    let noors = try Couple.open(partners[1])
    let words = #"{"items":[{"what":"a hand on the shoulder"},{"what":"reading aloud"}]}"#
    let agreement = try diary.propose(
      AgreementProposal.decode(Array(words.utf8)), in: try diary.consent())
    for one in [diary, noors] {
      blackHole(try one.grant(agreement, items: nil, adding: false, in: try one.consent()).id)
    }
    blackHole(try diary.settle() == nil)
  }

  func search() throws {
    var filter = EntryFilter()
    filter.text = rare
    let entries = try diary.entries(filter)
    var found = 0
    while let entry = try entries.next() {
      blackHole(entry.id)
      found += 1
    }
    guard found == hits else { throw Unexpected.records(found, wanted: hits) }
  }

  func settle() throws {
    let settled = try diary.settle()
    let held = settled.map { diary.agreements(in: $0).count } ?? 0
    guard held == agreements else { throw Unexpected.records(held, wanted: agreements) }
  }
}

/// The bodies of a couple's entries, decrypted already.
final class Bodies {
  private let bodies: [(body: [UInt8], header: EntryHeader)]

  init(of couple: Couple) throws {
    var filter = EntryFilter()
    filter.author = couple.diary.me
    let entries = try couple.diary.entries(filter)
    var bodies: [(body: [UInt8], header: EntryHeader)] = []
    while let entry = try entries.next() {
      bodies.append((try EntryCoding.encode(entry), entry.header))
    }
    guard !bodies.isEmpty else { throw Unexpected.records(0, wanted: 1) }
    self.bodies = bodies
  }

  func decode() throws {
    for one in bodies { blackHole(try EntryCoding.decode(one.body, header: one.header).id) }
  }

  /// The least that can be asked of bytes before they are text.
  func validate() throws {
    for one in bodies {
      guard let text = String(validating: one.body, as: UTF8.self) else {
        throw Unexpected.records(0, wanted: bodies.count)
      }
      blackHole(text)
    }
  }
}

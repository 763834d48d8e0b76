import Glibc
import Sodium

// docs/format.md § Former identity (Ends), § Records (Ending)

extension OpenVault {
  /// Where all own logs end, those of earlier identities included: what is here is what counts.
  func allEnds() throws(VaultError) -> [SealedEnd] {
    var ends: [SealedEnd] = []
    for era in eras { ends += try era.ownEnds(sealedEnds ?? []) }
    return ends
  }

  /// Keeps, sealed, what was gone on with by right since: entries that were forgotten, what this device
  /// had written before it knew of the renewal, and what another device knows of both.
  func sealEnds(adding others: [SealedEnd] = []) throws(VaultError) {
    guard former != nil, let known = sealedEnds else { return }
    for era in eras.dropFirst() {
      var sealed = era.keys.sealed ?? LogEnds()
      for end in others where end.author == era.partner { sealed.add(end.head) }
      era.keys.sealed = try sealed.pruned(era.keys, by: era.partner)
    }
    var ends: [SealedEnd] = []
    let all = known + others
    for era in eras.dropFirst() { ends += try era.ownEnds(all) }
    guard Set(ends) != Set(known),
      let record = try FormerIdentity.before(keys.identity, vault, in: keys.places.vault)
    else { return }
    try Storage.create(
      "\(keys.places.vault)/\(FormerIdentity.name(partner))",
      record.sealed(with: ends, for: keys.identity, vault, randomness), replacing: true,
      suffix: randomness.bytes(8))
    sealedEnds = ends
  }

  /// - Parameter known: whom logs were made for that are not here.
  private func ownEnds(_ known: [SealedEnd]) throws(VaultError) -> [SealedEnd] {
    var recipients = Dictionary(known.map { ($0.head.log, $0.recipient) }) { first, _ in first }
    var ends = keys.sealed ?? LogEnds()
    for audience in Audience.allCases {
      for log in try LogPlace.all(of: partner, audience, in: keys.places, vault) {
        if keys.sealed == nil {
          for side in try LogSide.all(of: log, with: keys) {
            if let last = side.places.last { ends.add(last) }
          }
        }
        if recipients[log.id] == nil, !ends[log.id].isEmpty {
          recipients[log.id] = .some(audience == .private ? nil : keys.recipient(of: log))
        }
      }
    }
    return ends.all.map { head in
      SealedEnd(head: head, author: partner, recipient: recipients[head.log] ?? nil)
    }
  }

  /// Tells the partner where the logs end that they can read of who this one was before: from then on
  /// nobody who has that identity is taken for this partner.
  func tellEnds(_ writer: inout LogWriter) throws(VaultError) {
    guard let other = keys.partner?.keys, let ends = sealedEnds else { return }
    var endings: [Ending] = []
    var said = other.partner.bytes
    for era in eras.dropFirst() where era.keys.pinned[other.partner] != nil {
      let readable = ends.filter { $0.author == era.partner && $0.recipient == other.partner }
      let ending = try Ending(
        of: era.keys.identity, for: partner, to: other, LogEnds(readable.map(\.head)), vault,
        randomness)
      var writer = FieldWriter()
      writer.put(ending.earlier.bytes)
      for head in ending.heads { writer.put(head) }
      said += writer.bytes
      endings.append(ending)
    }
    let hash = BLAKE2b.hash(said)
    guard !endings.isEmpty, writer.state.told?.hash != hash else { return }
    let time = max(writer.state.highWater, 0)
    let drafts = endings.map { ending in
      RecordDraft(
        kind: 0, audience: .shared, logClass: .diary, entered: time, zone: 0,
        about: Int32(clamping: time / 86_400_000), body: ending.encode())
    }
    _ = try writer.append(drafts, type: .ending)
    try writer.update { $0.told = (other.partner, hash) }
  }

  /// Tells this partner's other devices who the partner was before and where those logs end, and is told
  /// by them.
  ///
  /// - Parameter root: an own folder.
  func shareFormer(through root: borrowing Folder, _ depth: ExchangeDepth) throws(VaultError) {
    let folder = try root.making(["partners"])
    let name = "\(partner).former"
    let place = "\(keys.places.vault)/\(FormerIdentity.name(partner))"
    let there = try folder.read(name, limit: FormerIdentity.longest)
    let brings = there.map { FormerIdentity.opens($0, vault, of: keys.identity) } ?? false
    let here: [UInt8]?
    do throws(VaultError) {
      here = try Storage.readIfThere(place, limit: FormerIdentity.longest, name: name)
    } catch .damaged { here = nil }
    guard let here, FormerIdentity.opens(here, vault, of: keys.identity) else {
      // What does not open here, or is too long, is no better than nothing.
      guard let there, brings else { return }
      return try Storage.create(place, there, replacing: true, suffix: randomness.bytes(8))
    }
    guard here != there else { return }
    if let there, brings {
      let other = try FormerIdentity(there, vault, of: keys.identity)
      let ends = other.ends ?? []
      if other.identity.partner == former?.partner {
        try sealEnds(adding: ends)
        // Two devices that seal the same have nothing to answer each other.
        if Set(ends).isSuperset(of: sealedEnds ?? []), other.ends != nil || sealedEnds == nil {
          return
        }
      }
    }
    let now = try Storage.read(place, limit: FormerIdentity.longest, name: name)
    try folder.put(name, now, suffix: randomness.bytes(8), durably: depth == .thorough)
  }
}

extension ReadingKeys {
  /// Takes for the ends of a former identity's logs what was sealed, and what this very device has
  /// acknowledged since as its own.
  func seal(_ ends: LogEnds, and state: DeviceState?) {
    var ends = ends
    if let state, (try? Machine.id(for: vault)) == state.machine {
      for own in state.ownLogs {
        guard let head = state.heads[own.log]?.head(of: own.log),
          ends.last(of: own.log).map({ head.index > $0 }) ?? true
        else { continue }
        ends.add(head)
      }
    }
    sealed = ends
  }
}

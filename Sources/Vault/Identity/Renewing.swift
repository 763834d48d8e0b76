import Glibc
import Sodium

// docs/format.md § Former identity

extension OpenVault {
  /// Makes this partner a new identity, for good; this one ends.
  ///
  /// What was written up to now stays readable to its owner through the new one. Nobody is trusted by it
  /// yet: keys are compared anew. Linked folders stay linked. Nothing is taken from here before the new
  /// identity was seen to open, and to open the old one.
  /// - Parameter time: now, in milliseconds.
  /// - Returns: who the partner is now, with the code that brings that back.
  public func renewIdentity(
    under passphrase: borrowing Passphrase, strength: Strength, time: Int64
  ) throws(VaultError) -> Founded {
    // Held to the end: nobody writes as the old one meanwhile.
    var writer = try LogWriter(keys, randomness)
    let places = keys.places
    let secret: SecretBytes
    do { secret = try strength.randomness.secret(Identity.secretCount) } catch {
      throw .primitive(error)
    }
    let identity = try Identity(secret: secret, name: name)
    // What is here now is what counts from now on: whoever else has the old secret can go on writing.
    let ends = try allEnds()
    let record = try FormerIdentity.seal(
      keys.identity, pins: writer.state.pins, ends: ends, for: identity, vault,
      strength.randomness)
    try Storage.create(
      "\(places.vault)/\(FormerIdentity.name(identity.partner))", record, replacing: false,
      suffix: strength.randomness.bytes(8))
    let file = try IdentityFile.encode(
      identity, passphrase: passphrase, cost: strength.cost, randomness: strength.randomness)
    let opened = try IdentityFile(file, named: identity.partner).open(passphrase)
    guard let former = try FormerIdentity.before(opened, vault, in: places.vault),
      former.identity.partner == partner
    else { throw .damage(.state, in: FormerIdentity.name(identity.partner)) }
    let state = writer.state
    try Founding(addingTo: vault, at: places, strength: strength, time: time)
      .store(identity, file: file) { new in
        new.folders = state.folders
        new.highWater = max(new.highWater, state.highWater)
      }
    let progress = try writer.state.joining()
    try writer.update {
      if progress.part != nil { $0.setJoining(progress.ended) }
      $0.renewed = identity.partner
    }
    try Identities.retire(partner, vault, places)
    return try Founded(identity)
  }
}

extension Identities {
  /// Takes an identity that was renewed out of those that are chosen here, and what it summed up: that opens with a
  /// secret which somebody else may have.
  static func retire(_ partner: PartnerID, _ vault: VaultID, _ places: Places) throws(VaultError) {
    let summaries = places.summaries(vault, partner)
    if unlink(summaries) == 0 { try Storage.syncFolder(Storage.parent(of: summaries)) }
    let path = places.identity(partner)
    guard unlink(path) == 0 || errno == ENOENT else {
      throw .system(operation: "remove", path: path, errno: errno)
    }
    if try Storage.exists(places.identities) { try Storage.syncFolder(places.identities) }
  }

  /// Ends a renewal that was cut short when both identities stood: the one that follows is known by its
  /// sealed record of the other, which nobody but its owner can have made.
  ///
  /// - Returns: the identity that goes on.
  /// - Throws: `wrongPassphrase` where the new identity does not open with it; `damaged`, with the reason
  ///   `twice`, where no renewal was cut short.
  public static func finishRenewal(
    named name: String?, _ places: Places, passphrase: borrowing Passphrase
  ) throws(VaultError) -> PartnerID {
    let vault = try VaultFile.read(places)
    let standing = try partners(places).filter { partner in
      name.map { (try? answers(partner, places, to: $0)) ?? false } ?? true
    }
    var isMistyped = false
    for partner in standing {
      let identity: Identity
      do throws(VaultError) {
        identity = try open(partner, places, passphrase: passphrase)
      } catch .wrongPassphrase {
        isMistyped = true
        continue
      }
      let old = try FormerIdentity.all(before: identity, vault, in: places.vault)
        .filter(standing.contains)
      guard !old.isEmpty else { continue }
      for partner in old { try retire(partner, vault, places) }
      return partner
    }
    if isMistyped { throw .wrongPassphrase }
    throw .damage(.twice, in: "identities")
  }

  /// Whether more than one identity here is called so, as where a renewal was cut short.
  public static func areSeveral(named name: String?, _ places: Places) throws(VaultError) -> Bool {
    guard let name else { return false }
    return try partners(places).filter { (try? answers($0, places, to: name)) ?? false }.count > 1
  }

  private static func answers(_ partner: PartnerID, _ places: Places, to name: String)
    throws(VaultError) -> Bool
  {
    try read(partner, places).answers(to: name)
  }
}

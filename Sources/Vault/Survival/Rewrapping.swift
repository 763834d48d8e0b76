import Sodium

// docs/format.md § Identity file

extension Identities {
  /// Puts an identity under a new passphrase; nothing else in the vault changes.
  ///
  /// The old file is replaced whole, once the new one was seen to open. Whoever has a copy of the old
  /// one, and the old passphrase, has the identity as before.
  /// - Throws: `wrongPassphrase` where `old` does not open it.
  public static func rewrap(
    _ partner: PartnerID, _ places: Places, from old: borrowing Passphrase,
    to new: borrowing Passphrase, strength: Strength
  ) throws(VaultError) {
    let identity = try open(partner, places, passphrase: old)
    try store(identity, places, under: new, strength: strength)
  }

  /// Writes an identity file, in the place of the one that may be there.
  static func store(
    _ identity: borrowing Identity, _ places: Places, under passphrase: borrowing Passphrase,
    strength: Strength
  ) throws(VaultError) {
    let bytes = try IdentityFile.encode(
      identity, passphrase: passphrase, cost: strength.cost, randomness: strength.randomness)
    // A fault of memory here would lock its owner out for good.
    _ = try IdentityFile(bytes, named: identity.partner).open(passphrase)
    try Storage.createFolder(places.identities)
    try Storage.create(
      places.identity(identity.partner), bytes, replacing: true,
      suffix: strength.randomness.bytes(8))
  }
}

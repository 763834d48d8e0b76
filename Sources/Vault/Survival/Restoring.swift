import Glibc
import Sodium

// docs/format.md § Recovery code, § Device state

/// Brings a partner back to a vault with the recovery code: on a device that lost the identity, or on
/// another one that has nothing but a copy of the vault or the shared folder.
///
/// What stands here is never overwritten but the identity file, which is the same identity under its
/// new passphrase. Own logs that came from elsewhere are never written to again.
public struct Restoring: ~Copyable {
  public let partner: PartnerID
  public let vault: VaultID
  /// Whether it depends on the name of the other partner to be able to share again.
  public let asksForOther: Bool

  private let recovered: RecoveredIdentity
  private let places: Places
  private let remains: Remains?

  /// Looks at what there is, and changes nothing.
  ///
  /// - Parameter folder: a vault's directory or a shared folder to copy from; `nil` where the vault
  ///   itself is here.
  /// - Throws: `unknownCode` where nothing here is of the partner whose code it is; `vaultExists`
  ///   where another vault stands in the place; `renewedIdentity` where the identity was renewed here.
  public init(_ code: borrowing TypedRecoveryCode, from folder: String?, at places: Places)
    throws(VaultError)
  {
    let recovered = try RecoveredIdentity(code)
    let partner = recovered.partner
    let here = try Remains(in: places.vault, for: partner)
    var remains: Remains?
    if let folder {
      guard try Storage.exists(folder) else {
        throw .system(operation: "open", path: folder, errno: ENOENT)
      }
      let backup = BackupFolder(folder: folder)
      remains =
        if let manifest = try backup.manifest() { try Remains(in: backup, manifest) } else {
          try Remains(in: folder, for: partner)
        }
    }
    let secret = try recovered.identity(named: "?")
    var named = remains?.vault(vouchedForBy: secret)
    if named == nil { named = try (remains ?? here).vault(of: partner) }
    guard let vault = named else {
      if folder == nil { throw .noVault(path: places.vault) }
      throw .unknownCode
    }
    guard here.knows(partner) || remains?.knows(partner) == true else { throw .unknownCode }
    if here.paths.contains("vesper-vault") {
      guard try here.vault(of: partner) == vault else { throw .vaultExists(path: places.vault) }
    } else if try !UnfinishedFounding.isAll(of: places) {
      throw .vaultExists(path: places.vault)
    }
    let state = try StateFile(places, vault, partner).standing(for: secret)
    try StateFile(places, vault, partner).refuseRenewed(secret, at: places)
    let formers = try FormerIdentity.all(before: secret, vault, in: folder ?? places.vault)
    if let folder, !formers.isEmpty, try BackupFolder(folder: folder).manifest() == nil {
      remains = try Remains(in: folder, for: partner, formerly: formers)
    }
    // Who one was before says a record that opens; any other may be a stranger's.
    if let folder, try !BackupFolder(folder: folder).isThere() {
      remains?.keepGenuine(formersOf: ([partner] + formers).prefix(formers.count))
    }
    asksForOther =
      state == nil && remains?.state == nil
      && (here.holdsShared(by: partner) || remains?.holdsShared(by: partner) == true)
    self.partner = partner
    self.vault = vault
    self.recovered = recovered
    self.places = places
    self.remains = remains
  }

  /// What came of it.
  public struct Outcome: Sendable {
    /// How many files were copied.
    public let copied: Int
    /// The other partner, whose keys are pinned.
    public let other: String?
    /// Whether this device goes on as before, its own state being here.
    public let continues: Bool
  }

  /// Carries it out; the identity comes last, so that it can be begun again after an interruption.
  ///
  /// - Parameters:
  ///   - name: what the partner is called from now on.
  ///   - other: what the other partner is called; without it nobody's keys are pinned.
  ///   - time: now, in milliseconds.
  public consuming func carryOut(
    named name: String, under passphrase: borrowing Passphrase, other: String?,
    strength: Strength, time: Int64
  ) throws(VaultError) -> Outcome {
    guard PartnerName.isUsable(name), other.map({ PartnerName.isUsable($0) }) ?? true else {
      throw .unusableName
    }
    let identity = try recovered.identity(named: name)
    let remains: Remains
    if let brought = self.remains {
      remains = brought
    } else {
      remains = try Remains(in: places.vault, for: partner)
    }
    let copied = try remains.copy(to: places, of: vault, for: partner, strength.randomness)
    try restorePublic(identity, strength.randomness)
    let laidOut = try remains.layOutState(
      identity, places, vault, other: other, time, strength.randomness,
      resuming: copied.own == 0)
    try Identities.store(identity, places, under: passphrase, strength: strength)
    return Outcome(copied: copied.all, other: laidOut.other, continues: laidOut.continues)
  }

  private borrowing func restorePublic(
    _ identity: borrowing Identity, _ randomness: Randomness
  ) throws(VaultError) {
    for folder in [
      places.partners, places.logs(of: partner, .private), places.logs(of: partner, .shared),
      places.states(vault),
    ] { try Storage.createFolder(folder) }
    let path = places.publicIdentity(partner)
    let isGood =
      (try? PublicIdentity(
        Storage.read(path, limit: 4096, name: "partners/\(partner).public"), named: partner))
      != nil
    if isGood { return }
    try Storage.create(
      path, PublicIdentity.encode(identity), replacing: true, suffix: randomness.bytes(8))
  }
}

extension StateFile {
  /// The state, where it is here and opens.
  func standing(for identity: borrowing Identity) throws(VaultError) -> DeviceState? {
    do throws(VaultError) {
      return try read(with: identity)
    } catch .damaged { return nil }
  }

  /// Refuses an identity that was renewed here where the one that followed it stands.
  ///
  /// - Throws: `renewedIdentity`.
  func refuseRenewed(_ identity: borrowing Identity, at places: Places) throws(VaultError) {
    guard let next = try standing(for: identity)?.renewed, try Storage.exists(places.identity(next))
    else { return }
    throw .renewedIdentity
  }

  /// Keeps a state that does not open under another name, which nothing reads.
  func setAside(_ randomness: Randomness) throws(VaultError) {
    guard try Storage.exists(path) else { return }
    let aside = "\(path).damaged-\(Hex.encode(randomness.bytes(4)))"
    guard rename(path, aside) == 0 else {
      throw .system(operation: "put aside", path: path, errno: errno)
    }
  }
}

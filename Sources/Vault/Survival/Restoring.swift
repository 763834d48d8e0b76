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
  ///   where another vault stands in the place.
  public init(_ code: borrowing TypedRecoveryCode, from folder: String?, at places: Places)
    throws(VaultError)
  {
    let recovered = try RecoveredIdentity(code)
    let partner = recovered.partner
    let here = try Remains(in: places.vault, for: partner)
    var remains: Remains?
    if let folder {
      guard Storage.exists(folder) else {
        throw .system(operation: "open", path: folder, errno: ENOENT)
      }
      remains = try Remains(in: folder, for: partner)
    }
    guard let vault = try (remains ?? here).vault(of: partner) else {
      if folder == nil { throw .noVault(path: places.vault) }
      throw .unknownCode
    }
    guard here.knows(partner) || remains?.knows(partner) == true else { throw .unknownCode }
    if here.paths.contains("vesper-vault") {
      guard try here.vault(of: partner) == vault else { throw .vaultExists(path: places.vault) }
    } else if try !UnfinishedFounding.isAll(of: places) {
      throw .vaultExists(path: places.vault)
    }
    let state = try StateFile(places, vault, partner).standing(
      for: recovered.identity(named: "?"))
    asksForOther =
      state == nil
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
    let (copied, ownCopied) = try copy(strength.randomness)
    try restorePublic(identity, strength.randomness)
    let keys = ReadingKeys(
      identity: try recovered.identity(named: name), places: places, vault: vault, pinned: [])
    let file = StateFile(places, vault, partner)
    var state: DeviceState
    var continues = false
    if let standing = try file.standing(for: identity) {
      state = standing
      continues = ownCopied == 0
      if !continues {
        // Another device may have gone on with a log that was copied.
        state.ownLogs = []
        try file.write(&state, with: identity, strength.randomness)
      }
    } else {
      state = try DeviceState(rebuiltWith: keys, other: other, time: time)
      try file.setAside(strength.randomness)
      try file.write(&state, with: identity, strength.randomness)
    }
    try Identities.store(identity, places, under: passphrase, strength: strength)
    return Outcome(
      copied: copied, other: state.pins.last?.name, continues: continues)
  }

  /// Copies what is not here; the vault's own file first, so that an interrupted copying is gone on with.
  private borrowing func copy(_ randomness: Randomness) throws(VaultError) -> (all: Int, own: Int) {
    if !Storage.exists(places.description) {
      try Storage.createFolder(places.vault)
      try UnfinishedFounding.clear(places)
      try Storage.create(
        places.description, VaultFile.encode(vault), replacing: false,
        suffix: randomness.bytes(8))
    }
    var (copied, own) = (0, 0)
    for path in remains?.paths ?? [] where path != "vesper-vault" {
      let target = "\(places.vault)/\(path)"
      guard !Storage.exists(target), let bytes = try remains?.read(path) else { continue }
      try Storage.createFolder(Storage.parent(of: target))
      try Storage.create(target, bytes, replacing: false, suffix: randomness.bytes(8))
      copied += 1
      if path.hasPrefix("logs/\(partner)/") { own += 1 }
    }
    return (copied, own)
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

  /// Keeps a state that does not open under another name, which nothing reads.
  func setAside(_ randomness: Randomness) throws(VaultError) {
    guard Storage.exists(path) else { return }
    let aside = "\(path).damaged-\(Hex.encode(randomness.bytes(4)))"
    guard rename(path, aside) == 0 else {
      throw .system(operation: "put aside", path: path, errno: errno)
    }
  }
}

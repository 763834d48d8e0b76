public import Sodium

// docs/format.md § Files, § Device state (pins)

/// How costly an identity is to guess, and where chance comes from; inputs, so that tests are fast
/// and repeatable.
public struct Strength: Sendable {
  let cost: Argon2id.Cost
  public let randomness: Randomness

  /// Argon2id with 3 passes over 256 MiB, and the system's randomness.
  public static let standard = Strength(cost: .standard, randomness: .system)

  /// The least cost the format admits, for tests.
  public static func least(seed: [UInt8]?) -> Strength {
    Strength(cost: .least, randomness: seed.map { .seeded($0) } ?? .system)
  }
}

/// A partner to be, for a new vault.
public struct Founder: ~Copyable, Sendable {
  let name: String
  let passphrase: Passphrase

  public init(name: String, passphrase: consuming Passphrase) {
    self.name = name
    self.passphrase = passphrase
  }
}

/// A partner who now is, with the code that brings the identity back.
public struct Founded: ~Copyable, Sendable {
  public let partner: PartnerID
  public let name: String
  public let recovery: RecoveryCode
}

/// Makes a vault for one partner, or for two who sit at one machine and so pin each other's keys.
public struct Founding: ~Copyable {
  public let vault: VaultID
  let places: Places
  let strength: Strength
  private let time: Int64

  /// For another partner in a vault that is here.
  init(addingTo vault: VaultID, at places: Places, strength: Strength, time: Int64) {
    self.vault = vault
    self.places = places
    self.strength = strength
    self.time = time
  }

  /// - Parameters:
  ///   - time: now, in milliseconds: where the high-water mark begins.
  ///   - vault: the vault that this is another device of; a new one where none is named.
  /// What a founding that was cut short left here is cleared away.
  ///
  /// - Throws: `vaultExists` where anything else already stands.
  public init(
    at places: Places, strength: Strength, time: Int64, of vault: VaultID? = nil
  ) throws(VaultError) {
    guard try UnfinishedFounding.isAll(of: places) else {
      throw .vaultExists(path: places.vault)
    }
    guard let vault = vault ?? VaultID(bytes: strength.randomness.bytes(16)) else {
      throw .primitive(.unavailable)
    }
    self.vault = vault
    self.places = places
    self.strength = strength
    self.time = time
  }

  /// Makes the vault for one partner alone.
  public consuming func found(_ founder: borrowing Founder) throws(VaultError) -> Founded {
    let identity = try identity(for: founder)
    let lock = try begin()
    try store(identity, file: wrapped(identity, founder))
    try complete(lock)
    return try Founded(identity)
  }

  /// Makes the vault for two partners.
  public consuming func found(_ first: borrowing Founder, _ second: borrowing Founder)
    throws(VaultError) -> FoundedPair
  {
    guard !PartnerName.looksAlike(first.name, second.name) else { throw .unusableName }
    let one = try identity(for: first)
    let two = try identity(for: second)
    let (pinnedOne, pinnedTwo) = (try PinnedPartner(one), try PinnedPartner(two))
    let lock = try begin()
    try store(one, file: wrapped(one, first)) { $0.pins = [pinnedTwo] }
    try store(two, file: wrapped(two, second)) { $0.pins = [pinnedOne] }
    try complete(lock)
    return FoundedPair(first: try Founded(one), second: try Founded(two))
  }

  /// Makes this device's vault for one partner who answers an invitation, and lays the answer out.
  ///
  /// - Returns: the vault, open.
  public consuming func found(
    _ founder: borrowing Founder, answering invitation: FoundInvitation
  ) throws(VaultError) -> OpenVault {
    let identity = try identity(for: founder)
    let part = try JoiningProgress.Part(
      answering: invitation.invitation, as: identity, strength.randomness)
    let lock = try begin()
    try store(identity, file: wrapped(identity, founder)) {
      $0.setJoining(JoiningProgress(part))
    }
    try complete(lock)
    try invitation.layOut(part, strength.randomness)
    return try OpenVault(places, as: identity, randomness: strength.randomness)
  }

  private borrowing func identity(for founder: borrowing Founder) throws(VaultError) -> Identity {
    guard PartnerName.isUsable(founder.name) else { throw .unusableName }
    let secret: SecretBytes
    do { secret = try strength.randomness.secret(Identity.secretCount) } catch {
      throw .primitive(error)
    }
    return try Identity(secret: secret, name: founder.name)
  }

  /// Keeps others from making a vault here at the same time, and looks again once that is sure.
  borrowing func begin() throws(VaultError) -> WriterLock {
    try Storage.createFolder(places.vault)
    let lock = try WriterLock.take(folder: places.vault)
    guard try UnfinishedFounding.isAll(of: places) else {
      throw .vaultExists(path: places.vault)
    }
    try UnfinishedFounding.clear(places)
    return lock
  }

  private borrowing func wrapped(_ identity: borrowing Identity, _ founder: borrowing Founder)
    throws(VaultError) -> [UInt8]
  {
    try IdentityFile.encode(
      identity, passphrase: founder.passphrase, cost: strength.cost,
      randomness: strength.randomness)
  }

  /// Stores an identity with its wrapped file, and what this device remembers for it; a state that is
  /// here already goes on.
  borrowing func store(
    _ identity: borrowing Identity, file: [UInt8],
    remembering remember: (inout DeviceState) -> Void = { _ in }
  ) throws(VaultError) {
    let randomness = strength.randomness
    for folder in [
      places.identities, places.partners, places.logs(of: identity.partner, .private),
      places.logs(of: identity.partner, .shared), places.states(vault),
    ] { try Storage.createFolder(folder) }
    try Storage.create(
      places.identity(identity.partner), file, replacing: false, suffix: randomness.bytes(8))
    let stateFile = StateFile(places, vault, identity.partner)
    let machine = try Machine.id(for: vault)
    var state = try stateFile.read(with: identity) ?? DeviceState(machine: machine)
    state.highWater = max(state.highWater, time)
    remember(&state)
    try stateFile.write(&state, with: identity, randomness)
    // Until it stands, nobody is chosen by this name here.
    try Storage.create(
      places.publicIdentity(identity.partner), PublicIdentity.encode(identity), replacing: true,
      suffix: randomness.bytes(8))
  }

  /// The vault file comes last: until it stands, there is no vault.
  borrowing func complete(_ lock: consuming WriterLock) throws(VaultError) {
    try Storage.create(
      places.description, VaultFile.encode(vault), replacing: false,
      suffix: strength.randomness.bytes(8))
  }
}

/// Both founders of a vault.
public struct FoundedPair: ~Copyable, Sendable {
  public let first: Founded
  public let second: Founded
}

extension Founded {
  init(_ identity: borrowing Identity) throws(VaultError) {
    partner = identity.partner
    name = identity.name
    recovery = try RecoveryCode(identity)
  }
}

extension PinnedPartner {
  init(_ identity: borrowing Identity) throws(VaultError) {
    keys = try PublicIdentity(
      boxKey: identity.box.publicKey, signingKey: identity.signing.publicKey)
    name = identity.name
  }
}

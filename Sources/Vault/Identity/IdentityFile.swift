import Glibc
import Sodium

// docs/format.md § Identity file

/// The identity as it rests on disk: wrapped by the passphrase, its name a salted hash.
struct IdentityFile {
  static let length = 256
  private static let clearLength = 120

  let cost: Argon2id.Cost
  let salt: [UInt8]
  let nameSalt: [UInt8]
  let nameHash: [UInt8]
  let partner: PartnerID
  private let nonce: [UInt8]
  private let wrapped: [UInt8]
  private let clear: [UInt8]
  private let file: String

  /// Reads the clear fields; refuses costs out of bounds before anything is allocated for them.
  init(_ bytes: [UInt8], named partner: PartnerID) throws(VaultError) {
    try self.init(bytes, file: "identities/\(partner).key")
    guard self.partner == partner else { throw .damage(.path, in: file) }
  }

  /// Reads what stands in a file of another name.
  init(_ bytes: [UInt8], file: String) throws(VaultError) {
    self.file = file
    var reader = FieldReader(bytes, file: file)
    try reader.begin("VSPRIDEN")
    guard bytes.count == IdentityFile.length else { throw .damage(.length, in: file) }
    try reader.zeros(2)
    cost = Argon2id.Cost(passes: try reader.number(), memoryKiB: try reader.number())
    guard cost.isAcceptable else { throw .damage(.bounds, in: file) }
    salt = Array(try reader.take(16))
    nameSalt = Array(try reader.take(16))
    nameHash = Array(try reader.take(32))
    partner = try reader.partner()
    try reader.zeros(4)
    nonce = Array(try reader.take(24))
    wrapped = Array(try reader.take(112))
    clear = Array(bytes[..<IdentityFile.clearLength])
  }

  func answers(to name: String) -> Bool {
    ConstantTime.equal(PartnerName.hash(name, salt: nameSalt), nameHash)
  }

  /// Opens the identity.
  ///
  /// - Throws: `wrongPassphrase` when the tag does not fit, which is also what a damaged file gives.
  func open(_ passphrase: borrowing Passphrase) throws(VaultError) -> Identity {
    let payload: SecretBytes
    do {
      let key = try Argon2id.derive(passphrase.bytes, salt: salt, cost: cost, count: 32)
      payload = try AEAD.openSecret(
        wrapped, additionalData: Label.identity + clear, nonce: nonce, key: key)
    } catch .authenticationFailed {
      throw .wrongPassphrase
    } catch { throw .primitive(error) }
    let identity = try Identity.read(payload, file: file)
    guard identity.partner == partner else { throw .damage(.path, in: file) }
    return identity
  }

  /// Wraps an identity under a passphrase, with fresh salts and nonce.
  static func encode(
    _ identity: borrowing Identity, passphrase: borrowing Passphrase, cost: Argon2id.Cost,
    randomness: Randomness
  ) throws(VaultError) -> [UInt8] {
    let salt = randomness.bytes(16)
    let nameSalt = randomness.bytes(16)
    var writer = FieldWriter()
    writer.put("VSPRIDEN".utf8)
    writer.put(UInt16(1))
    writer.put(UInt16(0))
    writer.put(cost.passes)
    writer.put(cost.memoryKiB)
    writer.put(salt)
    writer.put(nameSalt)
    writer.put(PartnerName.hash(identity.name, salt: nameSalt))
    writer.put(identity.partner.bytes)
    writer.fill(to: clearLength)
    let nonce = randomness.bytes(24)
    let key = try primitive { () throws(SodiumError) in
      try Argon2id.derive(passphrase.bytes, salt: salt, cost: cost, count: 32)
    }
    let payload = try identity.payload()
    let clear = writer.bytes
    return try clear + nonce
      + primitive { () throws(SodiumError) in
        try AEAD.sealSecret(
          payload, additionalData: Label.identity + clear, nonce: nonce, key: key)
      }
  }
}

extension Identity {
  static let payloadCount = 96

  /// `S ‖ name`, in locked memory.
  borrowing func payload() throws(VaultError) -> SecretBytes {
    try primitive { () throws(SodiumError) in
      try SecretBytes.concatenate(secret, PartnerName.encode(name))
    }
  }

  /// Reads `S ‖ name`.
  static func read(_ payload: borrowing SecretBytes, file: String) throws(VaultError) -> Identity {
    guard payload.count == Identity.payloadCount else { throw .damage(.length, in: file) }
    let name = try primitive { () throws(SodiumError) in
      try payload.revealed(Identity.secretCount..<Identity.payloadCount)
    }
    let secret = try primitive { () throws(SodiumError) in
      try payload.slice(0..<Identity.secretCount)
    }
    return try Identity(secret: secret, name: PartnerName.decode(name, file: file))
  }
}

/// The identities that rest on this device.
public enum Identities {
  /// The partners of this vault who have an identity file here, by file name; opens none of them.
  public static func partners(_ places: Places) throws(VaultError) -> [PartnerID] {
    var found: [PartnerID] = []
    for name in try Storage.names(in: places.identities) where name.hasSuffix(".key") {
      guard let partner = PartnerID(hex: name.dropLast(4)),
        try Storage.exists(places.publicIdentity(partner))
      else { continue }
      found.append(partner)
    }
    return found
  }

  /// The partner a command is for: the one named, or the only one here.
  ///
  /// - Throws: `unknownPartner`, or `partnerNotNamed` where two are here and none is named.
  public static func choose(named name: String?, _ places: Places) throws(VaultError) -> PartnerID {
    let partners = try partners(places)
    guard let name else {
      guard let only = partners.first else { throw .unknownPartner }
      guard partners.count == 1 else { throw .partnerNotNamed }
      return only
    }
    var damage: VaultError?
    var named: [PartnerID] = []
    for partner in partners {
      do throws(VaultError) {
        if try read(partner, places).answers(to: name) { named.append(partner) }
      } catch {
        // One partner's damaged file must not keep the other out.
        damage = error
      }
    }
    // Whoever can write here can add an identity of the same name, and wait for the other's words.
    guard named.count < 2 else { throw .damage(.twice, in: "identities") }
    guard let partner = named.first else { throw damage ?? .unknownPartner }
    return partner
  }

  /// Opens a partner's identity with the passphrase.
  public static func open(
    _ partner: PartnerID, _ places: Places, passphrase: borrowing Passphrase
  ) throws(VaultError) -> Identity {
    try read(partner, places).open(passphrase)
  }

  static func read(_ partner: PartnerID, _ places: Places) throws(VaultError)
    -> IdentityFile
  {
    let bytes = try Storage.read(
      places.identity(partner), limit: 4096, name: "identities/\(partner).key")
    return try IdentityFile(bytes, named: partner)
  }
}

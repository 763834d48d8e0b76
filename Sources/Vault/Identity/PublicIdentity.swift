import Sodium

// docs/format.md § Public identity

/// A partner's public keys, proved by whoever made the file, vouched for by nobody.
public struct PublicIdentity: Sendable, Equatable {
  public let partner: PartnerID
  /// X25519, 32 bytes.
  let boxKey: [UInt8]
  /// Ed25519, 32 bytes.
  let signingKey: [UInt8]

  static let length = 144

  init(boxKey: [UInt8], signingKey: [UInt8]) throws(VaultError) {
    partner = try PublicIdentity.id(of: boxKey, signingKey)
    self.boxKey = boxKey
    self.signingKey = signingKey
  }

  static func id(of boxKey: [UInt8], _ signingKey: [UInt8]) throws(VaultError) -> PartnerID {
    var reader = FieldReader(BLAKE2b.hash(Label.partner, boxKey, signingKey), file: "keys")
    return try reader.partner()
  }

  /// The file that says who an identity is.
  static func encode(_ identity: borrowing Identity) -> [UInt8] {
    var writer = FieldWriter()
    writer.put("VSPRPUBL".utf8)
    writer.put(UInt16(1))
    writer.fill(to: 16)
    writer.put(identity.box.publicKey)
    writer.put(identity.signing.publicKey)
    return writer.bytes + identity.signing.sign(Label.publicIdentity + writer.bytes)
  }

  /// Reads the file; refuses one whose signature or name does not fit its keys.
  init(_ bytes: [UInt8], named partner: PartnerID) throws(VaultError) {
    let file = "partners/\(partner).public"
    try self.init(unnamed: bytes, file: file)
    guard self.partner == partner else { throw .damage(.path, in: file) }
  }

  /// Reads what stands in a file of another name.
  init(unnamed bytes: [UInt8], file: String) throws(VaultError) {
    var reader = FieldReader(bytes, file: file)
    try reader.begin("VSPRPUBL")
    guard bytes.count == PublicIdentity.length else { throw .damage(.length, in: file) }
    try reader.zeros(6)
    let boxKey = Array(try reader.take(32))
    let signingKey = Array(try reader.take(32))
    guard
      SigningKeyPair.verify(
        Array(bytes[80...]), of: Label.publicIdentity + bytes[..<80], publicKey: signingKey)
    else { throw .damage(.signature, in: file) }
    try self.init(boxKey: boxKey, signingKey: signingKey)
  }
}

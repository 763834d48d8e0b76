import Sodium

// docs/format.md § Shared folder (Pin record)

/// Whom a partner trusts, sealed for that partner's other devices.
enum PinRecord {
  static let step = 1_024
  private static let overhead = 42
  private static let mostBytes = 65_536

  static func name(_ partner: PartnerID) -> String { "\(partner).pins" }

  static func seal(
    _ pins: [PinnedPartner], _ vault: VaultID, as identity: borrowing Identity,
    _ randomness: Randomness
  ) throws(VaultError) -> [UInt8] {
    var writer = FieldWriter()
    writer.put(UInt16(clamping: pins.count))
    for pin in pins { writer.put(pin.encoded) }
    let whole = (writer.bytes.count + overhead - 2 + step - 1) / step * step
    writer.fill(to: whole - overhead + 2)
    let nonce = randomness.bytes(24)
    return try nonce
      + primitive { () throws(SodiumError) in
        try AEAD.seal(
          writer.bytes, additionalData: bound(to: vault, identity.partner), nonce: nonce,
          key: identity.stateKey)
      }
  }

  static func open(_ bytes: [UInt8], _ vault: VaultID, as identity: borrowing Identity)
    throws(VaultError) -> [PinnedPartner]
  {
    let file = name(identity.partner)
    guard bytes.count >= step, bytes.count % step == 0, bytes.count <= mostBytes,
      let contents = try? AEAD.open(
        Array(bytes[24...]), additionalData: bound(to: vault, identity.partner),
        nonce: Array(bytes[..<24]), key: identity.stateKey)
    else { throw .damage(.state, in: file) }
    var reader = FieldReader(contents, file: file)
    let count = try reader.number(UInt16.self)
    var pins: [PinnedPartner] = []
    for _ in 0..<count { pins.append(try PinnedPartner(&reader)) }
    try reader.zeros(reader.remaining)
    return pins
  }

  private static func bound(to vault: VaultID, _ partner: PartnerID) -> [UInt8] {
    Label.pins + vault.bytes + partner.bytes
  }
}

extension PinnedPartner {
  private static let nameLength = 64

  var encoded: [UInt8] {
    keys.partner.bytes + keys.boxKey + keys.signingKey + PartnerName.encode(name)
  }

  init(_ reader: inout FieldReader) throws(VaultError) {
    let partner = try reader.partner()
    let keys = try PublicIdentity(
      boxKey: Array(try reader.take(32)), signingKey: Array(try reader.take(32)))
    guard keys.partner == partner else { throw .damage(.state, in: reader.file) }
    name = try PartnerName.decode(try reader.take(PinnedPartner.nameLength), file: reader.file)
    self.keys = keys
  }
}

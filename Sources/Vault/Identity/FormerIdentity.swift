import Glibc
import Sodium

// docs/format.md § Former identity

/// Who a partner was before a renewal, sealed for who that partner is now: so that what was written then
/// stays readable to its owner.
struct FormerIdentity: ~Copyable {
  let identity: Identity
  /// Whom it trusted.
  let pins: [PinnedPartner]
  /// Where its logs end, and those of every identity before it; `nil` where that was not sealed.
  let ends: [SealedEnd]?

  private static let step = 1_024
  private static let overhead = 40
  private static let mostPins = 64
  static let longest = 1_048_576
  /// How far back anybody is followed.
  static let most = 64

  static func name(_ partner: PartnerID) -> String { "partners/\(partner).former" }

  /// The record of who `identity` was before, for the one who follows.
  static func seal(
    _ identity: borrowing Identity, pins: [PinnedPartner], ends: [SealedEnd]?,
    for next: borrowing Identity, _ vault: VaultID, _ randomness: Randomness
  ) throws(VaultError) -> [UInt8] {
    var writer = FieldWriter()
    let latest = pins.suffix(mostPins)
    writer.put(UInt16(clamping: latest.count))
    for pin in latest { writer.put(pin.encoded) }
    if let ends {
      writer.put([1, 0, 0, 0])
      writer.put(UInt32(clamping: ends.count))
      for end in ends { end.encode(into: &writer) }
    }
    let least = Identity.payloadCount + writer.bytes.count + overhead
    let length = (least + step - 1) / step * step
    guard length <= longest else { throw .bodyTooLong(limit: longest) }
    writer.fill(to: length - overhead - Identity.payloadCount)
    let nonce = randomness.bytes(24)
    let payload = try identity.payload()
    return try nonce
      + primitive { () throws(SodiumError) in
        try AEAD.sealSecret(
          try SecretBytes.concatenate(payload, writer.bytes),
          additionalData: bound(to: vault, next.partner), nonce: nonce, key: next.stateKey)
      }
  }

  /// Opens the record that stands for a partner.
  init(_ bytes: [UInt8], _ vault: VaultID, of identity: borrowing Identity) throws(VaultError) {
    let file = FormerIdentity.name(identity.partner)
    guard bytes.count >= FormerIdentity.step, bytes.count % FormerIdentity.step == 0,
      bytes.count <= FormerIdentity.longest
    else { throw .damage(.length, in: file) }
    let contents = try FormerIdentity.unsealed(bytes, vault, of: identity)
    let payload = try primitive { () throws(SodiumError) in
      try contents.slice(0..<Identity.payloadCount)
    }
    let rest = try primitive { () throws(SodiumError) in
      try contents.revealed(Identity.payloadCount..<contents.count)
    }
    var reader = FieldReader(rest, file: file)
    let count = try reader.number(UInt16.self)
    guard count <= FormerIdentity.mostPins else { throw .damage(.bounds, in: file) }
    var pins: [PinnedPartner] = []
    for _ in 0..<count { pins.append(try PinnedPartner(&reader)) }
    let ends = try SealedEnd.decodeAll(&reader)
    try reader.zeros(reader.remaining)
    self.identity = try Identity.read(payload, file: file)
    self.pins = pins
    self.ends = ends
  }

  private static func unsealed(
    _ bytes: [UInt8], _ vault: VaultID, of identity: borrowing Identity
  ) throws(VaultError) -> SecretBytes {
    do {
      return try AEAD.openSecret(
        Array(bytes[24...]), additionalData: bound(to: vault, identity.partner),
        nonce: Array(bytes[..<24]), key: identity.stateKey)
    } catch .authenticationFailed {
      throw .damage(.state, in: name(identity.partner))
    } catch { throw .primitive(error) }
  }

  /// Whether a record opens for the partner it stands for.
  static func opens(_ bytes: [UInt8], _ vault: VaultID, of identity: borrowing Identity)
    -> Bool
  {
    do throws(VaultError) {
      _ = try FormerIdentity(bytes, vault, of: identity)
      return true
    } catch { return false }
  }

  consuming func takeIdentity() -> Identity { identity }

  /// The same record, with other ends.
  func sealed(
    with ends: [SealedEnd], for next: borrowing Identity, _ vault: VaultID,
    _ randomness: Randomness
  ) throws(VaultError) -> [UInt8] {
    try FormerIdentity.seal(identity, pins: pins, ends: ends, for: next, vault, randomness)
  }

  /// Who a partner was before, by the record in a directory that is laid out like a vault; `nil` where
  /// there was nobody.
  static func before(_ identity: borrowing Identity, _ vault: VaultID, in folder: String)
    throws(VaultError) -> FormerIdentity?
  {
    let file = name(identity.partner)
    let bytes = try Storage.readIfThere("\(folder)/\(file)", limit: longest, name: file)
    return if let bytes { try FormerIdentity(bytes, vault, of: identity) } else { nil }
  }

  /// Everybody that a partner was before, the latest first; as far as the records open.
  ///
  /// - Throws: where one cannot be read just now.
  static func all(before identity: borrowing Identity, _ vault: VaultID, in folder: String)
    throws(VaultError) -> [PartnerID]
  {
    guard let last = try opened(before: identity, vault, in: folder) else { return [] }
    return try collect(last, vault, in: folder, 1)
  }

  private static func collect(
    _ last: consuming FormerIdentity, _ vault: VaultID, in folder: String, _ depth: Int
  ) throws(VaultError) -> [PartnerID] {
    let partner = last.identity.partner
    guard depth < most, let older = try opened(before: last.identity, vault, in: folder) else {
      return [partner]
    }
    return [partner] + (try collect(older, vault, in: folder, depth + 1))
  }

  /// Who a partner was before; `nil` also where the record does not open.
  static func opened(before identity: borrowing Identity, _ vault: VaultID, in folder: String)
    throws(VaultError) -> FormerIdentity?
  {
    do throws(VaultError) {
      return try before(identity, vault, in: folder)
    } catch .damaged { return nil } catch .newerVersion { return nil }
  }

  private static func bound(to vault: VaultID, _ partner: PartnerID) -> [UInt8] {
    Label.former + vault.bytes + partner.bytes
  }
}

import Sodium

// docs/format.md § Segment header (slots, commitment)

/// What opens and seals the cells of one segment.
struct SegmentKey: ~Copyable, Sendable {
  /// Seals cells, 32 bytes.
  let cellKey: SecretBytes
  /// Binds cells, chain and MAC to this header, 32 bytes.
  let headerHash: [UInt8]

  /// Opens a header's slot as its author or its recipient, and checks the commitment.
  ///
  /// - Parameter pinned: with the author's keys, when the reader is the recipient; with the
  ///   recipient's, when the author wants both slots verified.
  init(
    opening raw: SegmentHeader.Raw, as reader: borrowing Identity,
    pinned: [PartnerID: PinnedPartner],
    verifyingBothSlots: Bool = false, file: String
  ) throws(VaultError) {
    let hash = raw.hash
    let key: SecretBytes
    if raw.header.author == reader.partner {
      key = try SegmentKey.openOwnSlot(raw, reader, hash, file)
      if verifyingBothSlots, let recipient = raw.header.recipient {
        guard let partner = pinned[recipient]?.keys else { throw .damage(.reader, in: file) }
        let other = try SegmentKey.openBoxSlot(raw, reader, partner, hash, file)
        guard other.isEqual(to: key) else { throw .damage(.slot, in: file) }
      }
    } else {
      guard raw.header.recipient == reader.partner,
        let partner = pinned[raw.header.author]?.keys
      else { throw .damage(.reader, in: file) }
      key = try SegmentKey.openBoxSlot(raw, reader, partner, hash, file)
    }
    let commitment = BLAKE2b.mac(Label.commitment, raw.coreHash, key: key)
    guard ConstantTime.equal(commitment, raw.commitment) else {
      throw .damage(.commitment, in: file)
    }
    cellKey = try SegmentKey.cellKey(key, raw.coreHash)
    headerHash = hash
  }

  /// Whether a header's slot opens for its author.
  static func opens(_ raw: SegmentHeader.Raw, as author: borrowing Identity, file: String)
    throws(VaultError) -> Bool
  {
    guard raw.header.author == author.partner else { return false }
    _ = try SegmentKey(opening: raw, as: author, pinned: [:], file: file)
    return true
  }

  /// Makes a new segment's key, and the header that carries it.
  init(
    new header: SegmentHeader, author: borrowing Identity, partner: PublicIdentity?,
    randomness: Randomness, header512: inout [UInt8]
  ) throws(VaultError) {
    do {
      let key = try randomness.secret(32)
      let core = header.core
      let coreHash = BLAKE2b.hash(Label.core, core)
      let bound = core + BLAKE2b.mac(Label.commitment, coreHash, key: key)
      let headerHash = BLAKE2b.hash(Label.header, bound)
      var writer = FieldWriter()
      writer.put(bound)
      let nonce = randomness.bytes(24)
      writer.put(nonce)
      writer.put(
        try AEAD.sealSecret(
          try SecretBytes.concatenate(Label.ownSlot + headerHash, key), additionalData: [],
          nonce: nonce, key: author.slotKey))
      if let partner {
        let nonce = randomness.bytes(24)
        writer.put(nonce)
        writer.put(
          try author.box.seal(
            secret: try SecretBytes.concatenate(Label.boxSlot + headerHash, key),
            to: partner.boxKey, nonce: nonce))
      }
      writer.fill(to: SegmentHeader.length)
      let cellKey = try BLAKE2b.subkey(Label.cellKey, coreHash, key: key)
      header512 = writer.bytes
      self.headerHash = headerHash
      self.cellKey = cellKey
    } catch { throw .primitive(error) }
  }

  private static func cellKey(_ key: borrowing SecretBytes, _ coreHash: [UInt8])
    throws(VaultError) -> SecretBytes
  {
    try primitive { () throws(SodiumError) in
      try BLAKE2b.subkey(Label.cellKey, coreHash, key: key)
    }
  }

  private static func openOwnSlot(
    _ raw: SegmentHeader.Raw, _ reader: borrowing Identity, _ hash: [UInt8], _ file: String
  ) throws(VaultError) -> SecretBytes {
    do {
      let slot = try AEAD.openSecret(
        Array(raw.authorSlot[24...]), additionalData: [], nonce: Array(raw.authorSlot[..<24]),
        key: reader.slotKey)
      return try key(in: slot, Label.ownSlot + hash, file)
    } catch { throw SegmentKey.error(error, file) }
  }

  private static func openBoxSlot(
    _ raw: SegmentHeader.Raw, _ reader: borrowing Identity, _ partner: PublicIdentity,
    _ hash: [UInt8], _ file: String
  ) throws(VaultError) -> SecretBytes {
    do {
      let slot = try reader.box.openSecret(
        Array(raw.recipientSlot[24...]), from: partner.boxKey,
        nonce: Array(raw.recipientSlot[..<24]))
      return try key(in: slot, Label.boxSlot + hash, file)
    } catch { throw SegmentKey.error(error, file) }
  }

  /// The key in `label ‖ header hash ‖ key`, when what stands before it is as expected.
  private static func key(in slot: borrowing SecretBytes, _ expected: [UInt8], _ file: String)
    throws(VaultError) -> SecretBytes
  {
    do {
      guard slot.count == 80, try slot.revealed(0..<48) == expected else {
        throw VaultError.damage(.slot, in: file)
      }
      return try slot.slice(48..<80)
    } catch { throw SegmentKey.error(error, file) }
  }

  /// Only what the slot itself is to blame for is damage; lack of memory is not.
  static func error(_ error: any Error, _ file: String) -> VaultError {
    switch error {
    case let error as VaultError: error
    case SodiumError.outOfLockedMemory: .primitive(.outOfLockedMemory)
    case SodiumError.unavailable: .primitive(.unavailable)
    default: .damage(.slot, in: file)
    }
  }
}

import Sodium

// docs/format.md § Identity export

/// An identity on its way to another device of the same partner: under a passphrase, with whom the
/// partner trusts.
public struct IdentityExport: ~Copyable, Sendable {
  /// Whose it is.
  public var partner: PartnerID { identity.partner }
  /// The name that partner chose.
  public var name: String { identity.name }
  /// Which vault it opens.
  public let vault: VaultID

  let identity: Identity
  let pins: [PinnedPartner]
  /// The sealed records of who the partner was before, by who follows.
  let formers: [(partner: PartnerID, bytes: [UInt8])]
  /// The identity file that it brings.
  let file: [UInt8]

  private static let name = "identity export"
  private static let headLength = IdentityFile.length + 16
  private static let mostPins = 64
  private static let longestContents = 1_048_576

  /// Opens an export.
  ///
  /// - Throws: `wrongPassphrase`; `damaged` where the bytes are not an export, or were changed.
  public init(_ bytes: [UInt8], passphrase: borrowing Passphrase) throws(VaultError) {
    var reader = FieldReader(bytes, file: IdentityExport.name)
    let file = Array(try reader.take(IdentityFile.length))
    let identity = try IdentityFile(file, file: IdentityExport.name).open(passphrase)
    let vault = try reader.identifier(VaultID.self)
    let contents = try IdentityExport.open(
      Array(try reader.take(reader.remaining)), vault, identity)
    self.file = file
    self.identity = identity
    self.vault = vault
    (pins, formers) = contents
  }

  /// An export's bytes, under a passphrase of its own.
  static func encode(
    _ identity: borrowing Identity, _ vault: VaultID, pins: [PinnedPartner],
    formers: [(partner: PartnerID, bytes: [UInt8])] = [],
    under passphrase: borrowing Passphrase, strength: Strength
  ) throws(VaultError) -> [UInt8] {
    let randomness = strength.randomness
    let file = try IdentityFile.encode(
      identity, passphrase: passphrase, cost: strength.cost, randomness: randomness)
    var writer = FieldWriter()
    writer.put(UInt16(clamping: min(pins.count, mostPins)))
    for pin in pins.suffix(mostPins) { writer.put(pin.encoded) }
    var taken = 0
    var former = FieldWriter()
    // The latest first: what does not fit is what is longest ago.
    for (partner, bytes) in formers {
      guard writer.bytes.count + former.bytes.count + bytes.count + 64 <= longestContents else {
        break
      }
      taken += 1
      former.put(partner.bytes)
      former.put(UInt32(clamping: bytes.count))
      former.put(bytes)
    }
    writer.put(UInt16(clamping: taken))
    writer.put(former.bytes)
    writer.fill(to: (writer.bytes.count + 1_023) / 1_024 * 1_024)
    let nonce = randomness.bytes(24)
    return try file + vault.bytes + nonce
      + primitive { () throws(SodiumError) in
        try AEAD.seal(
          writer.bytes, additionalData: bound(to: vault, identity.partner), nonce: nonce,
          key: identity.stateKey)
      }
  }

  /// Opens what follows the identity file.
  static func open(
    _ sealed: [UInt8], _ vault: VaultID, _ identity: borrowing Identity
  ) throws(VaultError) -> ([PinnedPartner], [(partner: PartnerID, bytes: [UInt8])]) {
    guard sealed.count > 40, (sealed.count - 40) % 1_024 == 0,
      sealed.count - 40 <= longestContents,
      let contents = try? AEAD.open(
        Array(sealed[24...]), additionalData: bound(to: vault, identity.partner),
        nonce: Array(sealed[..<24]), key: identity.stateKey)
    else { throw .damage(.state, in: name) }
    var reader = FieldReader(contents, file: name)
    let count = try reader.number(UInt16.self)
    var pins: [PinnedPartner] = []
    for _ in 0..<count { pins.append(try PinnedPartner(&reader)) }
    var formers: [(partner: PartnerID, bytes: [UInt8])] = []
    for _ in 0..<(try reader.number(UInt16.self)) {
      let partner = try reader.partner()
      let length = Int(try reader.number(UInt32.self))
      formers.append((partner, Array(try reader.take(length))))
    }
    try reader.zeros(reader.remaining)
    return (pins, formers)
  }

  static func bound(to vault: VaultID, _ partner: PartnerID) -> [UInt8] {
    Label.identityExport + vault.bytes + partner.bytes
  }
}

extension OpenVault {
  /// This identity for another device of the same partner, sealed under a passphrase.
  public func exportIdentity(under passphrase: borrowing Passphrase, strength: Strength)
    throws(VaultError) -> [UInt8]
  {
    let state = try StateFile(keys.places, vault, partner).read(with: keys.identity)
    return try IdentityExport.encode(
      keys.identity, vault, pins: state?.pins ?? [], formers: formerRecords(),
      under: passphrase, strength: strength)
  }

  /// The sealed records of who this partner was before, the latest first.
  private func formerRecords() -> [(partner: PartnerID, bytes: [UInt8])] {
    eras.compactMap { era in
      let file = FormerIdentity.name(era.partner)
      let bytes = try? Storage.read(
        "\(keys.places.vault)/\(file)", limit: FormerIdentity.longest, name: file)
      return bytes.map { (era.partner, $0) }
    }
  }
}

extension Founding {
  /// Makes this device's vault for a partner who has one elsewhere.
  public consuming func found(_ export: borrowing IdentityExport) throws(VaultError) {
    let lock = try begin()
    try store(export)
    try complete(lock)
  }

  /// Adds a partner who has this vault elsewhere to the one that is here.
  public static func add(
    _ export: borrowing IdentityExport, to places: Places, strength: Strength, time: Int64
  ) throws(VaultError) {
    guard try VaultFile.read(places) == export.vault else {
      throw .vaultExists(path: places.vault)
    }
    try Founding(
      addingTo: export.vault, at: places, strength: strength, time: time
    ).store(export)
  }

  private borrowing func store(_ export: borrowing IdentityExport) throws(VaultError) {
    let pins = export.pins
    try Storage.createFolder(places.partners)
    for (partner, bytes) in export.formers {
      try Storage.create(
        "\(places.vault)/\(FormerIdentity.name(partner))", bytes, replacing: true,
        suffix: strength.randomness.bytes(8))
    }
    let folders = try foldersBefore(export.identity)
    try store(export.identity, file: export.file) { state in
      let known = Set(state.pins.map(\.keys.partner))
      state.pins = pins.filter { !known.contains($0.keys.partner) } + state.pins
      if state.folders.isEmpty { state.folders = folders }
    }
    // Who the partner was before is chosen no more on this device either.
    for former in try FormerIdentity.all(before: export.identity, vault, in: places.vault) {
      try Identities.retire(former, vault, places)
    }
    try noteRenewal(export.identity)
  }

  /// Lets the state of who the partner was last say on this device too who that is now.
  private borrowing func noteRenewal(_ identity: borrowing Identity) throws(VaultError) {
    guard let before = try FormerIdentity.opened(before: identity, vault, in: places.vault) else {
      return
    }
    let partner = before.identity.partner
    let lock = try WriterLock.take(places.lock(vault, partner), waiting: true)
    let file = StateFile(places, vault, partner)
    if var state = try file.standing(for: before.identity), state.renewed == nil {
      state.renewed = identity.partner
      try file.write(&state, with: before.identity, strength.randomness)
    }
    _ = consume lock
  }

  /// The folders that this device has linked for who the partner was before.
  private borrowing func foldersBefore(_ identity: borrowing Identity) throws(VaultError)
    -> [LinkedFolder]
  {
    guard let before = try FormerIdentity.opened(before: identity, vault, in: places.vault) else {
      return []
    }
    let file = StateFile(places, vault, before.identity.partner)
    return try file.standing(for: before.identity)?.folders ?? []
  }
}

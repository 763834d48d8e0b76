import Testing

@testable import Vault

/// Every byte of every kind of file, changed; every file, cut at every length: found or harmless,
/// and never another content.
@Suite(.temporaryVault) struct ByteFlipTests {
  private func flipped(_ bytes: [UInt8], at place: Int) -> [UInt8] {
    var changed = bytes
    changed[place] ^= 1 << UInt8(place % 8)
    return changed
  }

  struct Reading: Sendable, CustomTestStringConvertible {
    let audience: Audience
    let isAuthor: Bool
    var testDescription: String { "\(audience), by its \(isAuthor ? "author" : "recipient")" }
  }

  /// A log of a record of one cell and one of two, and the vault of someone who reads it.
  private func setUp(_ reading: Reading) throws -> (LogPlace, [UInt8], OpenVault, [Record]) {
    let vault = try TestVault.current
    let ada = try vault.open(vault.ada)
    try ada.append(draft("one cell", reading.audience, at: 1))
    try ada.append(draft(bytes: 400, reading.audience, at: 2))
    let log = try vault.log(vault.ada, reading.audience)
    let reader = try vault.open(reading.isAuthor ? vault.ada : vault.noor)
    return (log, try TestVault.read(log.path(of: 0)), reader, try reader.all())
  }

  @Test(arguments: [
    Reading(audience: .private, isAuthor: true), Reading(audience: .shared, isAuthor: true),
    Reading(audience: .shared, isAuthor: false),
  ])
  func `a changed byte of a segment is found, and shows nothing that was not written`(
    _ reading: Reading
  ) throws {
    let (log, bytes, reader, records) = try setUp(reading)
    // A log that was never seen, with another reader in its header, counts as somebody else's.
    try reader.remember()
    #expect(bytes.count == 4 * 512 && records.count == 2)
    // Every byte once; a cell is one authenticated whole, so for the other readings a sample of it.
    let step = reading.audience == .private ? 1 : 7
    for place in bytes.indices where place < 512 || place % step == 0 {
      try TestVault.write(flipped(bytes, at: place), to: log.path(of: 0))
      let shown = try reader.all()
      #expect(shown.allSatisfy(records.contains), "byte \(place)")
      let report = try #require(try reader.verify(nil, keepingRecords: true).first)
      #expect(report.records.map(\.record).allSatisfy(records.contains), "byte \(place)")
      // The author's slot is for the author alone: to the partner it is 120 bytes of noise.
      let isNoise = !reading.isAuthor && (184..<304).contains(place)
      #expect(report.verdict == (isNoise ? .complete : .damaged), "byte \(place)")
      // And the author, reading on, needs the own slot alone; verifying whole opens the other too.
      let isUnread = isNoise || reading.isAuthor && (304..<424).contains(place)
      let isZeroInPrivate = reading.audience == .private && (304..<424).contains(place)
      let isHarmless = isUnread && !isZeroInPrivate
      let broken = place < 512 ? (isHarmless ? [] : [0, 1]) : place < 1_024 ? [0] : [1]
      #expect(shown.allSatisfy { !broken.contains(Int($0.fields.index)) }, "byte \(place)")
    }
  }

  @Test(arguments: [
    Reading(audience: .private, isAuthor: true), Reading(audience: .shared, isAuthor: false),
  ])
  func `a cut segment shows what is whole in it`(_ reading: Reading) throws {
    let (log, bytes, reader, records) = try setUp(reading)
    let step = reading.isAuthor ? 1 : 7
    for count in 0..<bytes.count where count % step == 0 || [0, 1, 511].contains(count % 512) {
      try TestVault.write(Array(bytes[..<count]), to: log.path(of: 0))
      #expect(try reader.all() == (count < 1_024 ? [] : [records[1]]), "cut at \(count)")
      let verdict = try reader.verdict(on: log.id)
      if count < 512 {
        #expect(verdict == .damaged, "cut at \(count)")
      } else if reading.isAuthor {
        #expect(verdict == .rolledBack, "cut at \(count)")
      } else {
        let isBoundary = count == 512 || count == 1_024
        #expect(verdict == (isBoundary ? .complete : .unfinished), "cut at \(count)")
      }
    }
  }

  @Test func `a changed or cut vault file is never another vault`() throws {
    let vault = try TestVault.current
    let bytes = try TestVault.read(vault.places.description)
    for place in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[place] ^= 1 << UInt8(bit)
        #expect(throws: VaultError.self) { try VaultFile.decode(changed) }
      }
    }
    for count in bytes.indices {
      #expect(throws: VaultError.self) { try VaultFile.decode(Array(bytes[..<count])) }
    }
    for more in [[10], [0], [0x20], Array("\n".utf8 + bytes)] as [[UInt8]] {
      #expect(throws: VaultError.self) { try VaultFile.decode(bytes + more) }
    }
    #expect(throws: VaultError.newerVersion(file: "vesper-vault", version: 2)) {
      try VaultFile.decode(Array("vesper-vault 2\nwhatever\n".utf8))
    }
  }

  @Test func `a changed or cut public identity is refused`() throws {
    let vault = try TestVault.current
    let id = vault.ada.partner
    let bytes = try TestVault.read(vault.places.publicIdentity(id))
    #expect(try PublicIdentity(bytes, named: id).partner == id)
    for place in bytes.indices {
      #expect(throws: VaultError.self, "byte \(place)") {
        try PublicIdentity(flipped(bytes, at: place), named: id)
      }
    }
    for count in bytes.indices {
      #expect(throws: VaultError.self) { try PublicIdentity(Array(bytes[..<count]), named: id) }
    }
    #expect(throws: VaultError.self) { try PublicIdentity(bytes + [0], named: id) }
    #expect(throws: VaultError.damage(.path, in: "partners/\(vault.noor.partner).public")) {
      try PublicIdentity(bytes, named: vault.noor.partner)
    }
  }

  @Test func `a cut identity is damaged`() throws {
    let vault = try TestVault.current
    let bytes = try TestVault.read(vault.places.identity(vault.ada.partner))
    for count in bytes.indices {
      #expect(throws: VaultError.self) {
        try IdentityFile(Array(bytes[..<count]), named: vault.ada.partner)
      }
    }
    #expect(throws: VaultError.self) {
      try IdentityFile(bytes + [0], named: vault.ada.partner)
    }
  }

  /// One byte of each field: magic, version, zeros, passes, both salts, name hash, partner, zeros,
  /// nonce, secret, name, tag. Each of those that reach Argon2id costs a derivation.
  @Test(arguments: [0, 8, 9, 10, 11, 12, 20, 36, 52, 84, 116, 120, 144, 180, 255])
  func `a changed identity does not open`(_ place: Int) throws {
    let vault = try TestVault.current
    let id = vault.ada.partner
    var bytes = try TestVault.read(vault.places.identity(id))
    bytes[place] ^= 1
    #expect(throws: VaultError.self) {
      _ = try IdentityFile(bytes, named: id).open(passphrase(vault.ada.passphrase))
    }
  }

  @Test func `identities that changed places are found before a passphrase is tried`() throws {
    let vault = try TestVault.current
    let bytes = try TestVault.read(vault.places.identity(vault.ada.partner))
    #expect(throws: VaultError.damage(.path, in: "identities/\(vault.noor.partner).key")) {
      try IdentityFile(bytes, named: vault.noor.partner)
    }
  }
}

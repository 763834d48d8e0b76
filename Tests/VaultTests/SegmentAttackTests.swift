import Glibc
import Sodium
import Testing

@testable import Vault

/// Whole files and slots in places they were not made for.
@Suite(.temporaryVault) struct SegmentAttackTests {
  private func segment(_ vault: TestVault) throws -> (LogPlace, [UInt8]) {
    try vault.open(vault.ada).append(draft("for Noor", .shared))
    let log = try vault.log(vault.ada, .shared)
    return (log, try TestVault.read(log.path(of: 0)))
  }

  /// The same log id under another author or audience.
  private func place(_ log: LogPlace, of author: PartnerID, _ audience: Audience) -> LogPlace {
    LogPlace(
      vaultPath: log.vaultPath, vault: log.vault, author: author, audience: audience, id: log.id)
  }

  private func expect(
    _ reason: Damage.Reason, _ log: LogPlace, _ vault: TestVault, by people: [TestVault.Person],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for person in people {
      let keys = try vault.keys(person)
      #expect(sourceLocation: sourceLocation) {
        _ = try keys.open(0, of: log, verifyingBothSlots: true)
      } throws: { error in
        guard case .damaged(let damage)? = error as? VaultError else { return false }
        return damage.reason == reason
      }
      #expect(
        try vault.judged(log, by: person).0 == .damaged, sourceLocation: sourceLocation)
    }
  }

  @Test func `a box does not come back as if its reader had written it`() throws {
    let vault = try TestVault.current
    let (log, bytes) = try segment(vault)
    let mirrored = place(log, of: vault.noor.partner, .shared)
    try removeFile(log.path(of: 0))
    try TestVault.write(bytes, to: mirrored.path(of: 0))
    try expect(.path, mirrored, vault, by: [vault.ada, vault.noor])
    // With author and recipient exchanged in the header, the box still opens: its key is the same
    // both ways. The header hash in it does not agree.
    var turned = bytes
    turned.replaceSubrange(48..<80, with: vault.noor.partner.bytes)
    turned.replaceSubrange(80..<112, with: vault.ada.partner.bytes)
    try TestVault.write(turned, to: mirrored.path(of: 0))
    try expect(.slot, mirrored, vault, by: [vault.ada, vault.noor])
    #expect(try vault.visible(to: vault.ada).isEmpty)
    // Nor with the own slot in the place of the box.
    turned.replaceSubrange(304..<424, with: bytes[184..<304])
    try TestVault.write(turned, to: mirrored.path(of: 0))
    try expect(.slot, mirrored, vault, by: [vault.ada, vault.noor])
  }

  @Test func `slots do not move to another segment of the same log`() throws {
    let vault = try TestVault.current
    let ada = try vault.open(vault.ada)
    try ada.append(draft(bytes: 300_000, .shared))
    try ada.append(draft("next", .shared))
    let log = try vault.log(vault.ada, .shared)
    let one = try TestVault.read(log.path(of: 1))
    var zero = try TestVault.read(log.path(of: 0))
    zero.replaceSubrange(184..<424, with: one[184..<424])
    try TestVault.write(zero, to: log.path(of: 0))
    try expect(.slot, log, vault, by: [vault.ada, vault.noor])
    #expect(try vault.visible(to: vault.noor) == ["next"])
  }

  @Test(arguments: [Audience.private, .shared])
  func `slots do not move to another log`(_ audience: Audience) throws {
    let vault = try TestVault.current
    let (log, bytes) = try segment(vault)
    try vault.open(vault.ada).append(
      audience == .shared ? draft("agreed", .shared, .consent) : draft("mine"))
    let other = try #require(
      try vault.logs(vault.ada, audience).first { $0.id != log.id })
    var changed = try TestVault.read(other.path(of: 0))
    changed.replaceSubrange(184..<304, with: bytes[184..<304])
    try TestVault.write(changed, to: other.path(of: 0))
    try expect(.slot, other, vault, by: [vault.ada])
    guard audience == .shared else { return }
    changed.replaceSubrange(304..<424, with: bytes[304..<424])
    try TestVault.write(changed, to: other.path(of: 0))
    try expect(.slot, other, vault, by: [vault.noor])
  }

  @Test func `a log is not taken for another one, by path or by header`() throws {
    let vault = try TestVault.current
    let (log, bytes) = try segment(vault)
    let other = LogPlace(
      vaultPath: log.vaultPath, vault: log.vault, author: log.author, audience: .shared,
      id: LogID(value: 99))
    try TestVault.write(bytes, to: other.path(of: 0))
    try expect(.path, other, vault, by: [vault.ada, vault.noor])
    var changed = bytes
    changed.replaceSubrange(32..<48, with: other.id.bytes)
    try TestVault.write(changed, to: other.path(of: 0))
    try expect(.slot, other, vault, by: [vault.ada, vault.noor])
    #expect(try vault.open(vault.noor).texts() == ["for Noor"])
  }

  @Test func `a segment of another vault of the same partners is foreign`() throws {
    let vault = try TestVault.current
    let (log, bytes) = try segment(vault)
    var changed = bytes
    changed.replaceSubrange(16..<32, with: VaultID(value: 5).bytes)
    try TestVault.write(changed, to: log.path(of: 0))
    try expect(.foreign, log, vault, by: [vault.ada, vault.noor])
    // A true segment of that vault, brought here with this vault's id in its header.
    let there = LogPlace(
      vaultPath: log.vaultPath, vault: VaultID(value: 5), author: log.author, audience: .shared,
      id: log.id)
    try TestVault.write(
      try made(in: there, own: nil, box: nil, vault), to: log.path(of: 0))
    try expect(.foreign, log, vault, by: [vault.ada, vault.noor])
    changed = try TestVault.read(log.path(of: 0))
    changed.replaceSubrange(16..<32, with: vault.vault.bytes)
    try TestVault.write(changed, to: log.path(of: 0))
    try expect(.slot, log, vault, by: [vault.ada, vault.noor])
  }

  @Test func `a private segment is not taken for a shared one, nor the other way`() throws {
    let vault = try TestVault.current
    try vault.open(vault.ada).append(draft("mine"))
    let log = try vault.log(vault.ada, .private)
    let shared = place(log, of: vault.ada.partner, .shared)
    let bytes = try TestVault.read(log.path(of: 0))
    try TestVault.write(bytes, to: shared.path(of: 0))
    let keys = try vault.keys(vault.noor)
    #expect(throws: VaultError.damage(.path, in: shared.name(of: 0))) {
      try keys.open(0, of: shared)
    }
    var changed = bytes
    changed[11] = 2
    try TestVault.write(changed, to: shared.path(of: 0))
    #expect(throws: VaultError.damage(.reader, in: shared.name(of: 0))) {
      try keys.open(0, of: shared)
    }
    #expect(try vault.visible(to: vault.noor).isEmpty)
    #expect(try vault.visible(to: vault.ada) == ["mine"])
  }

  @Test func `two segments that changed places are found`() throws {
    let vault = try TestVault.current
    let ada = try vault.open(vault.ada)
    try ada.append(draft(bytes: 300_000))
    try ada.append(draft("next"))
    let log = try vault.log(vault.ada, .private)
    let (zero, one) = (try TestVault.read(log.path(of: 0)), try TestVault.read(log.path(of: 1)))
    try TestVault.write(one, to: log.path(of: 0))
    try TestVault.write(zero, to: log.path(of: 1))
    #expect(try vault.judged(log, by: vault.ada) == (.damaged, .path))
    #expect(try vault.visible(to: vault.ada).isEmpty)
  }

  /// A segment by Ada's own hand whose slots hold other keys than its commitment was made for.
  private func made(in log: LogPlace, own: [UInt8]?, box: [UInt8]?, _ vault: TestVault) throws
    -> [UInt8]
  {
    let header = SegmentHeader(
      logClass: .diary, audience: .shared, number: 0, vault: log.vault, log: log.id,
      author: vault.ada.partner, recipient: vault.noor.partner, firstIndex: 0,
      previousChain: Chain.start)
    let ada = try vault.identity(vault.ada)
    let noor = try vault.identity(vault.noor)
    let committed = [UInt8](repeating: 42, count: 32)
    let core = BLAKE2b.hash(Label.core, header.core)
    let bound =
      header.core
      + (try BLAKE2b.mac(Label.commitment, core, key: SecretBytes(copying: committed)))
    let hash = BLAKE2b.hash(Label.header, bound)
    let nonce = [UInt8](repeating: 7, count: 24)
    var writer = FieldWriter()
    writer.put(bound + nonce)
    writer.put(
      try AEAD.seal(
        Label.ownSlot + hash + (own ?? committed), additionalData: [], nonce: nonce,
        key: ada.slotKey))
    writer.put(nonce)
    writer.put(
      try ada.box.seal(
        secret: SecretBytes(copying: Label.boxSlot + hash + (box ?? committed)),
        to: noor.box.publicKey, nonce: nonce))
    writer.fill(to: 512)
    return writer.bytes
  }

  @Test func `one segment cannot hold a key for each reader`() throws {
    let vault = try TestVault.current
    let log = LogPlace(
      vaultPath: vault.places.vault, vault: vault.vault, author: vault.ada.partner,
      audience: .shared, id: LogID(value: 3))
    let other = [UInt8](repeating: 43, count: 32)
    try TestVault.write(made(in: log, own: nil, box: nil, vault), to: log.path(of: 0))
    for person in [vault.ada, vault.noor] { #expect(try vault.judged(log, by: person).1 == nil) }
    try TestVault.write(made(in: log, own: nil, box: other, vault), to: log.path(of: 0))
    try expect(.commitment, log, vault, by: [vault.noor])
    try expect(.slot, log, vault, by: [vault.ada])
    try TestVault.write(made(in: log, own: other, box: other, vault), to: log.path(of: 0))
    try expect(.commitment, log, vault, by: [vault.ada, vault.noor])
    try TestVault.write(made(in: log, own: other, box: nil, vault), to: log.path(of: 0))
    try expect(.slot, log, vault, by: [vault.ada])
  }

  @Test func `a slot made for the other kind of reader does not open`() throws {
    let vault = try TestVault.current
    let (log, bytes) = try segment(vault)
    for (from, to) in [(184..<304, 304..<424), (304..<424, 184..<304)] {
      var changed = bytes
      changed.replaceSubrange(to, with: bytes[from])
      try TestVault.write(changed, to: log.path(of: 0))
      try expect(.slot, log, vault, by: [vault.ada])
    }
  }

  @Test(arguments: ["directory", "link", "pipe", "longer than any segment", "newer"])
  func `one file that is no segment leaves the others readable`(_ what: String) throws {
    let vault = try TestVault.current
    let ada = try vault.open(vault.ada)
    try ada.append(draft(bytes: 300_000, .shared))
    try ada.append(draft("after", .shared))
    let log = try vault.log(vault.ada, .shared)
    let path = log.path(of: 0)
    let bytes = try TestVault.read(path)
    try removeFile(path)
    switch what {
    case "directory": try Storage.createFolder(path)
    case "link":
      try TestVault.write(bytes, to: "\(vault.root)/elsewhere")
      #expect(symlink("\(vault.root)/elsewhere", path) == 0)
    case "pipe": #expect(mkfifo(path, 0o600) == 0)
    case "newer": try TestVault.write(bytes[..<8] + [2] + bytes[9...], to: path)
    default: try TestVault.write(Array(repeating: 0, count: 2_269 * 512 + 1), to: path)
    }
    for person in [vault.ada, vault.noor] {
      #expect(try vault.open(person).texts() == ["after"])
      #expect(try vault.judged(log, by: person).0 == .damaged)
    }
    try vault.open(vault.ada).append(draft("and on", .shared))
    try vault.open(vault.noor).append(draft("Noor too", .shared))
    #expect(try vault.open(vault.noor).texts().count == 3)
  }

  @Test(arguments: [false, true])
  func `a log does not leave the judgement because its header names another reader`(
    _ isNamedOnly: Bool
  ) throws {
    let vault = try TestVault.current
    try vault.open(vault.ada).append(draft("I withdraw", .shared, .consent))
    let log = try vault.log(vault.ada, .shared)
    if isNamedOnly {
      try vault.open(vault.ada).append(draft("hello", .shared))
    } else {
      try vault.open(vault.noor).remember()
    }
    var bytes = try TestVault.read(log.path(of: 0))
    bytes[80] ^= 1
    try TestVault.write(bytes, to: log.path(of: 0))
    #expect(try vault.judged(log, by: vault.noor) == (.damaged, .reader))
    guard !isNamedOnly else { return }
    #expect(try vault.open(vault.noor).verify(.consent).map(\.verdict) == [.damaged])
  }
}

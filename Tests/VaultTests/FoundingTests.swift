import FoundationEssentials
import Glibc
import Sodium
import Testing

@testable import Vault

@Suite(.temporaryVault) struct FoundingTests {
  @Test func `two founders at one machine have pinned each other`() throws {
    let vault = try TestVault.current
    let ada = try vault.open(vault.ada)
    let noor = try vault.open(vault.noor)
    #expect(ada.name == "Ada" && noor.name == "Noor")
    #expect(ada.other?.keys.partner == noor.partner && ada.other?.name == "Noor")
    #expect(noor.other?.keys.partner == ada.partner && noor.other?.name == "Ada")
    #expect(ada.vault == vault.vault)
    #expect(ada.highWater == 1_767_225_600_000)
  }

  @Test func `a founder alone has nobody to share with`() throws {
    let places = TestVault.places(under: "\(try TestVault.current.root)/alone")
    let founded = try Founding(at: places, strength: .least(seed: [1]), time: 5)
      .found(Founder(name: "Ida", passphrase: passphrase("one")))
    let identity = try Identities.open(founded.partner, places, passphrase: passphrase("one"))
    let vault = try OpenVault(places, as: identity, randomness: .seeded([2]))
    #expect(vault.other == nil)
    #expect(throws: VaultError.noPartner) { try vault.append(draft("for us", .shared)) }
    try vault.append(draft("for me"))
    #expect(try vault.texts() == ["for me"])
  }

  @Test func `no vault is made over another one`() throws {
    let vault = try TestVault.current
    #expect(throws: VaultError.vaultExists(path: vault.places.vault)) {
      _ = try Founding(at: vault.places, strength: .least(seed: [1]), time: 0)
    }
  }

  @Test func `two identities of one name are refused, whichever passphrase is known`() throws {
    let vault = try TestVault.current
    let stranger = try Identity(secret: SecretBytes(copying: Array(1...32)), name: "ada")
    try TestVault.write(
      IdentityFile.encode(
        stranger, passphrase: passphrase("laid out by another"), cost: .least,
        randomness: .seeded([9])), to: vault.places.identity(stranger.partner))
    #expect(try Identities.choose(named: "Ada", vault.places) == vault.ada.partner)
    try TestVault.write(
      PublicIdentity.encode(stranger), to: vault.places.publicIdentity(stranger.partner))
    #expect(throws: VaultError.damage(.twice, in: "identities")) {
      try Identities.choose(named: "Ada", vault.places)
    }
    #expect(try Identities.choose(named: "Noor", vault.places) == vault.noor.partner)
  }

  @Test(arguments: [
    "", "   ", "a\u{7}b", "a\u{2028}b", "\u{202E}a", "a\u{2066}b",
    String(repeating: "ä", count: 32),
  ])
  func `a name that cannot be stored is refused before anything is made`(_ name: String) throws {
    let places = TestVault.places(under: "\(try TestVault.current.root)/named")
    #expect(throws: VaultError.unusableName) {
      _ = try Founding(at: places, strength: .least(seed: [1]), time: 0)
        .found(Founder(name: name, passphrase: passphrase("one")))
    }
    #expect(try !Storage.exists(places.vault) && !Storage.exists(places.identities))
  }

  @Test func `two founders do not share a name, however it is spelled`() throws {
    let places = TestVault.places(under: "\(try TestVault.current.root)/named")
    #expect(throws: VaultError.unusableName) {
      _ = try Founding(at: places, strength: .least(seed: [1]), time: 0)
        .found(
          Founder(name: "NOOR", passphrase: passphrase("one")),
          Founder(name: "noor", passphrase: passphrase("two")))
    }
  }

  @Test func `the passphrase opens the identity and another one does not`() throws {
    let vault = try TestVault.current
    let id = vault.ada.partner
    let words = try passphrase(vault.ada.passphrase)
    let identity = try Identities.open(id, vault.places, passphrase: words)
    #expect(identity.name == "Ada" && identity.partner == id)
    #expect(throws: VaultError.wrongPassphrase) {
      _ = try Identities.open(id, vault.places, passphrase: passphrase("the heron waits "))
    }
    #expect(throws: VaultError.wrongPassphrase) {
      _ = try Identities.open(vault.noor.partner, vault.places, passphrase: words)
    }
  }

  @Test func `a name finds its identity in any case, and a stranger's name finds none`() throws {
    let vault = try TestVault.current
    #expect(try Identities.choose(named: "ada", vault.places) == vault.ada.partner)
    #expect(try Identities.choose(named: "NOOR", vault.places) == vault.noor.partner)
    #expect(throws: VaultError.unknownPartner) {
      try Identities.choose(named: "Eve", vault.places)
    }
    #expect(throws: VaultError.partnerNotNamed) {
      try Identities.choose(named: nil, vault.places)
    }
  }

  @Test func `one partner's damaged identity does not keep the other out`() throws {
    let vault = try TestVault.current
    for broken in [vault.ada, vault.noor] {
      let path = vault.places.identity(broken.partner)
      let bytes = try TestVault.read(path)
      try TestVault.write(Array(bytes.dropLast()), to: path)
      let whole = broken.name == "Ada" ? vault.noor : vault.ada
      #expect(try Identities.choose(named: whole.name, vault.places) == whole.partner)
      #expect(
        throws: VaultError.damage(.length, in: "identities/\(broken.partner).key")
      ) { try Identities.choose(named: broken.name, vault.places) }
      try TestVault.write(bytes, to: path)
    }
  }

  @Test(arguments: [
    (UInt32(1), UInt32(65_536)), (11, 65_536), (2, 65_535), (2, 1_048_577), (0, 0), (.max, .max),
  ])
  func `a cost out of bounds is refused before anything is allocated`(
    _ passes: UInt32, _ memory: UInt32
  ) throws {
    let vault = try TestVault.current
    let path = vault.places.identity(vault.ada.partner)
    var bytes = try TestVault.read(path)
    var cost = FieldWriter()
    cost.put(passes)
    cost.put(memory)
    bytes.replaceSubrange(12..<20, with: cost.bytes)
    #expect(
      throws: VaultError.damage(.bounds, in: "identities/\(vault.ada.partner).key")
    ) { try IdentityFile(bytes, named: vault.ada.partner) }
  }

  @Test func `nothing on disk holds a name in the clear`() throws {
    for (path, bytes) in try tree(TestVault.current.root).files {
      let text = String(decoding: bytes, as: UTF8.self).lowercased() + path
      #expect(!text.contains("noor"), "\(path)")
    }
  }

  @Test func `a founding that was cut short is begun again`() throws {
    let vault = try TestVault.current
    let places = vault.places
    try removeFile(places.description)
    try TestVault.write([1], to: "\(places.vault)/.new-00112233445566aa")
    let founded = try Founding(at: places, strength: .least(seed: [1]), time: 5)
      .found(Founder(name: "Ida", passphrase: passphrase("one")))
    #expect(try Storage.names(in: places.partners) == ["\(founded.partner).public"])
    #expect(try Storage.names(in: places.vault) == ["logs", "partners", "vesper-vault"])
  }

  @Test(arguments: ["notes.txt", ".new-plans", "partners/mine.public", "partners/notes", "private"])
  func `no vault is made where somebody else's file is, and the file stays`(_ name: String) throws {
    let vault = try TestVault.current
    try removeFile(vault.places.description)
    try TestVault.write([1], to: "\(vault.places.vault)/\(name)")
    let before = try tree(vault.root).files
    #expect(throws: VaultError.vaultExists(path: vault.places.vault)) {
      _ = try Founding(at: vault.places, strength: .least(seed: [1]), time: 0)
    }
    #expect(try tree(vault.root).files == before)
  }

  @Test func `no vault is made where records are left, even if the vault file is gone`() throws {
    let vault = try TestVault.current
    try vault.open(vault.ada).append(draft("kept"))
    try removeFile(vault.places.description)
    #expect(throws: VaultError.vaultExists(path: vault.places.vault)) {
      _ = try Founding(at: vault.places, strength: .least(seed: [1]), time: 0)
    }
  }

  @Test func `what cannot be looked for just now is not taken for missing`() throws {
    let vault = try TestVault.current
    try vault.open(vault.ada).append(draft("kept"))
    let backup = "\(vault.root)/backup"
    try FileManager.default.copyItem(atPath: vault.places.vault, toPath: backup)
    // A name that leads in a circle: the system cannot say what is there.
    try removeFile(vault.places.description)
    try symlinked(vault.places.description, vault.places.description)
    let partners = try tree(vault.places.partners).files
    #expect(partners.count == 2)
    let remains = try Remains(in: backup, for: vault.ada.partner)
    let unseen = VaultError.system(
      operation: "look for", path: vault.places.description, errno: ELOOP)
    #expect(throws: unseen) {
      _ = try remains.copy(
        to: vault.places, of: vault.vault, for: vault.ada.partner, .seeded([1]))
    }
    #expect(throws: unseen) { _ = try Remains(in: vault.places.vault, for: vault.ada.partner) }
    #expect(throws: unseen) {
      _ = try Founding(at: vault.places, strength: .least(seed: [1]), time: 0)
    }
    #expect(try tree(vault.places.partners).files == partners)
  }
}

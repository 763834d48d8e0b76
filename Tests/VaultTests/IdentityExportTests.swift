import FoundationEssentials
import Sodium
import Testing

@testable import Vault

@Suite(.temporaryVault) struct `An identity export` {
  private func export(_ person: TestVault.Person, _ words: String = "for the road") throws
    -> [UInt8]
  {
    let vault = try TestVault.current
    return try vault.open(person).exportIdentity(
      under: passphrase(words), strength: .least(seed: [3]))
  }

  private func elsewhere() throws -> Places {
    TestVault.places(under: "\(try TestVault.current.root)/elsewhere")
  }

  @Test func `makes the same partner on another device, who trusts the same partner`() throws {
    let vault = try TestVault.current
    let places = try elsewhere()
    let bytes = try export(vault.ada)
    let export = try IdentityExport(bytes, passphrase: passphrase("for the road"))
    #expect(export.partner == vault.ada.partner && export.name == "Ada")
    try Founding(at: places, strength: .least(seed: [4]), time: 9, of: export.vault).found(export)
    let identity = try Identities.open(
      vault.ada.partner, places, passphrase: passphrase("for the road"))
    let opened = try OpenVault(places, as: identity, randomness: .seeded([5]))
    #expect(opened.vault == vault.vault && opened.other?.name == "Noor")
    #expect(opened.other?.keys.partner == vault.noor.partner)
    #expect(try Identities.choose(named: nil, places) == vault.ada.partner)
    // It writes logs of its own, never those of the other device.
    try vault.open(vault.ada).append(draft("there"))
    try opened.append(draft("here"))
    let here = try LogPlace.all(of: vault.ada.partner, .private, in: places, vault.vault)
    #expect(try here.map(\.id) != vault.logs(vault.ada, .private).map(\.id))
  }

  @Test func `joins a partner to the vault of the other that is there`() throws {
    let vault = try TestVault.current
    let places = try elsewhere()
    for (person, words) in [(vault.ada, "for the road"), (vault.noor, "another road")] {
      let bytes = try export(person, words)
      let export = try IdentityExport(bytes, passphrase: passphrase(words))
      if person.name == "Ada" {
        try Founding(at: places, strength: .least(seed: [4]), time: 9, of: export.vault)
          .found(export)
      } else {
        try Founding.add(export, to: places, strength: .least(seed: [6]), time: 9)
        #expect(throws: VaultError.self) {
          try Founding.add(export, to: places, strength: .least(seed: [7]), time: 9)
        }
      }
    }
    #expect(try Identities.choose(named: "Noor", places) == vault.noor.partner)
    #expect(try Identities.choose(named: "Ada", places) == vault.ada.partner)
  }

  @Test func `is refused where another vault is`() throws {
    let vault = try TestVault.current
    let places = try elsewhere()
    _ = try Founding(at: places, strength: .least(seed: [1]), time: 5)
      .found(Founder(name: "Ida", passphrase: passphrase("one")))
    let bytes = try export(vault.ada)
    let export = try IdentityExport(bytes, passphrase: passphrase("for the road"))
    #expect(throws: VaultError.vaultExists(path: places.vault)) {
      try Founding.add(export, to: places, strength: .least(seed: [6]), time: 9)
    }
  }

  @Test func `shows nothing without its passphrase`() throws {
    let vault = try TestVault.current
    let bytes = try export(vault.ada)
    #expect(throws: VaultError.wrongPassphrase) {
      _ = try IdentityExport(bytes, passphrase: passphrase("the heron waits"))
    }
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(!text.contains("Ada") && !text.contains("Noor"))
    #expect(bytes.count == 256 + 16 + 40 + 1_024)
  }

  @Test(arguments: [0, 84, 119, 130, 255, 256, 271, 272, 300, 700, 1_335])
  func `with a changed byte is refused`(_ at: Int) throws {
    var bytes = try export(TestVault.current.ada)
    bytes[at] ^= 1
    #expect(throws: VaultError.self) {
      _ = try IdentityExport(bytes, passphrase: passphrase("for the road"))
    }
  }

  @Test(arguments: [0, 255, 256, 272, 311, 312, 1_335])
  func `that was cut is refused`(_ count: Int) throws {
    let bytes = try export(TestVault.current.ada)
    #expect(throws: VaultError.self) {
      _ = try IdentityExport(Array(bytes.prefix(count)), passphrase: passphrase("for the road"))
    }
  }

  @Test func `with the pins of another vault is refused`() throws {
    let vault = try TestVault.current
    let mine = try export(vault.ada)
    let other = try export(vault.noor, "for the road")
    #expect(throws: VaultError.damage(.state, in: "identity export")) {
      _ = try IdentityExport(
        Array(mine.prefix(272)) + other.suffix(from: 272), passphrase: passphrase("for the road"))
    }
  }
}

@Suite struct `Two foundings at one place` {
  private func refusal(of founding: consuming Founding) throws -> VaultError? {
    let founder = Founder(name: "Eve", passphrase: try passphrase("two"))
    do throws(VaultError) {
      _ = try founding.found(founder)
      return nil
    } catch { return error }
  }

  @Test func `wait for each other, and the second finds the first`() throws {
    let root = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: root) }
    let places = TestVault.places(under: root)
    // Both looked before either began.
    let first = try Founding(at: places, strength: .least(seed: [1]), time: 5)
    let second = try Founding(at: places, strength: .least(seed: [2]), time: 5)
    let ida = try first.found(Founder(name: "Ida", passphrase: passphrase("one")))
    let refusal = try refusal(of: second)
    #expect(refusal == .vaultExists(path: places.vault))
    #expect(try Identities.partners(places) == [ida.partner])
    #expect(try Storage.names(in: places.identities).count == 1)
  }

  @Test func `are refused while one holds the place`() throws {
    let root = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: root) }
    let places = TestVault.places(under: root)
    let founding = try Founding(at: places, strength: .least(seed: [1]), time: 5)
    try Storage.createFolder(places.vault)
    let held = try WriterLock.take(folder: places.vault)
    let refusal = try refusal(of: founding)
    #expect(refusal == .busy)
    _ = held
  }
}

import FoundationEssentials
import Glibc
import Sodium
import Testing

@testable import Vault

/// The code of an identity that was renewed, and what strangers lay beside a renewal.
@Suite struct `The code of an old identity` {
  private func code(_ device: Device) throws -> TypedRecoveryCode {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    defer { close(ends[0]) }
    try device.open().recoveryCode().write(to: ends[1])
    close(ends[1])
    return try TypedRecoveryCode.read(from: ends[0])
  }

  @Test func `brings back nobody where the new identity is, and changes nothing`() throws {
    try Renewal.run { renewal in
      let old = renewal.pair.ada
      let files = try tree(old.root).files
      for folder in [nil, old.shared, renewal.thief.places.vault] {
        #expect(throws: VaultError.renewedIdentity) {
          _ = try Restoring(code(old), from: folder, at: old.places)
        }
      }
      #expect(try tree(old.root).files == files)
      // On another device that was told of the renewal too.
      let second = try renewal.pair.second()
      let brought = try renewal.bring(to: second)
      #expect(throws: VaultError.renewedIdentity) {
        _ = try Restoring(code(second), from: nil, at: second.places)
      }
      #expect(try brought.texts() == [])
    }
  }

  @Test func `is refused like a backup of that identity`() throws {
    try Renewal.run(between: { pair, _ in
      _ = try pair.ada.open().backUp(to: "\(pair.root)/backup")
    }) { renewal in
      let old = renewal.pair.ada
      let files = try tree(old.root).files
      #expect(throws: VaultError.renewedIdentity) {
        _ = try RestoringBackup(from: "\(renewal.pair.root)/backup", at: old.places).carryOut(
          passphrase(old.person.passphrase), strength: .least(seed: [4]), time: 9)
      }
      #expect(try tree(old.root).files == files)
      let other = TestVault.places(under: "\(renewal.pair.root)/new")
      #expect(
        try RestoringBackup(from: "\(renewal.pair.root)/backup", at: other).carryOut(
          passphrase(old.person.passphrase), strength: .least(seed: [4]), time: 9) > 0)
    }
  }

  @Test func `brings back what it can where the new identity is lost`() throws {
    try Renewal.run { renewal in
      let old = renewal.pair.ada
      let restoring = try Restoring(code(old), from: nil, at: renewal.thief.places)
      #expect(restoring.partner == old.person.partner)
      try removeFile(old.places.identity(renewal.ada.person.partner))
      let again = try Restoring(code(old), from: nil, at: old.places)
      _ = try again.carryOut(
        named: "Ada", under: passphrase("words of now"), other: nil,
        strength: .least(seed: [4]), time: 9)
      #expect(try old.texts() == ["alone", "hers", "one", "two"])
    }
  }

  @Test(arguments: ["former", "public", "pins"])
  func `what strangers lay under partners comes along with nobody`(_ suffix: String) throws {
    try Renewal.run { renewal in
      try renewal.join()
      let folder = renewal.ada.shared
      let stranger = String(repeating: "ab", count: 32)
      let ids = [
        renewal.ada.person.partner.description, renewal.pair.ada.person.partner.description,
        renewal.noor.person.partner.description, stranger,
      ]
      for id in ids where suffix != "public" || id == stranger {
        for length in [0, 1_024] {
          try TestVault.write(
            [UInt8](repeating: 9, count: length), to: "\(folder)/partners/\(id).\(suffix)")
        }
      }
      try TestVault.write([1, 2, 3], to: "\(folder)/vesper-vault")
      try TestVault.write([1, 2, 3], to: "\(folder)/.vesper")
      let places = TestVault.places(under: "\(renewal.pair.root)/new")
      let outcome = try Restoring(code(renewal.ada), from: folder, at: places).carryOut(
        named: "Ada", under: passphrase("words of now"), other: "Noor",
        strength: .least(seed: [4]), time: 9)
      #expect(outcome.other == "Noor")
      let vault = try OpenVault(
        places, as: renewal.ada.identity(), randomness: .seeded([5]))
      try vault.requireFormerIdentities()
      #expect(try !Storage.names(in: places.partners).contains { $0.hasPrefix(stranger) })
      #expect(try !Storage.names(in: places.partners).contains { $0.hasSuffix("former") })
      _ = try vault.backUp(to: "\(renewal.pair.root)/backup")
      // Nor does a device that is at home there mind.
      try renewal.ada.sync()
      try renewal.noor.sync()
      for device in [renewal.ada, renewal.noor] {
        try device.open().requireFormerIdentities()
        #expect(try renewal.verdicts(device) == [.complete])
        _ = try device.open().backUp(to: "\(renewal.pair.root)/backup of \(device.name)")
      }
    }
  }

  @Test func `a record of before that does not open is mended from the own folder`() throws {
    try Renewal.run(between: { pair, _ in
      let own = "\(pair.root)/between"
      try Storage.createFolder(own)
      try pair.ada.open().link(.own, own)
    }) { renewal in
      try renewal.ada.sync()
      let name = FormerIdentity.name(renewal.ada.person.partner)
      let path = "\(renewal.ada.places.vault)/\(name)"
      let there = "\(renewal.pair.root)/between/\(name)"
      let whole = try TestVault.read(path)
      #expect(try TestVault.read(there) == whole)
      try TestVault.write([UInt8](repeating: 9, count: 1_024), to: path)
      #expect(throws: VaultError.self) { try renewal.ada.open().requireFormerIdentities() }
      try renewal.ada.sync()
      #expect(try TestVault.read(path) == whole && TestVault.read(there) == whole)
      try TestVault.write([UInt8](repeating: 9, count: 1_024), to: there)
      try renewal.ada.sync()
      #expect(try TestVault.read(path) == whole && TestVault.read(there) == whole)
    }
  }

  @Test func `whose logs are whose is counted with a key, and without one as far as files tell`()
    throws
  {
    try Renewal.run { renewal in
      func facts(_ device: Device, _ formers: [PartnerID]?) throws -> VisibleFacts {
        try VisibleFacts(of: device.person.partner, formerly: formers, device.places)
      }
      func logs(_ facts: VisibleFacts, own: Bool) -> Int {
        facts.logs.filter { $0.isOwn == own }.reduce(0) { $0 + $1.logs }
      }
      let old = renewal.pair.ada.person.partner
      let known = try facts(renewal.ada, [old])
      #expect(logs(known, own: true) == 2 && logs(known, own: false) == 1)
      #expect(known.unknownAuthors == 0)
      let locked = try facts(renewal.ada, nil)
      #expect(logs(locked, own: true) == 0 && logs(locked, own: false) == 0)
      #expect(locked.unknownAuthors == 2)
      #expect(try facts(renewal.noor, nil).unknownAuthors == 0)
      try renewal.join()
      try renewal.noor.write("again")
      try TwoDevices.settle(renewal.ada, renewal.noor)
      let joined = try facts(renewal.ada, nil)
      #expect(joined.unknownAuthors == 0)
      #expect(logs(joined, own: true) == 3 && logs(joined, own: false) == 2)
      #expect(try facts(renewal.ada, [old]).logs == joined.logs)
    }
  }
}

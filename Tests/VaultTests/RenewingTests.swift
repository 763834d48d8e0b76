import FoundationEssentials
import Glibc
import Sodium
import Testing

@testable import Vault

/// `identity renew`: what ends, what stays readable and to whom, and what an interruption leaves.
@Suite(.temporaryVault) struct `A renewed identity` {
  private let strength = Strength.least(seed: Array("renewing".utf8))
  private let words = "a lantern in the reeds"

  private func lived(_ vault: TestVault) throws {
    for (person, name) in [(vault.ada, "Ada"), (vault.noor, "Noor")] {
      try vault.open(person).append(draft("\(name) alone"))
      try vault.open(person).append(draft("\(name) to both", .shared))
    }
  }

  /// Renews Ada's identity and opens the vault as who she is then.
  private func renewed(_ vault: TestVault, seed: String = "renewing") throws -> OpenVault {
    let strength = Strength.least(seed: Array(seed.utf8))
    let founded = try vault.open(vault.ada).renewIdentity(
      under: passphrase(words), strength: strength, time: 9)
    return try opened(founded.partner, vault.places, vault)
  }

  private func opened(_ partner: PartnerID, _ places: Places, _ vault: TestVault) throws
    -> OpenVault
  {
    try OpenVault(
      places, as: Identities.open(partner, places, passphrase: passphrase(words)),
      randomness: vault.randomness())
  }

  /// Both compare their words in a folder on this one machine.
  private func join(_ ada: OpenVault, _ noor: OpenVault, _ folder: String) throws {
    try Storage.createFolder(folder)
    try ada.invite(through: folder)
    try noor.answerInvitation(in: folder)
    guard case .comparing(let code) = try ada.continueJoining(through: folder),
      case .comparing(let same) = try noor.continueJoining(through: folder)
    else { throw VaultError.joining(.notBegun) }
    #expect(code == same)
    try ada.pin(code, calling: "Noor", through: folder)
    try noor.pin(code, calling: "Ada", through: folder)
  }

  @Test func `leaves nothing that the old secret opens of what was summed up`() throws {
    let vault = try TestVault.current
    let path = vault.places.summaries(vault.vault, vault.ada.partner)
    try vault.open(vault.ada).write((0..<1_100).map { draft("\($0)", at: Int64($0)) })
    _ = try vault.open(vault.ada).records(
      of: .diary, where: { _ in false }, passingOver: { _ in false })
    try #require(try Storage.exists(path))
    _ = try renewed(vault)
    #expect(try !Storage.exists(path))
  }

  @Test func `reads what was written before, as its owner's, and trusts nobody yet`() throws {
    let vault = try TestVault.current
    try lived(vault)
    let ada = try renewed(vault)
    #expect(ada.partner != vault.ada.partner && ada.name == "Ada" && ada.other == nil)
    #expect(ada.formerPartners == [vault.ada.partner])
    #expect(Set(try ada.texts()) == ["Ada alone", "Ada to both", "Noor to both"])
    for record in try ada.all() where record.text.hasPrefix("Ada") {
      #expect(record.fields.author == ada.partner)
      #expect(record.fields.writtenAs == vault.ada.partner)
    }
    #expect(ada.name(of: vault.noor.partner) == "Noor")
    let former = try ada.verifyFormer()
    #expect(former.reports.count == 3 && former.missing.isEmpty)
    #expect(former.reports.allSatisfy { $0.verdict == .complete })
    #expect(try ada.verify(nil).isEmpty)
    #expect(throws: VaultError.noPartner) { try ada.append(draft("too soon", .shared)) }
    try ada.append(draft("Ada anew"))
    #expect(try ada.texts().first == "Ada anew" || ada.texts().contains("Ada anew"))
    #expect(try LogPlace.all(of: ada.partner, .private, in: vault.places, vault.vault).count == 1)
  }

  @Test func `changes no byte of any log, nor anything of the other partner's`() throws {
    let vault = try TestVault.current
    try lived(vault)
    let before = try tree(vault.root).files
    let ada = try renewed(vault)
    let after = try tree(vault.root).files
    for (path, bytes) in before
    where path.contains("/logs/") || path.contains("\(vault.noor.partner)") {
      #expect(after[path] == bytes, "\(path)")
    }
    #expect(after["data/vesper/identities/\(vault.ada.partner).key"] == nil)
    #expect(after["data/vesper/identities/\(ada.partner).key"] != nil)
    #expect(try Identities.choose(named: "Ada", vault.places) == ada.partner)
    #expect(try Identities.choose(named: "Noor", vault.places) == vault.noor.partner)
    // What the old file was opened with opens nothing here any more.
    #expect(throws: VaultError.self) {
      _ = try Identities.open(
        vault.ada.partner, vault.places, passphrase: passphrase(vault.ada.passphrase))
    }
    #expect(
      Set(try vault.open(vault.noor).texts()) == ["Noor alone", "Noor to both", "Ada to both"])
  }

  @Test func `shares again once both have compared their words, in logs that name nothing older`()
    throws
  {
    let vault = try TestVault.current
    try lived(vault)
    try vault.open(vault.ada).append(draft("old yes", .shared, .consent))
    try vault.open(vault.noor).append(draft("old yes too", .shared, .consent))
    let ada = try renewed(vault)
    let noor = try vault.open(vault.noor)
    try join(ada, noor, "\(vault.root)/between")
    let old = Set(
      try vault.logs(vault.ada, .shared).map(\.id) + vault.logs(vault.noor, .shared).map(\.id))
    try ada.append(draft("Ada again", .shared))
    try noor.append(draft("Noor again", .shared))
    try ada.append(draft("Ada once more", .shared))
    for reader in [ada, noor] {
      #expect(try reader.texts().contains("Ada again") && reader.texts().contains("Noor again"))
      #expect(try reader.texts().count == Set(reader.texts()).count)
      let reports = try reader.verify(nil)
      #expect(reports.allSatisfy { $0.verdict == .complete })
      #expect(try reader.missingLogs(namedIn: reports).isEmpty)
      for report in reports where !old.contains(report.log) {
        #expect(old.isDisjoint(with: report.named.map(\.log)))
      }
      // For whom each was made is known, so that what is the old pair's can be told apart.
      let pair: Set = [ada.partner, vault.noor.partner]
      for report in reports where report.audience == .shared {
        let readers = [report.author] + (report.recipient.map { [$0] } ?? [])
        #expect(readers.count == 2 && readers.allSatisfy(pair.contains) != old.contains(report.log))
      }
    }
    #expect(Set(try noor.texts()).isSuperset(of: ["Ada to both", "Noor to both", "Noor alone"]))
  }

  @Test func `takes over what was being typed, sealed under the new one`() throws {
    let vault = try TestVault.current
    do { try vault.open(vault.ada).newDraft().put(Array("half a sentence".utf8)) }
    let ada = try renewed(vault)
    let found = try ada.leftDrafts()
    #expect(found.map(\.body) == [Array("half a sentence".utf8)])
    #expect(try !Storage.exists(vault.places.drafts(vault.vault, vault.ada.partner)))
    #expect(try Storage.names(in: vault.places.drafts(vault.vault, ada.partner)).count == 1)
  }

  @Test func `can forget what was written before`() throws {
    let vault = try TestVault.current
    try lived(vault)
    let ada = try renewed(vault)
    for text in ["Ada alone", "Ada to both"] {
      let record = try #require(try ada.all().first { $0.text == text })
      try ada.forget([record.fields.id], at: RecordTime(entered: 10, zone: 0, today: 1))
    }
    #expect(try ada.texts() == ["Noor to both"])
    #expect(try ada.verifyFormer().reports.allSatisfy { $0.verdict == .complete })
    #expect(try vault.open(vault.noor).texts().contains("Ada to both") == false)
  }

  @Test func `can be renewed again, and goes all the way back`() throws {
    let vault = try TestVault.current
    try lived(vault)
    let second = try renewed(vault)
    try second.append(draft("in between"))
    let founded = try second.renewIdentity(
      under: passphrase(words), strength: .least(seed: [7]), time: 10)
    let third = try opened(founded.partner, vault.places, vault)
    #expect(third.formerPartners == [second.partner, vault.ada.partner])
    #expect(Set(try third.texts()) == ["Ada alone", "Ada to both", "Noor to both", "in between"])
    #expect(try Identities.partners(vault.places).count == 2)
  }

  @Test func `goes on where it was cut short while both identities stood`() throws {
    let vault = try TestVault.current
    try lived(vault)
    let file = vault.places.identity(vault.ada.partner)
    let old = try TestVault.read(file)
    let ada = try renewed(vault)
    try TestVault.write(old, to: file)
    #expect(try Identities.areSeveral(named: "Ada", vault.places))
    #expect(throws: VaultError.damage(.twice, in: "identities")) {
      try Identities.choose(named: "Ada", vault.places)
    }
    #expect(throws: VaultError.wrongPassphrase) {
      try Identities.finishRenewal(
        named: "Ada", vault.places, passphrase: passphrase("something else"))
    }
    // The old passphrase opens the old identity, which knows nothing of the new one.
    #expect(throws: VaultError.self) {
      try Identities.finishRenewal(
        named: "Ada", vault.places, passphrase: passphrase(vault.ada.passphrase))
    }
    #expect(try Storage.exists(file))
    #expect(
      try Identities.finishRenewal(named: "Ada", vault.places, passphrase: passphrase(words))
        == ada.partner)
    #expect(try Identities.choose(named: "Ada", vault.places) == ada.partner)
    #expect(Set(try ada.texts()) == ["Ada alone", "Ada to both", "Noor to both"])
  }

  @Test func `is not ended by somebody else's identity of the same name`() throws {
    let vault = try TestVault.current
    let file = vault.places.identity(vault.ada.partner)
    let other = try Identity(
      secret: SecretBytes(copying: [UInt8](repeating: 5, count: 32)), name: "Ada")
    try Founding(addingTo: vault.vault, at: vault.places, strength: strength, time: 1).store(
      other,
      file: IdentityFile.encode(
        other, passphrase: passphrase(words), cost: .least, randomness: .seeded([1])))
    #expect(throws: VaultError.self) {
      try Identities.finishRenewal(named: "Ada", vault.places, passphrase: passphrase(words))
    }
    #expect(try Storage.exists(file))
  }

  @Test func `comes to another device with all that it was`() throws {
    let vault = try TestVault.current
    try lived(vault)
    let other = TestVault.places(under: "\(vault.root)/elsewhere")
    // The other device has the old identity, and what was written up to then.
    for (path, bytes) in try tree(vault.root).files
    where !path.contains("\(vault.noor.partner).key") {
      try TestVault.write(bytes, to: "\(vault.root)/elsewhere/\(path)")
    }
    let ada = try renewed(vault)
    let bytes = try ada.exportIdentity(under: passphrase(words), strength: strength)
    let export = try IdentityExport(bytes, passphrase: passphrase(words))
    try Founding.add(export, to: other, strength: .least(seed: [8]), time: 9)
    #expect(try Identities.choose(named: "Ada", other) == ada.partner)
    let there = try opened(ada.partner, other, vault)
    #expect(Set(try there.texts()) == ["Ada alone", "Ada to both", "Noor to both"])
    for place in stride(from: 257, to: bytes.count, by: 61) {
      var changed = bytes
      changed[place] ^= 4
      #expect(throws: VaultError.self) {
        _ = try IdentityExport(changed, passphrase: passphrase(words))
      }
    }
  }

  @Test func `comes back from a backup, and with its code from a copy of the vault`() throws {
    let vault = try TestVault.current
    try lived(vault)
    let ada = try renewed(vault)
    let backup = "\(vault.root)/backup"
    _ = try ada.backUp(to: backup)
    let manifest = String(decoding: try TestVault.read("\(backup)/manifest"), as: UTF8.self)
    #expect(manifest.contains("former \(vault.ada.partner)\n"))
    #expect(!manifest.contains("\(vault.noor.partner)/private"))
    let home = TestVault.places(under: "\(vault.root)/one")
    _ = try RestoringBackup(from: backup, at: home).carryOut(
      passphrase(words), strength: strength, time: 1)
    #expect(
      Set(try opened(ada.partner, home, vault).texts())
        == ["Ada alone", "Ada to both", "Noor to both"])
    for (number, folder) in [backup, vault.places.vault].enumerated() {
      let places = TestVault.places(under: "\(vault.root)/two\(number)")
      var ends: [Int32] = [-1, -1]
      try #require(Glibc.pipe(&ends) == 0)
      try ada.recoveryCode().write(to: ends[1])
      Glibc.close(ends[1])
      let code = try TypedRecoveryCode.read(from: ends[0])
      Glibc.close(ends[0])
      _ = try Restoring(code, from: folder, at: places).carryOut(
        named: "Ada", under: passphrase(words), other: nil, strength: strength, time: 1)
      #expect(
        Set(try opened(ada.partner, places, vault).texts())
          == ["Ada alone", "Ada to both", "Noor to both"], "\(folder)")
    }
  }

  @Test func `keeps nobody from the present where the past does not open, and says so`() throws {
    let vault = try TestVault.current
    try lived(vault)
    let ada = try renewed(vault)
    try ada.append(draft("anew"))
    let path = "\(vault.places.vault)/\(FormerIdentity.name(ada.partner))"
    let whole = try TestVault.read(path)
    for place in stride(from: 0, to: whole.count, by: 37) {
      var bytes = whole
      bytes[place] ^= 1
      for bytes in [bytes, Array(whole.prefix(place))] {
        try TestVault.write(bytes, to: path)
        let ada = try opened(ada.partner, vault.places, vault)
        #expect(try ada.texts() == ["anew"])
        #expect(throws: VaultError.self) { try ada.requireFormerIdentities() }
      }
      if place > 200 { break }  // Each opening costs an Argon2id run.
    }
    try TestVault.write(whole, to: path)
    try opened(ada.partner, vault.places, vault).requireFormerIdentities()
  }
}

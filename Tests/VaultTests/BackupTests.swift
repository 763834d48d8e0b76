import FoundationEssentials
import Glibc
import Sodium
import Testing

@testable import Vault

/// `backup` and `restore`: what is copied, when the last backup stands, what comes back.
@Suite(.temporaryVault) struct BackupTests {
  private let strength = Strength.least(seed: Array("backup".utf8))
  private let seenByAda: Set = ["Ada alone", "Ada to both", "Noor to both"]

  private func lived(_ vault: TestVault) throws -> String {
    for (person, name) in [(vault.ada, "Ada"), (vault.noor, "Noor")] {
      try vault.open(person).append(draft("\(name) alone"))
      try vault.open(person).append(draft("\(name) to both", .shared))
    }
    return "\(vault.root)/backup"
  }

  private func restored(_ vault: TestVault, _ folder: String, home: String = "other home") throws
    -> (places: Places, ada: OpenVault)
  {
    let places = TestVault.places(under: "\(vault.root)/\(home)")
    _ = try RestoringBackup(from: folder, at: places).carryOut(
      passphrase(vault.ada.passphrase), strength: strength, time: 1)
    let ada = try OpenVault(
      places, as: vault.identity(vault.ada), randomness: .seeded(Array(home.utf8)))
    return (places, ada)
  }

  @Test func `a backup brings everything back, and own logs are not resumed`() throws {
    let vault = try TestVault.current
    let folder = try lived(vault)
    let before = try tree(vault.root).files
    let outcome = try vault.open(vault.ada).backUp(to: folder)
    #expect(outcome.isSound && outcome.files == outcome.written && outcome.files == 8)
    var after = try tree(vault.root).files
    for path in after.keys where path.hasPrefix("backup/") { after[path] = nil }
    // The lock is new; nothing else of the vault has changed.
    for path in after.keys where path.hasSuffix(".lock") { after[path] = before[path] }
    #expect(after == before)
    let (places, ada) = try restored(vault, folder)
    let copied = try tree(places.vault).files
    for (path, bytes) in copied { #expect(bytes == before["data/vesper/vault/\(path)"], "\(path)") }
    #expect(Set(try ada.texts()) == seenByAda && ada.other?.name == "Noor")
    #expect(Set(try ada.verify(nil).map(\.verdict)) == [.complete])
    try ada.append(draft("new"))
    try ada.append(draft("new to both", .shared))
    for (path, bytes) in copied {
      let now = try TestVault.read("\(places.vault)/\(path)")
      #expect(now == bytes, "\(path)")
    }
    #expect(try LogPlace.all(of: ada.partner, .private, in: places, vault.vault).count == 2)
    #expect(try LogPlace.all(of: ada.partner, .shared, in: places, vault.vault).count == 2)
  }

  @Test func `nothing of the other partner's private logs is in it`() throws {
    let vault = try TestVault.current
    let folder = try lived(vault)
    _ = try vault.open(vault.ada).backUp(to: folder)
    let text = String(decoding: try TestVault.read("\(folder)/manifest"), as: UTF8.self)
    #expect(!text.contains("\(vault.noor.partner)/private"))
    #expect(text.contains("\(vault.noor.partner)/shared"))
    let own = try tree("\(vault.places.vault)/logs/\(vault.noor.partner)/private").files.values
    let held = try tree(folder).files.values
    #expect(!own.isEmpty && own.allSatisfy { !held.contains($0) })
  }

  @Test func `a second backup copies what changed, and forgets what was forgotten`() throws {
    let vault = try TestVault.current
    let folder = try lived(vault)
    let id = try vault.open(vault.ada).append(draft("to be forgotten"))
    _ = try vault.open(vault.ada).backUp(to: folder)
    let same = try vault.open(vault.ada).backUp(to: folder)
    #expect(same.written == 0 && same.files == 8)
    let old = try TestVault.read(vault.log(vault.ada, .private).path(of: 0))
    try vault.open(vault.ada).forget([id], at: RecordTime(entered: 1, zone: 0, today: 1))
    let next = try vault.open(vault.ada).backUp(to: folder)
    #expect(next.written == 2)
    let objects = try tree("\(folder)/objects").files
    #expect(objects.count == 8 && !objects.values.contains(old))
    let (_, ada) = try restored(vault, folder)
    #expect(Set(try ada.texts()) == seenByAda)
    #expect(Set(try ada.verify(nil).map(\.verdict)) == [.complete])
  }

  @Test func `until the manifest is there, the last backup stands`() throws {
    let vault = try TestVault.current
    let folder = try lived(vault)
    _ = try vault.open(vault.ada).backUp(to: folder)
    let manifest = try TestVault.read("\(folder)/manifest")
    let first = try tree("\(folder)/objects").files
    try vault.open(vault.ada).append(draft("later"))
    _ = try vault.open(vault.ada).backUp(to: folder)
    // As a crash leaves it before the last step: both sets of files, and the old manifest.
    for (name, bytes) in first { try TestVault.write(bytes, to: "\(folder)/objects/\(name)") }
    try TestVault.write(manifest, to: "\(folder)/manifest")
    try TestVault.write([1, 2], to: "\(folder)/objects/.new-0123456789abcdef")
    let (_, ada) = try restored(vault, folder)
    #expect(Set(try ada.texts()) == seenByAda)
    let again = try vault.open(vault.ada).backUp(to: folder)
    #expect(again.written == 0)
    #expect(try tree("\(folder)/objects").files.count == 8)
  }

  @Test func `a file that was cut short in the backup is copied again`() throws {
    let vault = try TestVault.current
    let folder = try lived(vault)
    _ = try vault.open(vault.ada).backUp(to: folder)
    let name = try #require(try tree("\(folder)/objects").files.first { $0.value.count > 600 }?.key)
    try TestVault.write([], to: "\(folder)/objects/\(name)")
    #expect(throws: VaultError.self) { _ = try restored(vault, folder) }
    #expect(try !Storage.exists("\(vault.root)/other home"))
    let again = try vault.open(vault.ada).backUp(to: folder)
    #expect(again.written == 1)
    _ = try restored(vault, folder)
  }

  @Test func `a vault that does not hold together never replaces a backup that does`() throws {
    let vault = try TestVault.current
    let folder = try lived(vault)
    _ = try vault.open(vault.ada).backUp(to: folder)
    let before = try tree(folder).files
    try Forger(vault, vault.log(vault.ada, .private), as: vault.ada).spoil(1)
    #expect(throws: VaultError.backup(.unsound)) {
      _ = try vault.open(vault.ada).backUp(to: folder)
    }
    #expect(try tree(folder).files == before)
    let elsewhere = try vault.open(vault.ada).backUp(to: "\(vault.root)/as it is")
    #expect(!elsewhere.isSound)
  }

  @Test func `a directory of anything else is left alone`() throws {
    let vault = try TestVault.current
    let folder = try lived(vault)
    try TestVault.write([1], to: "\(vault.root)/pictures/a.png")
    #expect(throws: VaultError.backup(.occupied)) {
      _ = try vault.open(vault.ada).backUp(to: "\(vault.root)/pictures")
    }
    _ = try vault.open(vault.ada).backUp(to: folder)
    #expect(throws: VaultError.backup(.ofAnother)) {
      _ = try vault.open(vault.noor).backUp(to: folder)
    }
    #expect(throws: VaultError.backup(.notThere)) {
      _ = try RestoringBackup(from: "\(vault.root)/pictures", at: vault.places)
    }
  }

  @Test func `a restoring never goes over a vault, and a wrong passphrase changes nothing`() throws
  {
    let vault = try TestVault.current
    let folder = try lived(vault)
    _ = try vault.open(vault.ada).backUp(to: folder)
    let before = try tree(vault.root).files
    #expect(throws: VaultError.vaultExists(path: vault.places.vault)) {
      _ = try RestoringBackup(from: folder, at: vault.places)
    }
    let places = TestVault.places(under: "\(vault.root)/other home")
    #expect(throws: VaultError.wrongPassphrase) {
      _ = try RestoringBackup(from: folder, at: places).carryOut(
        passphrase("not these words"), strength: strength, time: 1)
    }
    #expect(try tree(vault.root).files == before)
  }

  @Test func `an older backup over a lost vault is called rolled back where the state knows more`()
    throws
  {
    let vault = try TestVault.current
    let folder = try lived(vault)
    _ = try vault.open(vault.ada).backUp(to: folder)
    try vault.open(vault.ada).append(draft("after the backup"))
    try FileManager.default.removeItem(atPath: vault.places.vault)
    try removeFile(vault.places.identity(vault.ada.partner))
    _ = try RestoringBackup(from: folder, at: vault.places).carryOut(
      passphrase(vault.ada.passphrase), strength: strength, time: 1)
    let ada = try vault.open(vault.ada)
    #expect(Set(try ada.texts()) == seenByAda)
    #expect(try vault.judged(vault.log(vault.ada, .private), by: vault.ada).0 == .rolledBack)
  }

  @Test(arguments: [
    "../outside", "vesper-vault/..", "logs/../x", "partners/x.public", "/etc/passwd", "identity/x",
  ])
  func `a manifest names nothing outside of a vault`(_ path: String) throws {
    let vault = try TestVault.current
    let file = BackupManifest.File(path: path, length: 1, hash: BackupManifest.hash([1]))
    let made = BackupManifest(vault: vault.vault, partner: vault.ada.partner, files: [file])
    #expect(throws: VaultError.self) { _ = try BackupManifest(made.encode()) }
  }

  @Test func `every changed byte of a manifest is found`() throws {
    let vault = try TestVault.current
    let file = BackupManifest.File(path: "identity", length: 1, hash: BackupManifest.hash([1]))
    let made = BackupManifest(vault: vault.vault, partner: vault.ada.partner, files: [file])
    let bytes = made.encode()
    #expect(try BackupManifest(bytes) == made)
    for place in bytes.indices {
      var changed = bytes
      changed[place] ^= 1
      #expect(throws: VaultError.self) { _ = try BackupManifest(changed) }
    }
  }
}

import FoundationEssentials
import Glibc
import Sodium
import Testing

@testable import Vault

/// Coming back with the recovery code, and a new passphrase: what changes, and what must not.
@Suite(.temporaryVault) struct RestoringTests {
  private let strength = Strength.least(seed: Array("restoring".utf8))

  private func code(_ vault: TestVault, _ person: TestVault.Person) throws -> TypedRecoveryCode {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    defer { close(ends[0]) }
    try RecoveryCode(vault.identity(person)).write(to: ends[1])
    close(ends[1])
    return try TypedRecoveryCode.read(from: ends[0])
  }

  /// Both have written, for themselves and for both.
  private func lived(_ vault: TestVault) throws {
    for (person, name) in [(vault.ada, "Ada"), (vault.noor, "Noor")] {
      try vault.open(person).append(draft("\(name) alone"))
      try vault.open(person).append(draft("\(name) to both", .shared))
    }
  }

  private let seenByAda: Set = ["Ada alone", "Ada to both", "Noor to both"]

  private func opened(_ places: Places, _ partner: PartnerID, _ words: String) throws -> OpenVault {
    try OpenVault(
      places, as: Identities.open(partner, places, passphrase: passphrase(words)),
      randomness: .seeded(Array(words.utf8)))
  }

  @Test func `a new passphrase opens, the old one does not, and nothing else changes`() throws {
    let vault = try TestVault.current
    try lived(vault)
    let before = try tree(vault.root).files
    let file = "data/vesper/identities/\(vault.ada.partner).key"
    try Identities.rewrap(
      vault.ada.partner, vault.places, from: passphrase(vault.ada.passphrase),
      to: passphrase("a new one altogether"), strength: strength)
    var after = try tree(vault.root).files
    let (old, new) = (try #require(before[file]), try #require(after[file]))
    #expect(old[20..<52] != new[20..<52] && old[120..<144] != new[120..<144])
    after[file] = old
    #expect(after == before)
    let ada = try opened(vault.places, vault.ada.partner, "a new one altogether")
    #expect(ada.name == "Ada")
    #expect(Set(try ada.texts()) == seenByAda)
    #expect(throws: VaultError.wrongPassphrase) {
      _ = try opened(vault.places, vault.ada.partner, vault.ada.passphrase)
    }
  }

  @Test func `a wrong old passphrase changes nothing`() throws {
    let vault = try TestVault.current
    let before = try tree(vault.root).files
    #expect(throws: VaultError.wrongPassphrase) {
      try Identities.rewrap(
        vault.ada.partner, vault.places, from: passphrase("not this"), to: passphrase("nor this"),
        strength: strength)
    }
    #expect(try tree(vault.root).files == before)
  }

  @Test func `a forgotten passphrase is replaced, and the device goes on in its logs`() throws {
    let vault = try TestVault.current
    try lived(vault)
    let before = try tree(vault.places.vault).files
    let outcome = try Restoring(code(vault, vault.ada), from: nil, at: vault.places).carryOut(
      named: "Ada", under: passphrase("a new one altogether"), other: nil, strength: strength,
      time: 1)
    #expect(outcome.continues && outcome.copied == 0 && outcome.other == "Noor")
    #expect(try tree(vault.places.vault).files == before)
    let ada = try opened(vault.places, vault.ada.partner, "a new one altogether")
    #expect(Set(try ada.texts()) == seenByAda)
    try ada.append(draft("further"))
    #expect(try vault.logs(vault.ada, .private).count == 1)
  }

  /// Ada's home, with the vault's directory at hand under another name, and with the shared part.
  private func elsewhere(_ vault: TestVault) throws -> (places: Places, shared: String) {
    let shared = "\(vault.root)/shared folder"
    for (path, bytes) in try tree(vault.places.vault).files
    where path.hasPrefix("partners/") || path.contains("/shared/") {
      try TestVault.write(bytes, to: "\(shared)/\(path)")
    }
    return (TestVault.places(under: "\(vault.root)/other home"), shared)
  }

  @Test func `a device with nothing but a copy of the vault gets all that is its owner's`() throws {
    let vault = try TestVault.current
    try lived(vault)
    let (places, _) = try elsewhere(vault)
    let before = try tree(vault.places.vault).files
    let restoring = try Restoring(code(vault, vault.ada), from: vault.places.vault, at: places)
    let (asks, which) = (restoring.asksForOther, restoring.vault)
    #expect(asks && which == vault.vault)
    let outcome = try restoring.carryOut(
      named: "Ada L", under: passphrase("on another device"), other: "Noor", strength: strength,
      time: 1)
    #expect(!outcome.continues && outcome.other == "Noor" && outcome.copied == 5)
    #expect(try tree(vault.places.vault).files == before)
    let copied = try tree(places.vault).files
    for (path, bytes) in copied { #expect(bytes == before[path], "\(path)") }
    let others = copied.keys.filter { $0.hasPrefix("logs/\(vault.noor.partner)/private") }
    #expect(others.isEmpty)
    let ada = try opened(places, vault.ada.partner, "on another device")
    #expect(ada.name == "Ada L" && ada.other?.keys.partner == vault.noor.partner)
    #expect(Set(try ada.texts()) == seenByAda)
    #expect(Set(try ada.verify(nil).map(\.verdict)) == [.complete])
    try ada.append(draft("in a log of its own"))
    try ada.append(draft("shared in a log of its own", .shared))
    for (path, bytes) in copied {
      let now = try TestVault.read("\(places.vault)/\(path)")
      #expect(now == bytes, "\(path)")
    }
    #expect(try LogPlace.all(of: ada.partner, .private, in: places, vault.vault).count == 2)
    #expect(Set(try ada.verify(nil).map(\.verdict)) == [.complete])
  }

  @Test func `the shared folder alone brings back what was shared`() throws {
    let vault = try TestVault.current
    try lived(vault)
    let (places, shared) = try elsewhere(vault)
    let outcome = try Restoring(code(vault, vault.ada), from: shared, at: places).carryOut(
      named: "Ada", under: passphrase("on another device"), other: "Noor", strength: strength,
      time: 1)
    #expect(outcome.other == "Noor")
    let ada = try opened(places, vault.ada.partner, "on another device")
    #expect(ada.vault == vault.vault)
    #expect(Set(try ada.texts()) == ["Ada to both", "Noor to both"])
    #expect(Set(try ada.verify(nil).map(\.verdict)) == [.complete])
  }

  @Test func `without a name for the other nobody is trusted`() throws {
    let vault = try TestVault.current
    try lived(vault)
    let (places, shared) = try elsewhere(vault)
    _ = try Restoring(code(vault, vault.ada), from: shared, at: places).carryOut(
      named: "Ada", under: passphrase("on another device"), other: nil, strength: strength,
      time: 1)
    let ada = try opened(places, vault.ada.partner, "on another device")
    #expect(ada.other == nil)
    #expect(throws: VaultError.noPartner) { try ada.append(draft("for whom", .shared)) }
  }

  @Test func `keys that no log of one's own was made for are not trusted`() throws {
    let vault = try TestVault.current
    try vault.open(vault.noor).append(draft("Noor to both", .shared))
    try vault.open(vault.ada).append(draft("Ada alone"))
    let (places, _) = try elsewhere(vault)
    let restoring = try Restoring(code(vault, vault.ada), from: vault.places.vault, at: places)
    let asks = restoring.asksForOther
    #expect(!asks)
    let outcome = try restoring.carryOut(
      named: "Ada", under: passphrase("on another device"), other: "Noor", strength: strength,
      time: 1)
    #expect(outcome.other == nil)
  }

  @Test func `an interrupted restoring is gone on with`() throws {
    let vault = try TestVault.current
    try lived(vault)
    let (places, _) = try elsewhere(vault)
    func restore() throws -> Restoring.Outcome {
      try Restoring(code(vault, vault.ada), from: vault.places.vault, at: places).carryOut(
        named: "Ada", under: passphrase("on another device"), other: "Noor", strength: strength,
        time: 1)
    }
    _ = try restore()
    // As it was left before its identity was there: some files, and perhaps no state.
    try removeFile("\(places.data)/identities/\(vault.ada.partner).key")
    try removeFile(places.deviceState(vault.vault, vault.ada.partner))
    let own = try #require(
      try LogPlace.all(of: vault.ada.partner, .private, in: places, vault.vault).first)
    try removeFile(own.path(of: 0))
    let again = try restore()
    #expect(again.copied == 1)
    let ada = try opened(places, vault.ada.partner, "on another device")
    #expect(Set(try ada.texts()) == seenByAda)
  }

  @Test func `another vault in the place is left as it is`() throws {
    let vault = try TestVault.current
    try lived(vault)
    let (places, _) = try elsewhere(vault)
    _ = try Founding(at: places, strength: strength, time: 1).found(
      Founder(name: "Sam", passphrase: passphrase("somebody else here")))
    let before = try tree("\(vault.root)/other home").files
    #expect(throws: VaultError.vaultExists(path: places.vault)) {
      _ = try Restoring(code(vault, vault.ada), from: vault.places.vault, at: places)
    }
    #expect(throws: VaultError.unknownCode) {
      _ = try Restoring(code(vault, vault.ada), from: nil, at: places)
    }
    #expect(try tree("\(vault.root)/other home").files == before)
  }

  @Test func `a state that does not open is put aside and built again`() throws {
    let vault = try TestVault.current
    try lived(vault)
    let path = vault.places.deviceState(vault.vault, vault.ada.partner)
    try TestVault.write([UInt8](repeating: 7, count: 4_096), to: path)
    let outcome = try Restoring(code(vault, vault.ada), from: nil, at: vault.places).carryOut(
      named: "Ada", under: passphrase("a new one altogether"), other: "Noor", strength: strength,
      time: 9_000)
    #expect(!outcome.continues && outcome.other == "Noor")
    let names = try Storage.names(in: vault.places.states(vault.vault))
    #expect(names.contains { $0.hasPrefix("\(vault.ada.partner).state.damaged-") })
    let state = try vault.state(vault.ada)
    #expect(state.highWater == 9_000 && state.ownLogs.isEmpty && state.heads.count == 3)
    #expect(Set(try vault.open(vault.ada).texts()) == seenByAda)
  }
}

import FoundationEssentials
import Sodium
import Testing

@testable import Vault

/// Two people, each on a machine of their own, and the folder between them as each machine holds it.
final class TwoMachines {
  let root: String
  let ada: OpenVault
  let noor: OpenVault
  /// The folder on Ada's machine, and on Noor's.
  let adas: String
  let noors: String

  init(inviting: Bool = true) throws {
    root = try temporaryFolder()
    adas = "\(root)/ada/folder"
    noors = "\(root)/noor/folder"
    for folder in [adas, noors] { try Storage.createFolder(folder) }
    ada = try TwoMachines.found(root, "Ada", 1)
    if inviting {
      try ada.invite(through: adas)
      try TwoMachines.carry(adas, noors)
    }
    noor =
      inviting
      ? try TwoMachines.join(root, "Noor", noors, 2) : try TwoMachines.found(root, "Noor", 2)
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  static func places(_ root: String, _ name: String) -> Places {
    TestVault.places(under: "\(root)/\(name.lowercased())")
  }

  /// A vault of one's own.
  static func found(_ root: String, _ name: String, _ seed: UInt8) throws -> OpenVault {
    let places = places(root, name)
    let founded = try Founding(at: places, strength: .least(seed: [seed]), time: 5)
      .found(Founder(name: name, passphrase: passphrase("one")))
    return try open(places, founded.partner, seed)
  }

  /// A vault that answers the invitation in a folder.
  static func join(_ root: String, _ name: String, _ folder: String, _ seed: UInt8) throws
    -> OpenVault
  {
    let places = places(root, name)
    let invitation = try FoundInvitation(in: folder)
    return try Founding(
      at: places, strength: .least(seed: [seed]), time: 5, of: invitation.vault
    ).found(Founder(name: name, passphrase: passphrase("one")), answering: invitation)
  }

  private static func open(_ places: Places, _ id: PartnerID, _ seed: UInt8) throws -> OpenVault {
    try OpenVault(
      places, as: Identities.open(id, places, passphrase: passphrase("one")),
      randomness: .seeded([seed, 0]))
  }

  /// Carries every file of one folder into another, as an engine that only adds.
  static func carry(_ from: String, _ to: String) throws {
    for name in try Storage.names(in: "\(from)/joining") {
      try put(read("\(from)/joining/\(name)"), name, to)
    }
  }

  func carryToNoor() throws { try TwoMachines.carry(adas, noors) }
  func carryToAda() throws { try TwoMachines.carry(noors, adas) }

  static func read(_ path: String) throws -> [UInt8] { try TestVault.read(path) }

  static func put(_ bytes: [UInt8], _ name: String, _ folder: String) throws {
    try TestVault.write(bytes, to: "\(folder)/joining/\(name)")
  }

  static func contents(_ folder: String) throws -> JoiningFolder.Contents {
    try JoiningFolder(in: folder).read()
  }

  /// Takes everything out of a folder.
  static func empty(_ folder: String) throws { try JoiningFolder(in: folder).clear { _ in true } }

  /// The code that a partner is shown; fails where there is none yet.
  static func code(_ vault: OpenVault, _ folder: String) throws -> JoiningCode {
    guard case .comparing(let code) = try vault.continueJoining(through: folder) else {
      throw VaultError.joining(.notBegun)
    }
    return code
  }

  /// What a partner remembers of joinings.
  static func progress(_ vault: OpenVault) throws -> JoiningProgress {
    try LogWriter(vault.keys, vault.randomness).state.joining()
  }
}

@Suite struct `A joining` {
  @Test func `shows both the same words, and pins each for the other`() throws {
    let two = try TwoMachines()
    #expect(try two.ada.continueJoining(through: two.adas) == .waitingForAnswer)
    #expect(try two.noor.continueJoining(through: two.noors) == .waitingForOpening)
    try two.carryToAda()
    let adas = try TwoMachines.code(two.ada, two.adas)
    #expect(try two.noor.continueJoining(through: two.noors) == .waitingForOpening)
    try two.carryToNoor()
    let noors = try TwoMachines.code(two.noor, two.noors)
    #expect(adas == noors && adas.bytes.count * 8 >= 60)
    // Asked again, the words are the same.
    #expect(try TwoMachines.code(two.ada, two.adas) == adas)
    #expect(two.ada.other == nil && two.noor.other == nil)

    try two.ada.pin(adas, calling: "Noor", through: two.adas)
    try two.noor.pin(noors, calling: "my Ada", through: two.noors)
    #expect(two.ada.other?.keys.partner == two.noor.partner && two.ada.other?.name == "Noor")
    #expect(two.noor.other?.keys.partner == two.ada.partner && two.noor.other?.name == "my Ada")
    #expect(two.ada.vault == two.noor.vault)
    #expect(try Storage.exists(two.noor.keys.places.publicIdentity(two.ada.partner)))
    #expect(try Storage.exists(two.ada.keys.places.publicIdentity(two.noor.partner)))
    #expect(try Storage.names(in: "\(two.noors)/joining") == [])
  }

  @Test func `makes what each seals for both readable to the other`() throws {
    let two = try TwoMachines()
    try two.ada.append(draft("before"))
    #expect(throws: VaultError.noPartner) { try two.ada.append(draft("too early", .shared)) }
    try two.join()
    try two.ada.append(draft("for us", .shared))
    let from = two.ada.keys.places.logs(of: two.ada.partner, .shared)
    let to = two.noor.keys.places.logs(of: two.ada.partner, .shared)
    let (folders, files) = try tree(from)
    for folder in folders { try Storage.createFolder("\(to)/\(folder)") }
    for (path, bytes) in files { try TestVault.write(bytes, to: "\(to)/\(path)") }
    #expect(try two.noor.texts() == ["for us"])
  }

  @Test func `goes on from the device state after each step`() throws {
    let two = try TwoMachines()
    for _ in 0..<2 { #expect(try two.ada.continueJoining(through: two.adas) == .waitingForAnswer) }
    try two.carryToAda()
    let code = try TwoMachines.code(two.ada, two.adas)
    // The files go; what was chosen and opened stays.
    try two.carryToNoor()
    try TwoMachines.empty(two.adas)
    #expect(try TwoMachines.code(two.ada, two.adas) == code)
    let noors = try TwoMachines.code(two.noor, two.noors)
    try TwoMachines.empty(two.noors)
    #expect(try TwoMachines.code(two.noor, two.noors) == noors)
  }

  @Test func `lays its files out again where they are gone`() throws {
    let two = try TwoMachines()
    try TwoMachines.empty(two.adas)
    try TwoMachines.empty(two.noors)
    _ = try two.ada.continueJoining(through: two.adas)
    _ = try two.noor.continueJoining(through: two.noors)
    #expect(try TwoMachines.contents(two.adas).invitations.count == 1)
    #expect(try TwoMachines.contents(two.noors).answers.count == 1)
  }

  @Test func `reads files under any name, once, and passes over what is not whole`() throws {
    let two = try TwoMachines()
    try two.carryToAda()
    let name = try #require(
      Storage.names(in: "\(two.adas)/joining").first { $0.hasSuffix("answer") })
    let bytes = try TwoMachines.read("\(two.adas)/joining/\(name)")
    try TwoMachines.put(bytes, "x.sync-conflict-20260302-201500-ABCDEFG.answer", two.adas)
    for count in [0, 8, 100, 223] {
      try TwoMachines.put(Array(bytes.prefix(count)), "part-\(count).answer", two.adas)
    }
    try TwoMachines.put(bytes + [0], "longer.answer", two.adas)
    try TwoMachines.put(bytes.map { $0 ^ 1 }, "other", two.adas)
    #expect(try TwoMachines.contents(two.adas).answers.count == 1)
    _ = try TwoMachines.code(two.ada, two.adas)
  }

  @Test func `puts no name in the folder`() throws {
    let two = try TwoMachines()
    try two.join()
    for folder in [two.adas, two.noors] {
      for name in try Storage.names(in: "\(folder)/joining") {
        let text = String(
          decoding: try TwoMachines.read("\(folder)/joining/\(name)"), as: UTF8.self)
        #expect(!text.contains("Ada") && !text.contains("Noor"))
      }
    }
  }

  @Test func `can go the other way round where both have the vault`() throws {
    let two = try TwoMachines()
    try two.join()
    // Noor invites; Ada, who has the vault, answers with the identity that she has.
    try two.noor.invite(through: two.noors)
    try TwoMachines.empty(two.adas)
    try two.carryToAda()
    try two.ada.answerInvitation(in: two.adas)
    try two.carryToAda()
    try TwoMachines.carry(two.adas, two.noors)
    let code = try TwoMachines.code(two.noor, two.noors)
    try two.carryToAda()
    #expect(try TwoMachines.code(two.ada, two.adas) == code)
  }
}

extension TwoMachines {
  /// Goes through with it.
  func join() throws {
    try carryToAda()
    let adas = try TwoMachines.code(ada, self.adas)
    try carryToNoor()
    let noors = try TwoMachines.code(noor, self.noors)
    try ada.pin(adas, calling: "Noor", through: self.adas)
    try noor.pin(noors, calling: "Ada", through: self.noors)
  }
}

import FoundationEssentials
import Sodium
import Testing

@testable import Vault

/// Ada, whose old identity somebody has copied, and Noor, to whom she is joined anew.
struct Renewal {
  let pair: TwoDevices
  /// Ada's device, as who she is now.
  private(set) var ada: Device
  var noor: Device { renewedNoor ?? pair.noor }
  private var renewedNoor: Device?
  /// The old identity on somebody else's machine, with everything that Ada's device had.
  let thief: Device

  private static let words = "a lantern in the reeds"

  private init(pair: TwoDevices, ada: Device, thief: Device) {
    (self.pair, self.ada, self.thief) = (pair, ada, thief)
  }

  /// - Parameters:
  ///   - before: what happens before somebody copies everything.
  ///   - between: what happens before Ada renews her identity, and is in the copy no more.
  static func run(
    before: (TwoDevices) throws -> Void = { try Renewal.lived($0) },
    between: (TwoDevices, Device) throws -> Void = { _, _ in },
    _ body: (inout Renewal) throws -> Void
  ) throws {
    try TwoDevices.run { pair in
      try before(pair)
      let thief = try Device("t", of: pair.ada.person, under: pair.root, .shared.get())
      for (path, bytes) in try tree(pair.ada.root).files {
        try TestVault.write(bytes, to: "\(thief.root)/\(path)")
      }
      try thief.link()
      try between(pair, thief)
      var renewal = try Renewal(pair: pair, ada: Renewal.renewed(pair.ada), thief: thief)
      try body(&renewal)
    }
  }

  static func lived(_ pair: TwoDevices) throws {
    try pair.ada.write("one")
    try pair.ada.write("alone", .private)
    try pair.noor.write("hers")
    try pair.ada.write("two")
    try TwoDevices.settle(pair.ada, pair.noor)
  }

  /// Renews the identity of a device's owner.
  static func renewed(_ device: Device) throws -> Device {
    let strength = Strength.least(seed: Array("renewed \(device.name)".utf8))
    let founded = try device.open().renewIdentity(
      under: passphrase(words), strength: strength, time: 9)
    return Device(device, as: try person(founded.partner, device))
  }

  private static func person(_ partner: PartnerID, _ device: Device) throws -> TestVault.Person {
    let identity = try Identities.open(partner, device.places, passphrase: passphrase(words))
    let payload = try identity.payload()
    return TestVault.Person(
      partner: partner, name: identity.name, passphrase: words,
      payload: try payload.revealed(0..<payload.count))
  }

  mutating func renewAgain() throws { ada = try Renewal.renewed(ada) }

  /// The other has a new identity as well, and the two who they are now are joined.
  mutating func renewBoth() throws {
    renewedNoor = try Renewal.renewed(pair.noor)
    try join()
  }

  /// Brings the new identity to another device of Ada's.
  func bring(to device: Device) throws -> Device {
    let bytes = try ada.open().exportIdentity(
      under: passphrase(Renewal.words), strength: .least(seed: [1]))
    try Founding.add(
      IdentityExport(bytes, passphrase: passphrase(Renewal.words)), to: device.places,
      strength: .least(seed: [2]), time: 9)
    return Device(device, as: ada.person)
  }

  /// Both compare their words, through what the engine carries.
  func join() throws {
    let (mine, theirs) = (try ada.open(), try noor.open())
    try mine.invite(through: ada.shared)
    try TwoDevices.carry(ada, noor)
    try theirs.answerInvitation(in: noor.shared)
    try TwoDevices.carry(noor, ada)
    guard case .comparing(let code) = try mine.continueJoining(through: ada.shared) else {
      throw VaultError.joining(.notBegun)
    }
    try TwoDevices.carry(ada, noor)
    guard case .comparing(code) = try theirs.continueJoining(through: noor.shared) else {
      throw VaultError.joining(.notBegun)
    }
    try mine.pin(code, calling: "Noor", through: ada.shared)
    try theirs.pin(code, calling: "Ada", through: noor.shared)
    try TwoDevices.settle(ada, noor)
  }

  /// What the thief puts out reaches both, and both look closely.
  @discardableResult
  func arrive() throws -> (ada: ExchangeReport, noor: ExchangeReport) {
    try thief.sync()
    for device in [ada, noor] { try TwoDevices.carry(thief, device) }
    let quick = (ada: try ada.open().exchange(.quick), noor: try noor.open().exchange(.quick))
    #expect(quick.ada.restored.isEmpty && quick.noor.restored.isEmpty)
    for device in [ada, noor] { try TwoDevices.carry(thief, device) }
    return (try ada.sync(), try noor.sync())
  }

  /// Whether somebody's having gone on with a log that is here is told of a device.
  func tellsOfMore(_ device: Device) throws -> Bool {
    let vault = try device.open()
    return try (vault.verify(nil) + vault.verifyFormer().reports).contains(where: \.goesOn)
  }

  /// The verdicts on everything, of earlier identities too.
  func verdicts(_ device: Device) throws -> Set<Verdict> {
    let vault = try device.open()
    let former = try vault.verifyFormer()
    return Set(try device.verdicts().values)
      .union(former.reports.map(\.verdict)).union(former.missing.map(\.verdict))
  }
}

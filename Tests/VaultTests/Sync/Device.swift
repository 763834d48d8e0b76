import FoundationEssentials
import Glibc
import Sodium
import Synchronization
import Testing

@testable import Vault

/// One device of one partner, with a linked folder of its own that an engine would carry.
final class Device: Sendable {
  let name: String
  let person: TestVault.Person
  let places: Places
  let root: String
  let vault: VaultID
  private let openings = Counter()

  /// Counts what each opening draws its chance from.
  private final class Counter: Sendable {
    private let value = Mutex(0)
    func next() -> Int {
      value.withLock { value in
        value += 1
        return value
      }
    }
  }

  /// The replica of the shared folder on this device.
  var shared: String { "\(root)/shared" }
  /// The replica of the folder between one partner's own devices.
  var own: String { "\(root)/own" }

  /// A device that knows what founding left for one partner, and nothing of the other's.
  init(
    _ name: String, of person: TestVault.Person, under base: String, _ template: TestVault.Template
  )
    throws
  {
    self.name = name
    self.person = person
    root = "\(base)/\(name)"
    places = TestVault.places(under: root)
    vault = template.vault
    let other = person.partner == template.ada.partner ? template.noor : template.ada
    for folder in template.folders where !folder.contains("logs/\(other.partner)") {
      try Storage.createFolder("\(root)/\(folder)")
    }
    for (path, bytes) in template.files
    where !path.hasSuffix("\(other.partner).key") && !path.hasSuffix("\(other.partner).state") {
      try TestVault.write(bytes, to: "\(root)/\(path)")
    }
    try Storage.createFolder(shared)
  }

  /// The same device, in the hands of who its owner is after a renewal.
  init(_ device: Device, as person: TestVault.Person) {
    name = "\(device.name)'"
    self.person = person
    places = device.places
    root = device.root
    vault = device.vault
  }

  func identity() throws -> Identity {
    try Identity.read(SecretBytes(copying: person.payload), file: "test")
  }

  func open() throws -> OpenVault {
    try OpenVault(
      places, as: identity(),
      randomness: .seeded(Array("device \(name), \(openings.next())".utf8)))
  }

  func keys() throws -> ReadingKeys {
    ReadingKeys(
      identity: try identity(), places: places, vault: vault, pinned: try state().pins)
  }

  func state() throws -> DeviceState {
    try #require(
      try StateFile(places, vault, person.partner).read(with: identity()), "no state")
  }

  func link() throws { try open().link(.shared, shared) }

  @discardableResult
  func write(_ text: String, _ audience: Audience = .shared, _ logClass: LogClass = .diary)
    throws -> RecordID
  {
    try open().append(draft(text, audience, logClass))
  }

  @discardableResult
  func sync() throws -> ExchangeReport { try open().exchange(.thorough) }

  /// The texts of every entry that can be read here, sorted.
  func texts() throws -> [String] { try open().texts().sorted() }

  /// The verdicts on everything that is here, by log, and on what is not.
  func verdicts() throws -> [LogID: Verdict] { try Device.verdicts(in: open()) }

  static func verdicts(in vault: OpenVault) throws -> [LogID: Verdict] {
    let reports = try vault.verify(nil)
    let missing = try vault.missingLogs(namedIn: reports)
    return Dictionary(
      reports.map { ($0.log, $0.verdict) } + missing.map { ($0.head.log, $0.verdict) }
    ) { min($0, $1) }
  }

  func logs(of person: TestVault.Person, _ audience: Audience = .shared) throws -> [LogPlace] {
    try LogPlace.all(of: person.partner, audience, in: places, vault)
  }

  /// The one log of an author that is here.
  func log(of person: TestVault.Person, _ audience: Audience = .shared) throws -> LogPlace {
    let logs = try logs(of: person, audience)
    try #require(logs.count == 1)
    return logs[0]
  }

  /// Where a published copy of a segment lies in this device's replica.
  func copy(of log: LogPlace, _ number: UInt32 = 0) -> String {
    "\(shared)/\(log.name(of: number))"
  }

  /// Everything in the replica of the shared folder.
  func folder() throws -> [String: [UInt8]] { try tree(shared).files }

  /// Puts other files in the place of the replica's, as an engine would.
  func receive(_ files: [String: [UInt8]]) throws {
    for (path, bytes) in files { try TestVault.write(bytes, to: "\(shared)/\(path)") }
  }
}

/// Two partners, each with a device, for the time of one test.
struct TwoDevices {
  let root: String
  let ada: Device
  let noor: Device

  /// Runs a test with two linked devices.
  static func run(_ body: (TwoDevices) throws -> Void) throws {
    let root = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: root) }
    let template = try TestVault.Template.shared.get()
    let devices = TwoDevices(
      root: root, ada: try Device("a", of: template.ada, under: root, template),
      noor: try Device("n", of: template.noor, under: root, template))
    try devices.ada.link()
    try devices.noor.link()
    try body(devices)
  }

  /// Another device of Ada's, which knows her partner.
  func second(_ name: String = "b") throws -> Device {
    let device = try Device(name, of: ada.person, under: root, TestVault.Template.shared.get())
    try device.link()
    return device
  }

  /// Carries everything that one replica has to another, as an engine does.
  static func carry(_ from: Device, _ to: Device) throws { try to.receive(from.folder()) }

  /// Carries both ways and syncs until nothing changes any more.
  static func settle(_ devices: Device...) throws {
    for _ in 0..<3 {
      for device in devices {
        try device.sync()
        for other in devices where other !== device { try carry(device, other) }
      }
    }
  }
}

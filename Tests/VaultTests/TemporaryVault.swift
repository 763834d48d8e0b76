import FoundationEssentials
import Glibc
import Sodium
import Synchronization
import Testing

@testable import Vault

/// A vault of two made-up partners in a directory of its own, for the time of one test.
///
/// Founding costs two Argon2id runs, so it happens once a process; each test gets a copy of what it
/// left on disk.
final class TestVault: Sendable {
  /// A partner of the test vault; the secret is known here, so that opening costs no Argon2id.
  struct Person: Sendable {
    let partner: PartnerID
    let name: String
    let passphrase: String
    /// `S ‖ name`, as § Identity file has it.
    let payload: [UInt8]
  }

  let root: String
  let places: Places
  let ada: Person
  let noor: Person
  let vault: VaultID
  private let opened = Mutex(0)

  @TaskLocal static var scoped: TestVault?

  /// The vault of the running test.
  static var current: TestVault {
    get throws { try #require(scoped, "the test lacks the trait .temporaryVault") }
  }

  init(root: String, _ template: Template) throws {
    self.root = root
    places = TestVault.places(under: root)
    ada = template.ada
    noor = template.noor
    vault = template.vault
    for folder in template.folders { try Storage.createFolder("\(root)/\(folder)") }
    for (path, bytes) in template.files { try TestVault.write(bytes, to: "\(root)/\(path)") }
  }

  static func places(under root: String) -> Places {
    Places(
      vault: nil,
      environment: ["XDG_DATA_HOME": "\(root)/data", "XDG_STATE_HOME": "\(root)/state"])
  }

  /// A source that no other opening in the same test repeats.
  func randomness() -> Randomness {
    let number = opened.withLock { count in
      count += 1
      return count
    }
    return .seeded(Array("temporary vault, opening \(number)".utf8))
  }

  func identity(_ person: Person) throws -> Identity {
    try Identity.read(SecretBytes(copying: person.payload), file: "test")
  }

  func open(_ person: Person) throws -> OpenVault {
    try OpenVault(places, as: identity(person), randomness: randomness())
  }

  func keys(_ person: Person) throws -> ReadingKeys {
    let state = try state(person)
    return ReadingKeys(
      identity: try identity(person), places: places, vault: vault, pinned: state.pins)
  }

  func state(_ person: Person) throws -> DeviceState {
    try #require(
      try StateFile(places, vault, person.partner).read(with: identity(person)), "no state")
  }

  func save(_ state: DeviceState, _ person: Person) throws {
    var state = state
    try StateFile(places, vault, person.partner).write(
      &state, with: identity(person), randomness())
  }

  func logs(_ person: Person, _ audience: Audience) throws -> [LogPlace] {
    try LogPlace.all(of: person.partner, audience, in: places, vault)
  }

  /// The one log that a test has made for this author and audience.
  func log(_ person: Person, _ audience: Audience) throws -> LogPlace {
    let logs = try logs(person, audience)
    try #require(logs.count == 1)
    return logs[0]
  }

  static func read(_ path: String) throws -> [UInt8] {
    try Storage.read(path, limit: 16 << 20, name: path)
  }

  static func write(_ bytes: [UInt8], to path: String) throws {
    try Storage.createFolder(Storage.parent(of: path))
    let file = try OpenFile(path, O_WRONLY | O_CREAT | O_TRUNC)
    try file.write(bytes, at: 0)
  }

  /// Everything founding leaves behind.
  struct Template: Sendable {
    let ada: Person
    let noor: Person
    let vault: VaultID
    let folders: [String]
    let files: [String: [UInt8]]

    static let shared = Result { try Template() }

    init() throws {
      let root = try temporaryFolder()
      defer { try? FileManager.default.removeItem(atPath: root) }
      let places = TestVault.places(under: root)
      let founding = try Founding(
        at: places, strength: .least(seed: Array("founding".utf8)), time: 1_767_225_600_000)
      vault = founding.vault
      let pair = try founding.found(
        Founder(name: "Ada", passphrase: passphrase("the heron waits")),
        Founder(name: "Noor", passphrase: passphrase("a slow green river")))
      func person(_ id: PartnerID, _ name: String, _ words: String) throws -> Person {
        let identity = try Identities.open(id, places, passphrase: passphrase(words))
        let payload = try identity.payload()
        return Person(
          partner: id, name: name, passphrase: words,
          payload: try payload.revealed(0..<payload.count))
      }
      ada = try person(pair.first.partner, "Ada", "the heron waits")
      noor = try person(pair.second.partner, "Noor", "a slow green river")
      (folders, files) = try tree(root)
    }
  }
}

/// The folders and files below a directory, by path relative to it.
func tree(_ root: String) throws -> (folders: [String], files: [String: [UInt8]]) {
  var folders: [String] = []
  var files: [String: [UInt8]] = [:]
  for path in try FileManager.default.subpathsOfDirectory(atPath: root) {
    var facts = stat()
    try #require(lstat("\(root)/\(path)", &facts) == 0)
    if facts.st_mode & S_IFMT == S_IFDIR {
      folders.append(path)
    } else {
      files[path] = try TestVault.read("\(root)/\(path)")
    }
  }
  return (folders, files)
}

/// The files below a directory, by path relative to it; none where there is no directory.
func paths(_ root: String) throws -> [String] {
  guard try Storage.exists(root) else { return [] }
  return try FileManager.default.subpathsOfDirectory(atPath: root).filter { path in
    var facts = stat()
    try #require(lstat("\(root)/\(path)", &facts) == 0)
    return facts.st_mode & S_IFMT != S_IFDIR
  }
}

/// A new directory; in memory where the system has such a place, since tests sync often.
func temporaryFolder() throws -> String {
  let base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
  var template = Array("\(base)/vesper-test-XXXXXX".utf8CString)
  try #require(mkdtemp(&template) != nil)
  return String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// A passphrase as it comes to the program: one line through a pipe.
func passphrase(_ words: String) throws -> Passphrase {
  var ends: [Int32] = [-1, -1]
  try #require(pipe(&ends) == 0)
  let line = Array((words + "\n").utf8)
  try #require(write(ends[1], line, line.count) == line.count)
  close(ends[1])
  defer { close(ends[0]) }
  return try Passphrase.readLine(from: ends[0])
}

/// Gives each test case a vault of its own as `TestVault.current`.
struct TemporaryVault: TestTrait, SuiteTrait, TestScoping {
  var isRecursive: Bool { true }

  func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? {
    testCase == nil ? nil : self
  }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let root = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: root) }
    let vault = try TestVault(root: root, TestVault.Template.shared.get())
    try await TestVault.$scoped.withValue(vault) { try await function() }
  }
}

extension Trait where Self == TemporaryVault {
  /// A founded vault for "Ada" and "Noor" in a temporary directory.
  static var temporaryVault: Self { TemporaryVault() }
}

func removeFile(_ path: String) throws {
  try #require(unlink(path) == 0)
}

func symlinked(_ target: String, _ path: String) throws {
  try #require(symlink(target, path) == 0)
}

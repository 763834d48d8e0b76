import Glibc
import Sodium

// docs/format.md § Files, § Verdicts

/// Where copies go that are not what they have to be, before anything is put in their place.
///
/// What this device itself held has a name of its own kind, and is kept however much of strangers' is
/// there: nothing that comes in a folder can make a damaged master be lost.
struct Quarantine {
  private let folder: String
  private let randomness: Randomness
  /// How many files there are that were not there before.
  private(set) var added = 0
  /// How many copies are there that were handed in.
  private(set) var kept = 0
  /// How many there was no room for.
  private(set) var turnedAway = 0
  private var names: Set<String>?
  private var strangers = (files: 0, bytes: 0)

  private static let ownPrefix = "held-"
  /// So that a hostile folder cannot fill the disk: of what comes from one there are no more files, and
  /// no more bytes, than these.
  static let mostFiles = 256
  private static let mostBytes = 64 << 20

  init(_ places: Places, _ randomness: Randomness) {
    folder = "\(places.vault)/quarantine"
    self.randomness = randomness
  }

  /// Keeps a copy that lay in a folder, once.
  ///
  /// - Returns: whether it is there; `false` where there is no more room for such.
  @discardableResult
  mutating func keep(_ bytes: [UInt8], from log: LogID, _ number: UInt32) throws(VaultError)
    -> Bool
  {
    let name = Quarantine.name(bytes, log, number)
    if try known().contains(name) {
      kept += 1
      return true
    }
    guard strangers.files < Quarantine.mostFiles,
      strangers.bytes + bytes.count <= Quarantine.mostBytes
    else {
      turnedAway += 1
      return false
    }
    try put(bytes, name)
    strangers = (strangers.files + 1, strangers.bytes + bytes.count)
    return true
  }

  /// Keeps what this device held, once; it is there when this returns.
  mutating func keepHeld(_ bytes: [UInt8], from log: LogID, _ number: UInt32) throws(VaultError) {
    let name = Quarantine.ownPrefix + Quarantine.name(bytes, log, number)
    guard try !known().contains(name) else {
      kept += 1
      return
    }
    try put(bytes, name)
  }

  func tell(_ report: inout ExchangeReport) {
    report.quarantined += added
    report.kept += kept
    report.turnedAway += turnedAway
  }

  private mutating func put(_ bytes: [UInt8], _ name: String) throws(VaultError) {
    try Storage.createFolder(folder)
    try Storage.create("\(folder)/\(name)", bytes, replacing: false, suffix: randomness.bytes(8))
    names?.insert(name)
    added += 1
    kept += 1
  }

  private static func name(_ bytes: [UInt8], _ log: LogID, _ number: UInt32) -> String {
    "\(log)-\(number)-\(Hex.encode(BLAKE2b.hash(bytes).prefix(8)))"
  }

  /// What is there, looked at once.
  private mutating func known() throws(VaultError) -> Set<String> {
    if let names { return names }
    let all = Set(try Storage.names(in: folder))
    let others = all.filter { !$0.hasPrefix(Quarantine.ownPrefix) }
    let bytes = others.reduce(0) { sum, name in
      var facts = stat()
      return lstat("\(folder)/\(name)", &facts) == 0 ? sum + Int(facts.st_size) : sum
    }
    strangers = (others.count, bytes)
    names = all
    return all
  }
}

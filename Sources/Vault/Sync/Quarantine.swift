import Glibc
import Sodium

// docs/format.md § Files, § Verdicts

/// Where copies go that are not what they have to be, before anything is put in their place.
struct Quarantine {
  private let folder: String
  private let randomness: Randomness
  private(set) var added = 0

  /// So that a hostile folder cannot fill the disk: no more files, and no more bytes, than these.
  private static let mostFiles = 256
  private static let mostBytes = 64 << 20

  init(_ places: Places, _ randomness: Randomness) {
    folder = "\(places.vault)/quarantine"
    self.randomness = randomness
  }

  /// Keeps a copy, once; nothing happens where quarantine is full.
  mutating func keep(_ bytes: [UInt8], from log: LogID, _ number: UInt32) throws(VaultError) {
    let name = "\(log)-\(number)-\(Hex.encode(BLAKE2b.hash(bytes).prefix(8)))"
    let names = try Storage.names(in: folder)
    guard !names.contains(name), names.count < Quarantine.mostFiles,
      size(of: names) + bytes.count <= Quarantine.mostBytes
    else { return }
    try Storage.createFolder(folder)
    try Storage.create("\(folder)/\(name)", bytes, replacing: false, suffix: randomness.bytes(8))
    added += 1
  }

  private func size(of names: [String]) -> Int {
    names.reduce(0) { sum, name in
      var facts = stat()
      return lstat("\(folder)/\(name)", &facts) == 0 ? sum + Int(facts.st_size) : sum
    }
  }
}

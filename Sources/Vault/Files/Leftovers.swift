import Glibc

// docs/format.md § Files

/// Files that were being made when their maker was killed: `.new-<16 hex digits>`, which nothing reads.
///
/// A lock tells only whether somebody writes as one partner, and two can share a folder. So age decides:
/// no file takes an hour to make, and whoever does need so long fails and says so.
enum Leftovers {
  /// How old a leftover in a vault is at the least, in seconds.
  static let age = 3_600
  /// In a linked folder, where an engine may be late and clocks differ.
  static let ageInLinkedFolder = 86_400
  /// How many are removed at a time.
  static let most = 256

  static func isLeftover(_ name: String) -> Bool {
    name.hasPrefix(".new-") && Hex.decode(name.dropFirst(5), count: 8) != nil
  }

  /// Whether a plain file has not been touched for so long.
  static func isOld(_ facts: stat, _ age: Int, at now: Int) -> Bool {
    facts.st_mode & S_IFMT == S_IFREG && facts.st_mtim.tv_sec <= now - age
  }

  /// Removes old ones from folders; what cannot be removed stays.
  static func sweep(_ folders: [String]) {
    let now = time(nil)
    var left = most
    for folder in folders {
      for name in (try? Storage.names(in: folder)) ?? [] where isLeftover(name) {
        var facts = stat()
        guard lstat("\(folder)/\(name)", &facts) == 0, isOld(facts, age, at: now) else { continue }
        guard left > 0 else { return }
        if unlink("\(folder)/\(name)") == 0 { left -= 1 }
      }
    }
  }
}

extension Folder {
  /// Removes old leftovers; the folder is one that only this partner's own devices write names of their
  /// own choosing to.
  func sweep(_ left: inout Int) {
    let now = time(nil)
    guard let names = try? names(limit: FolderSurvey.mostNames).names else { return }
    for name in names where left > 0 && Leftovers.isLeftover(name) {
      guard let facts = facts(of: name),
        Leftovers.isOld(facts, Leftovers.ageInLinkedFolder, at: now)
      else { continue }
      remove(name)
      left -= 1
    }
  }
}

extension OpenVault {
  /// Clears away what killed commands have left half made; nothing of the other partner's private logs is
  /// looked at.
  public func sweep() throws(VaultError) {
    let places = keys.places
    let writer = try LogWriter(keys, randomness, waiting: false)
    var folders = [
      places.vault, places.partners, places.identities, places.states(vault),
      "\(places.vault)/quarantine",
    ]
    for keys in eras.map(\.keys) { folders += try keys.readableLogs().map(\.folder) }
    Leftovers.sweep(folders)
    _ = consume writer
  }
}

extension LogWriter {
  /// Clears a linked folder of what this partner's devices have left half made there: leftovers below
  /// `logs/<own id>`, where nobody else makes files under such names.
  func sweep(_ root: borrowing Folder, _ role: LinkedFolder.Role) throws(VaultError) {
    var left = Leftovers.most
    for audience in Audience.allCases where audience == .shared || role == .own {
      let logs = try LogPlace.all(of: keys.identity.partner, audience, in: keys.places, keys.vault)
      for log in logs {
        guard let folder = try root.folder(at: log.way) else { continue }
        folder.sweep(&left)
      }
    }
  }
}

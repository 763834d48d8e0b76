import Glibc
import Sodium

// docs/format.md § Backup

/// What a backup came to.
public struct BackupOutcome: Sendable, Equatable {
  /// Files in it, and how many of them had to be written. Consent logs come along uncounted: that
  /// there is one more, or that one has grown, would say that somebody has answered.
  public let files: Int
  public let written: Int
  /// Bytes written.
  public let bytes: Int
  /// Whether everything in the vault itself holds together.
  public let isSound: Bool
}

extension OpenVault {
  /// Copies everything that is this partner's to a directory, and verifies the copy.
  ///
  /// Other commands may write meanwhile: only what changed during the copying is read again under
  /// the writer's lock. Until the new backup was read back and compared, the last one stands.
  /// - Throws: `backup` with the reason; `busy` while somebody else writes for too long.
  public func backUp(to folder: String) throws(VaultError) -> BackupOutcome {
    let backup = BackupFolder(folder: folder)
    try Storage.createFolder(folder)
    let turn = try WriterLock.take(folder: folder)
    defer { withExtendedLifetime(turn) {} }
    let last = try BackingUp.last(in: backup, of: vault, partner)
    let isSound = try holdsTogether()
    guard isSound || last == nil else { throw .backup(.unsound) }
    try Storage.createFolder(backup.objects)
    var work = BackingUp(eras.map(\.keys), keys, backup: backup, randomness: randomness)
    try work.copyAll()
    let manifest = try work.copyRest()
    try work.verify(manifest)
    try backup.commit(manifest, randomness)
    try work.clear(besides: manifest)
    return BackupOutcome(
      files: manifest.files.count { !work.isUncounted($0.path) }, written: work.written,
      bytes: work.bytes, isSound: isSound)
  }

  private func holdsTogether() throws(VaultError) -> Bool {
    let sound: Set<Verdict> = [.complete, .unfinished, .waiting]
    for era in eras {
      let reports = try era.verify(nil)
      let missing = try era.missingLogs(namedIn: reports)
      guard (reports.map(\.verdict) + missing.map(\.verdict)).allSatisfy(sound.contains) else {
        return false
      }
    }
    do throws(VaultError) {
      try requireRememberedPartner()
      try requireFormerIdentities()
    } catch .damaged { return false }
    return true
  }
}

/// One backing up.
private struct BackingUp {
  /// As whom the partner reads: now, and before renewals.
  let eras: [ReadingKeys]
  let keys: ReadingKeys
  let backup: BackupFolder
  let randomness: Randomness
  private(set) var written = 0
  private(set) var bytes = 0
  private var uncounted: Set<String> = []
  private var files: [String: (file: BackupManifest.File, stamp: FileStamp)] = [:]

  init(
    _ eras: [ReadingKeys], _ keys: ReadingKeys, backup: BackupFolder, randomness: Randomness
  ) {
    self.eras = eras
    self.keys = keys
    self.backup = backup
    self.randomness = randomness
  }

  /// The backup that is there already; what is no backup is never written into.
  static func last(in backup: BackupFolder, of vault: VaultID, _ partner: PartnerID)
    throws(VaultError) -> BackupManifest?
  {
    guard let last = try backup.manifest() else {
      let others = try Storage.names(in: backup.folder).filter { name in
        name != "objects" && !name.hasPrefix(".new-")
      }
      guard others.isEmpty else { throw .backup(.occupied) }
      return nil
    }
    guard last.vault == vault, last.partner == partner else { throw .backup(.ofAnother) }
    return last
  }

  /// Copies what is there, while others may write. A log's segments go in ascending order, so that an
  /// erasure record is never older in the copy than the tombstones that it explains.
  mutating func copyAll() throws(VaultError) {
    for (name, path) in try sources() { try copy(name, path) }
  }

  /// Copies, while this partner writes nothing, what changed meanwhile; and the state.
  mutating func copyRest() throws(VaultError) -> BackupManifest {
    let places = keys.places
    let now = time(nil)
    let lock = try WriterLock.take(places.lock(keys.vault, keys.identity.partner))
    defer { withExtendedLifetime(lock) {} }
    let sources = try sources()
    for (name, path) in sources {
      let stamp = try FileStamp(of: path)
      // A file system's clock is coarse: what changed right before it was read may change unseen.
      if stamp != files[name]?.stamp || stamp.isRecent(at: now) { try copy(name, path) }
    }
    let state = places.deviceState(keys.vault, keys.identity.partner)
    if try Storage.exists(state) { try copy(BackupManifest.state, state) }
    let names = Set(sources.map(\.name) + [BackupManifest.state])
    return BackupManifest(
      vault: keys.vault, partner: keys.identity.partner, formers: formers,
      files: files.filter { names.contains($0.key) }.map(\.value.file))
  }

  private var formers: [PartnerID] { eras.dropFirst().map { $0.identity.partner } }

  private func sources() throws(VaultError) -> [(name: String, path: String)] {
    let partner = keys.identity.partner
    let own = keys.places.identity(partner)
    let remains = try Remains(in: keys.places.vault, for: partner, formerly: formers)
    return remains.paths.map { ($0, "\(keys.places.vault)/\($0)") }
      + (try Storage.exists(own) ? [(BackupManifest.identity, own)] : [])
  }

  private mutating func copy(_ name: String, _ path: String) throws(VaultError) {
    // Before it is read: what changes while it is read has another stamp afterwards.
    let stamp = try FileStamp(of: path)
    let content = try Storage.read(path, limit: 2 * 1_048_576, name: name)
    let (file, isNew) = try backup.put(content, as: name, randomness)
    if name.hasPrefix("logs/"), content.count > 10, content[10] == LogClass.consent.rawValue {
      uncounted.insert(name)
    }
    if isNew && !isUncounted(name) {
      written += 1
      bytes += content.count
    }
    files[name] = (file, stamp)
  }

  /// Whether a file is of a consent log.
  func isUncounted(_ name: String) -> Bool { uncounted.contains(name) }

  /// Reads the copy back: every file by its hash, the state and every cell with the identity.
  func verify(_ manifest: BackupManifest) throws(VaultError) {
    var buffer = [UInt8](repeating: 0, count: Cell.frameLength)
    for file in manifest.files {
      let content = try backup.read(file)
      switch file.path {
      case BackupManifest.state:
        _ = try StateFile(keys.places, keys.vault, keys.identity.partner)
          .decode(content, with: keys.identity)
      case BackupManifest.identity: _ = try IdentityFile(content, named: manifest.partner)
      case let path where path.hasPrefix("logs/"):
        guard let (place, number, live) = LogPlace.of(path, in: keys),
          let segment = open(content, number, of: place)
        else { continue }
        for cell in 1..<max(segment.cellCount, 1)
        where segment.frame(cell, into: &buffer) == nil {
          // An unfinished end or an interrupted erasing stands in the vault itself too.
          let live = try? OpenFile(live, O_RDONLY)
            .read(Cell.length, at: cell * Cell.length)
          guard live.map({ $0[...] == content[(cell * Cell.length)...].prefix($0.count) }) == true
          else { throw .backup(.changed(path)) }
        }
      default: break
      }
    }
  }

  private func open(_ content: [UInt8], _ number: UInt32, of place: LogPlace) -> Segment? {
    eras.lazy.compactMap { keys in
      try? Segment(content, number, of: place, as: keys.identity, pinned: keys.pinned)
    }.first
  }

  /// Removes what only older backups held, bytes that were forgotten since among them.
  func clear(besides manifest: BackupManifest) throws(VaultError) {
    let kept = Set(manifest.files.map { Hex.encode($0.hash) })
    for folder in [backup.folder, backup.objects] {
      for name in try Storage.names(in: folder) {
        let isOld = folder == backup.objects && Hex.decode(name, count: 32) != nil
        guard Leftovers.isLeftover(name) || (isOld && !kept.contains(name)) else { continue }
        guard unlink("\(folder)/\(name)") == 0 || errno == ENOENT else {
          throw .system(operation: "remove", path: "\(folder)/\(name)", errno: errno)
        }
      }
    }
  }
}

/// What tells that a file has changed.
private struct FileStamp: Equatable {
  let size: Int
  let seconds: Int
  let nanoseconds: Int
  let file: UInt64

  /// Whether it was changed within the last seconds, or ahead of now.
  func isRecent(at now: Int) -> Bool { seconds >= now - 2 }

  init(of path: String) throws(VaultError) {
    var facts = stat()
    guard lstat(path, &facts) == 0 else {
      throw .system(operation: "read", path: path, errno: errno)
    }
    size = Int(facts.st_size)
    seconds = Int(facts.st_mtim.tv_sec)
    nanoseconds = Int(facts.st_mtim.tv_nsec)
    file = UInt64(facts.st_ino)
  }
}

extension LogPlace {
  /// The log and the number of the segment, or of the side of one, at a path relative to the vault; and
  /// where it stands.
  fileprivate static func of(_ path: String, in keys: ReadingKeys) -> (LogPlace, UInt32, String)? {
    let parts = path.split(separator: "/").map(String.init)
    guard parts.count == 5, let author = PartnerID(hex: parts[1]), let log = LogID(hex: parts[3]),
      let number = number(ofSegment: parts[4]) ?? branch(of: parts[4])?.number
    else { return nil }
    let place = LogPlace(
      vaultPath: keys.places.vault, vault: keys.vault, author: author,
      audience: parts[2] == "private" ? .private : .shared, id: log)
    return (place, number, "\(keys.places.vault)/\(path)")
  }
}

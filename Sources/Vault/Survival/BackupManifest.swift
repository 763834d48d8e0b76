import Sodium

// docs/format.md § Backup

/// Why a directory cannot be backed up to, or a backup not be used.
public enum BackupRefusal: Error, Equatable, Sendable {
  /// Something other than a backup is there.
  case occupied
  /// There is no backup there.
  case notThere
  /// It is a backup of another vault, or of the other partner.
  case ofAnother
  /// The vault does not hold together, and what is backed up there does.
  case unsound
  /// A file of the backup is missing or changed; relative to the backup.
  case changed(String)
}

/// What a backup holds: every file by its path, its length and the hash of its bytes.
struct BackupManifest: Equatable {
  let vault: VaultID
  let partner: PartnerID
  /// Who the partner was before renewals, the latest first.
  let formers: [PartnerID]
  /// In ascending order of paths.
  let files: [File]

  struct File: Equatable {
    /// Relative to the vault; or `identity`, or `state`.
    let path: String
    let length: Int
    let hash: [UInt8]

    /// Where its bytes are, relative to the backup.
    var object: String { "objects/\(Hex.encode(hash))" }
  }

  static let identity = "identity"
  static let state = "state"
  static let name = "manifest"
  static let longest = 67_108_864

  init(vault: VaultID, partner: PartnerID, formers: [PartnerID] = [], files: [File]) {
    self.vault = vault
    self.partner = partner
    self.formers = formers
    self.files = files.sorted { $0.path < $1.path }
  }

  func file(_ path: String) -> File? { files.first { $0.path == path } }

  static func hash(_ bytes: [UInt8]) -> [UInt8] { BLAKE2b.hash(bytes) }

  func encode() -> [UInt8] {
    var text = "vesper-backup 1\nvault \(vault)\npartner \(partner)\n"
    for former in formers { text += "former \(former)\n" }
    for file in files { text += "\(Hex.encode(file.hash)) \(file.length) \(file.path)\n" }
    let end = Hex.encode(BackupManifest.hash(Array(text.utf8)))
    return Array("\(text)end \(end)\n".utf8)
  }

  /// Reads a manifest; refuses whatever it would not have written itself, paths that lead elsewhere
  /// above all.
  init(_ bytes: [UInt8]) throws(VaultError) {
    let name = BackupManifest.name
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.first, first.hasPrefix("vesper-backup ") else {
      throw .damage(.magic, in: name)
    }
    if let version = Int(first.dropFirst(14)), version > 1 {
      throw .newerVersion(file: name, version: version)
    }
    guard lines.count >= 5, lines[1].hasPrefix("vault "), lines[2].hasPrefix("partner "),
      let vault = VaultID(hex: lines[1].dropFirst(6)),
      let partner = PartnerID(hex: lines[2].dropFirst(8))
    else { throw .damage(.bounds, in: name) }
    var formers: [PartnerID] = []
    for line in lines[3..<lines.count - 2].prefix(while: { $0.hasPrefix("former ") }) {
      guard formers.count < FormerIdentity.most, let former = PartnerID(hex: line.dropFirst(7))
      else { throw .damage(.bounds, in: name) }
      formers.append(former)
    }
    var files: [File] = []
    for line in lines[(3 + formers.count)..<lines.count - 2] {
      let parts = line.split(separator: " ", omittingEmptySubsequences: false)
      guard parts.count == 3, let hash = Hex.decode(parts[0], count: 32),
        let length = Int(parts[1]), (0...2 * 1_048_576).contains(length),
        BackupManifest.isOwn(parts[2], of: [partner] + formers)
      else { throw .damage(.bounds, in: name) }
      files.append(File(path: String(parts[2]), length: length, hash: hash))
    }
    self.init(vault: vault, partner: partner, formers: formers, files: files)
    guard encode() == bytes else { throw .damage(.checksum, in: name) }
  }

  /// Whether a path is one that a backup of this partner's can hold.
  private static func isOwn(_ path: Substring, of owners: [PartnerID]) -> Bool {
    if ["vesper-vault", identity, state].contains(String(path)) { return true }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count == 2, parts[0] == "partners" { return isOfPartners(String(parts[1]), owners) }
    guard parts.count == 5, parts[0] == "logs", let author = PartnerID(hex: parts[1]),
      parts[2] == "shared" || (parts[2] == "private" && owners.contains(author)),
      LogID(hex: parts[3]) != nil
    else { return false }
    return LogPlace.number(ofSegment: String(parts[4])) != nil
      || LogPlace.branch(of: String(parts[4])) != nil
  }

  /// Whether a file under `partners` is anybody's public identity, or who an owner was before.
  static func isOfPartners(_ name: String, _ owners: [PartnerID]) -> Bool {
    if name.hasSuffix(".public") { return PartnerID(hex: name.dropLast(7)) != nil }
    return name.hasSuffix(".former")
      && PartnerID(hex: name.dropLast(7)).map(owners.contains) ?? false
  }
}

/// A backup in a directory.
struct BackupFolder {
  let folder: String

  private var path: String { "\(folder)/\(BackupManifest.name)" }
  var objects: String { "\(folder)/objects" }

  /// Whether there is a backup.
  func isThere() throws(VaultError) -> Bool { try Storage.exists(path) }

  /// The manifest; `nil` where there is no backup.
  func manifest() throws(VaultError) -> BackupManifest? {
    guard try isThere() else { return nil }
    return try BackupManifest(
      Storage.read(path, limit: BackupManifest.longest, name: BackupManifest.name))
  }

  /// The bytes of a file, read anew and compared with what the manifest says.
  func read(_ file: BackupManifest.File) throws(VaultError) -> [UInt8] {
    let bytes = try? Storage.read("\(folder)/\(file.object)", limit: file.length, name: file.path)
    guard let bytes, bytes.count == file.length, BackupManifest.hash(bytes) == file.hash else {
      throw .backup(.changed(file.path))
    }
    return bytes
  }

  /// Lays a file's bytes out, unless they are there already.
  ///
  /// - Returns: the file, and whether anything was written.
  func put(_ bytes: [UInt8], as name: String, _ randomness: Randomness) throws(VaultError)
    -> (file: BackupManifest.File, isNew: Bool)
  {
    let file = BackupManifest.File(
      path: name, length: bytes.count, hash: BackupManifest.hash(bytes))
    // What is there under this name may have been cut short by a disk that lost it.
    if (try? read(file)) != nil { return (file, false) }
    try Storage.create(
      "\(folder)/\(file.object)", bytes, replacing: true, suffix: randomness.bytes(8))
    return (file, true)
  }

  /// Puts a manifest in the place of the last one: from here on the backup is the new one.
  func commit(_ manifest: BackupManifest, _ randomness: Randomness) throws(VaultError) {
    try Storage.create(path, manifest.encode(), replacing: true, suffix: randomness.bytes(8))
  }
}

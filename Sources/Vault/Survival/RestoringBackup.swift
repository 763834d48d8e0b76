import Sodium

// docs/format.md § Backup

extension Remains {
  /// What a backup holds, verified before anything of it is used.
  init(in backup: BackupFolder, _ manifest: BackupManifest) throws(VaultError) {
    for file in manifest.files { _ = try backup.read(file) }
    let files = Dictionary(manifest.files.map { ($0.path, $0) }) { first, _ in first }
    let own = [BackupManifest.identity, BackupManifest.state]
    self.init(paths: manifest.files.map(\.path).filter { !own.contains($0) }) {
      (path) throws(VaultError) in
      guard let file = files[path] else { throw .backup(.changed(path)) }
      return try backup.read(file)
    }
    state = try manifest.file(BackupManifest.state).map {
      (file) throws(VaultError) in try backup.read(file)
    }
  }
}

/// A backup that is to be brought back into an empty place.
public struct RestoringBackup: ~Copyable {
  public let vault: VaultID
  public let partner: PartnerID
  private let places: Places
  private let remains: Remains
  private let file: [UInt8]

  /// Reads the whole backup and compares it with its manifest; changes nothing.
  ///
  /// - Throws: `backup` where there is none or it has changed; `vaultExists` where a vault stands in
  ///   the place, unless it is this one and nothing of this partner's identity is there.
  public init(from folder: String, at places: Places) throws(VaultError) {
    let backup = BackupFolder(folder: folder)
    guard let manifest = try backup.manifest() else { throw .backup(.notThere) }
    let here = try Remains(in: places.vault, for: manifest.partner)
    if here.paths.contains("vesper-vault") {
      guard try here.vault(of: manifest.partner) == manifest.vault,
        try !Storage.exists(places.identity(manifest.partner))
      else { throw .vaultExists(path: places.vault) }
    } else if try !UnfinishedFounding.isAll(of: places) {
      throw .vaultExists(path: places.vault)
    }
    guard let identity = manifest.file(BackupManifest.identity) else {
      throw .backup(.changed(BackupManifest.identity))
    }
    let file = try backup.read(identity)
    let remains = try Remains(in: backup, manifest)
    vault = manifest.vault
    partner = manifest.partner
    self.places = places
    self.remains = remains
    self.file = file
  }

  /// Brings everything back; the identity comes last, so that it can be begun again.
  ///
  /// - Parameter time: now, in milliseconds.
  /// - Returns: how many files were copied.
  /// - Throws: `wrongPassphrase`, `renewedIdentity`, before anything is changed.
  public borrowing func carryOut(
    _ passphrase: borrowing Passphrase, strength: Strength, time: Int64
  ) throws(VaultError) -> Int {
    let identity = try IdentityFile(file, named: partner).open(passphrase)
    try StateFile(places, vault, partner).refuseRenewed(identity, at: places)
    let copied = try remains.copy(to: places, of: vault, for: partner, strength.randomness)
    _ = try remains.layOutState(identity, places, vault, other: nil, time, strength.randomness)
    try Storage.createFolder(places.identities)
    if try !Storage.exists(places.identity(partner)) {
      try Storage.create(
        places.identity(partner), file, replacing: false, suffix: strength.randomness.bytes(8))
    }
    return copied.all
  }
}

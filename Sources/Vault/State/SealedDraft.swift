import Glibc
import Sodium

// docs/format.md § Drafts

/// What somebody is typing and has not kept yet, sealed on this device while it grows.
///
/// As long as it is held nobody else takes it up.
public final class SealedDraft {
  private let id: [UInt8]
  private let vault: OpenVault
  /// The file that stands under the name, locked; `nil` while nothing was put down.
  private var descriptor: Int32?

  private static let cell = 512
  private static let greatest = 8_388_608
  private static let overhead = 24 + 16 + 4

  init(id: [UInt8], in vault: OpenVault, descriptor: Int32? = nil) {
    self.id = id
    self.vault = vault
    self.descriptor = descriptor
  }

  deinit { if let descriptor { close(descriptor) } }

  /// Puts these bytes in the place of what it held; they are durable when this returns.
  public func put(_ body: [UInt8]) throws(VaultError) {
    let cells = (body.count + SealedDraft.overhead + SealedDraft.cell - 1) / SealedDraft.cell
    let length = cells * SealedDraft.cell
    guard length <= SealedDraft.greatest else { throw .bodyTooLong(limit: SealedDraft.greatest) }
    var contents = FieldWriter()
    contents.put(UInt32(clamping: body.count))
    contents.put(body)
    contents.fill(to: length - 40)
    let nonce = vault.randomness.bytes(24)
    let sealed: [UInt8]
    do {
      sealed =
        try nonce
        + AEAD.seal(
          contents.bytes, additionalData: SealedDraft.additionalData(id, length, vault),
          nonce: nonce, key: vault.keys.identity.draftKey)
    } catch { throw .primitive(error) }
    try replace(by: sealed)
  }

  /// Takes it away, and the folder with the last one.
  public func remove() {
    unlink("\(vault.draftFolder)/\(Hex.encode(id))")
    rmdir(vault.draftFolder)
    if let descriptor { close(descriptor) }
    descriptor = nil
  }

  private func replace(by bytes: [UInt8]) throws(VaultError) {
    let folder = vault.draftFolder
    try Storage.createFolder(folder)
    let temporary = "\(folder)/.new-\(Hex.encode(vault.randomness.bytes(8)))"
    let path = "\(folder)/\(Hex.encode(id))"
    do throws(VaultError) {
      let file = try OpenFile(temporary, O_WRONLY | O_CREAT | O_EXCL)
      // Locked before it has its name: nobody finds it unlocked while it is being typed at.
      guard flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 else { throw .busy }
      try file.write(bytes, at: 0)
      try file.sync()
      let held = fcntl(file.descriptor, F_DUPFD_CLOEXEC, 3)
      guard held >= 0 else { throw .system(operation: "lock", path: path, errno: errno) }
      guard rename(temporary, path) == 0 else {
        let reason = errno
        close(held)
        throw .system(operation: "create", path: path, errno: reason)
      }
      if let descriptor { close(descriptor) }
      // Whether a power cut leaves this one or the one before is all the same: either is whole.
      descriptor = held
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// What a file of this name holds, and the draft that goes on with it; `nil` where somebody is
  /// typing at it, or where it does not open.
  static func takeUp(_ name: String, in vault: OpenVault) -> (draft: SealedDraft, body: [UInt8])? {
    let path = "\(vault.draftFolder)/\(name)"
    guard name.utf8.count == 16, let id = Hex.decode(name, count: 8),
      let file = try? OpenFile(path, O_RDONLY), flock(file.descriptor, LOCK_EX | LOCK_NB) == 0,
      file.isStanding(at: path), let length = try? file.length(), length % cell == 0,
      (cell...greatest).contains(length), let bytes = try? file.read(length), bytes.count == length,
      let contents = try? AEAD.open(
        Array(bytes[24...]), additionalData: additionalData(id, length, vault),
        nonce: Array(bytes[..<24]), key: vault.keys.identity.draftKey)
    else { return nil }
    var reader = FieldReader(contents, file: name)
    guard let count = try? reader.number(UInt32.self), let body = try? reader.take(Int(count)),
      (try? reader.zeros(reader.remaining)) != nil
    else { return nil }
    let held = fcntl(file.descriptor, F_DUPFD_CLOEXEC, 3)
    guard held >= 0 else { return nil }
    return (SealedDraft(id: id, in: vault, descriptor: held), Array(body))
  }

  private static func additionalData(_ id: [UInt8], _ length: Int, _ vault: OpenVault) -> [UInt8] {
    var writer = FieldWriter()
    writer.put(Label.draft)
    writer.put(vault.vault.bytes)
    writer.put(vault.partner.bytes)
    writer.put(id)
    writer.put(UInt32(clamping: length))
    return writer.bytes
  }
}

extension OpenFile {
  /// Whether it is this file that stands under a path, and not one that took its place.
  fileprivate func isStanding(at path: String) -> Bool {
    var own = stat()
    var named = stat()
    return fstat(descriptor, &own) == 0 && lstat(path, &named) == 0
      && own.st_ino == named.st_ino && own.st_dev == named.st_dev
  }
}

extension OpenVault {
  var draftFolder: String { keys.places.drafts(vault, partner) }

  /// A draft of this partner's; there is no file until something is put down.
  public func newDraft() -> SealedDraft { SealedDraft(id: randomness.bytes(8), in: self) }

  /// The drafts that were left behind, each to be taken up or let go again.
  ///
  /// What this partner left before a renewal is taken over, sealed anew.
  public func leftDrafts() throws(VaultError) -> [(draft: SealedDraft, body: [UInt8])] {
    let earlier = eras.dropFirst().flatMap { (try? $0.ownLeftDrafts()) ?? [] }
    return try ownLeftDrafts()
      + earlier.map { found in
        let draft = newDraft()
        guard (try? draft.put(found.body)) != nil else { return found }
        found.draft.remove()
        return (draft, found.body)
      }
  }

  private func ownLeftDrafts() throws(VaultError) -> [(draft: SealedDraft, body: [UInt8])] {
    let names = try Storage.names(in: draftFolder)
    for name in names where name.hasPrefix(".new-") { sweep("\(draftFolder)/\(name)") }
    return names.compactMap { SealedDraft.takeUp($0, in: self) }
  }

  /// Removes what a program that was ended half-way has left.
  private func sweep(_ path: String) {
    if let file = try? OpenFile(path, O_RDONLY), flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 {
      unlink(path)
    }
  }
}

import Glibc
import Sodium

// docs/format.md § Vault file

/// The three lines that make a directory a vault.
enum VaultFile {
  static func encode(_ id: VaultID) -> [UInt8] {
    Array("vesper-vault 1\n\(id)\n\(checksum(of: id))\n".utf8)
  }

  static func decode(_ bytes: [UInt8]) throws(VaultError) -> VaultID {
    let file = "vesper-vault"
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.first, first.hasPrefix("vesper-vault ") else {
      throw .damage(.magic, in: file)
    }
    let digits = first.dropFirst(13)
    // As it would be written: `Int` takes a sign and leading zeros too.
    if let version = Int(digits), version > 1, String(version) == digits {
      throw .newerVersion(file: file, version: version)
    }
    guard lines.count == 4, first == "vesper-vault 1", let id = VaultID(hex: lines[1]),
      lines[2] == checksum(of: id), lines[3].isEmpty, bytes == encode(id)
    else { throw .damage(.checksum, in: file) }
    return id
  }

  /// Reads which vault stands at a place.
  static func read(_ places: Places) throws(VaultError) -> VaultID {
    do {
      return try decode(Storage.read(places.description, limit: 4096, name: "vesper-vault"))
    } catch .system(_, _, ENOENT), .system(_, _, ENOTDIR) {
      throw .noVault(path: places.vault)
    }
  }

  private static func checksum(of id: VaultID) -> String {
    Hex.encode(BLAKE2b.hash(Label.vault, id.bytes).prefix(8))
  }
}

import Glibc

// docs/format.md § Files

/// What is left where making a vault was cut short, by a full disk or a power cut.
///
/// The vault file comes last, so without it there never was a vault and no record was ever written.
/// The identity files stay: another vault's could be among them, and none without a public identity
/// in the vault is ever chosen.
enum UnfinishedFounding {
  /// Whether a vault's directory holds nothing but that; an empty or absent one does too.
  static func isAll(of places: Places) throws(VaultError) -> Bool {
    guard try !Storage.exists(places.description) else { return false }
    for name in try Storage.names(in: places.vault) where !Leftovers.isLeftover(name) {
      guard name == "partners" || name == "logs" else { return false }
    }
    for name in try Storage.names(in: places.partners) where !Leftovers.isLeftover(name) {
      guard isPublicIdentity(name) else { return false }
    }
    let logs = "\(places.vault)/logs"
    for author in try Storage.names(in: logs) {
      for audience in try Storage.names(in: "\(logs)/\(author)") {
        guard try Storage.names(in: "\(logs)/\(author)/\(audience)").isEmpty else { return false }
      }
    }
    return true
  }

  /// Removes the files of it; the empty directories are used again.
  static func clear(_ places: Places) throws(VaultError) {
    for folder in [places.vault, places.partners] {
      for name in try Storage.names(in: folder)
      where Leftovers.isLeftover(name) || isPublicIdentity(name) {
        guard unlink("\(folder)/\(name)") == 0 else {
          throw .system(operation: "remove", path: "\(folder)/\(name)", errno: errno)
        }
      }
    }
  }

  private static func isPublicIdentity(_ name: String) -> Bool {
    name.hasSuffix(".public") && PartnerID(hex: name.dropLast(7)) != nil
  }
}

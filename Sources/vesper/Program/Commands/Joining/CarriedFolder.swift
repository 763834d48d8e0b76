import ArgumentParser
import FoundationEssentials
import Vault

/// The folder in which a joining goes on.
struct CarriedFolder: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "The folder that is carried between your devices; not needed once it is linked.",
      valueName: "dir"))
  var folder: String?

  /// The folder that was named, as an absolute path.
  var named: String? {
    folder.map { $0.hasPrefix("/") ? $0 : "\(FileManager.default.currentDirectoryPath)/\($0)" }
  }

  /// The folder that was named, else the one that is linked.
  func path(_ vault: OpenVault) throws -> String {
    guard let path = named ?? linked(vault) else {
      throw Failure(
        .usage, "say which folder is carried between your devices",
        hint: "make one, and give it: vesper invite ~/Between")
    }
    return path
  }

  /// Links the folder where none is linked yet, so that it need not be named again.
  func link(_ path: String, _ vault: OpenVault) throws {
    guard linked(vault) == nil else { return }
    guard LinkedFolder.isThere(path) else { throw VaultError.joining(.noFolder(path: path)) }
    try vault.link(.shared, path)
  }

  private func linked(_ vault: OpenVault) -> String? {
    vault.folders.first { $0.role == .shared }?.path
  }
}

import Glibc
import Sodium

// docs/format.md § Device state (machine id)

/// Which machine this is, as far as a restored state has to know.
enum Machine {
  /// - Throws: where what says which one it is stands there, and does not read, be it for a moment.
  static func id(for vault: VaultID) throws(VaultError) -> [UInt8] { try look(for: vault).get() }

  /// The same, for whoever goes on without knowing.
  static func look(for vault: VaultID) -> Result<[UInt8], VaultError> {
    do throws(VaultError) {
      let file = try Storage.read("/etc/machine-id", limit: 4096, name: "machine-id")
      return .success(id(Array(file.prefix { $0 != UInt8(ascii: "\n") }), vault))
    } catch {
      return isUnread(error) ? .failure(error) : .success(id(hostName(), vault))
    }
  }

  /// Whether a file is there, and did not read: where there is none, or something else in its place, as in some
  /// containers, the host name stands in for it.
  private static func isUnread(_ fault: VaultError) -> Bool {
    guard case .system(_, _, let reason) = fault else { return false }
    return ![ENOENT, ENOTDIR, ELOOP, EINVAL, ENXIO].contains(reason)
  }

  private static func id(_ known: [UInt8], _ vault: VaultID) -> [UInt8] {
    Array(BLAKE2b.hash(Label.machine, vault.bytes, known).prefix(16))
  }

  private static func hostName() -> [UInt8] {
    var facts = [CChar](repeating: 0, count: 256)
    guard gethostname(&facts, facts.count - 1) == 0 else { return [] }
    return facts.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
  }
}

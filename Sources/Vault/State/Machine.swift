import Glibc
import Sodium

// docs/format.md § Device state (machine id)

/// Which machine this is, as far as a restored state has to know.
enum Machine {
  static func id(for vault: VaultID) -> [UInt8] { found(for: vault).id }

  /// Whether a state was made on this machine.
  ///
  /// - Throws: where it does not look so, and what says which machine this is could not be read: be it for a
  ///   moment, the logs of this machine are not given up for it.
  static func isHome(of state: DeviceState, for vault: VaultID) throws(VaultError) -> Bool {
    let (id, fault) = found(for: vault)
    if state.machine == id { return true }
    if let fault { throw fault }
    return false
  }

  private static func found(for vault: VaultID) -> (id: [UInt8], fault: VaultError?) {
    var fault: VaultError?
    var known = hostName()
    do throws(VaultError) {
      let file = try Storage.read("/etc/machine-id", limit: 4096, name: "machine-id")
      known = Array(file.prefix { $0 != UInt8(ascii: "\n") })
    } catch .system(_, _, ENOENT) {} catch { fault = error }
    return (Array(BLAKE2b.hash(Label.machine, vault.bytes, known).prefix(16)), fault)
  }

  private static func hostName() -> [UInt8] {
    var facts = [CChar](repeating: 0, count: 256)
    guard gethostname(&facts, facts.count - 1) == 0 else { return [] }
    return facts.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
  }
}

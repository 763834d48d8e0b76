import Glibc
import Sodium

// docs/format.md § Device state (machine id)

/// Which machine this is, as far as a restored state has to know.
enum Machine {
  static func id(for vault: VaultID) -> [UInt8] {
    let file = try? Storage.read("/etc/machine-id", limit: 4096, name: "machine-id")
    let known = file.map { Array($0.prefix { $0 != UInt8(ascii: "\n") }) } ?? hostName()
    return Array(BLAKE2b.hash(Label.machine, vault.bytes, known).prefix(16))
  }

  private static func hostName() -> [UInt8] {
    var facts = [CChar](repeating: 0, count: 256)
    guard gethostname(&facts, facts.count - 1) == 0 else { return [] }
    return facts.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
  }
}

import Sodium

// docs/format.md § Records (digest, chain, MAC)

/// How a record holds on to all that came before it.
enum Chain {
  static let start = [UInt8](repeating: 0, count: 32)

  /// The chain after the record with this digest.
  static func link(_ previous: [UInt8], index: UInt64, digest: [UInt8], headerHash: [UInt8])
    -> [UInt8]
  {
    BLAKE2b.hash(Label.chain, headerHash, number(index), previous, digest)
  }

  /// The author's own mark on a record, which nobody else can make and nobody else can check.
  static func mac(
    _ chain: [UInt8], index: UInt64, headerHash: [UInt8], key: borrowing SecretBytes
  ) -> [UInt8] {
    BLAKE2b.mac(Label.mac, headerHash, number(index), chain, key: key)
  }

  private static func number(_ index: UInt64) -> [UInt8] {
    var writer = FieldWriter()
    writer.put(index)
    return writer.bytes
  }
}

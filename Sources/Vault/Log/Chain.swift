import Sodium

// docs/format.md § Records (digest, chain, MAC)

/// How a record holds on to all that came before it.
enum Chain {
  static let start = [UInt8](repeating: 0, count: 32)

  /// The chain after the record with this digest.
  static func link(_ previous: [UInt8], index: UInt64, digest: [UInt8], headerHash: [UInt8])
    -> [UInt8]
  {
    var writer = FieldWriter(room: 128)
    writer.put(Label.chain)
    writer.put(headerHash)
    writer.put(index)
    writer.put(previous)
    writer.put(digest)
    return BLAKE2b.hash(writer.bytes)
  }

  /// The author's own mark on a record, which nobody else can make and nobody else can check.
  static func mac(
    _ chain: [UInt8], index: UInt64, headerHash: [UInt8], key: borrowing SecretBytes
  ) -> [UInt8] {
    var writer = FieldWriter(room: 128)
    writer.put(Label.mac)
    writer.put(headerHash)
    writer.put(index)
    writer.put(chain)
    return BLAKE2b.mac(writer.bytes, key: key)
  }
}

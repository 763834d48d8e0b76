import Clibsodium

/// BLAKE2b: hashing, and keyed hashing as a MAC and as a key derivation (RFC 7693).
///
/// Parts are hashed one after the other with nothing between them, so that `("ab", "c")` and
/// `("a", "bc")` give the same result: parts that vary in length need their length hashed too.
/// Source: https://doc.libsodium.org/hashing/generic_hashing
public enum BLAKE2b {
  /// How many bytes a result may have. Another count is a mistake in the program, and traps.
  public static let counts = 16...64
  /// How many bytes a key may have. Another count is a mistake in the program, and traps.
  public static let keyCounts = 16...64

  /// The hash of the parts in order; `count` is 16 … 64.
  public static func hash(_ parts: [UInt8]..., count: Int = 32) -> [UInt8] {
    var hash = [UInt8](repeating: 0, count: count)
    unsafe hash.withUnsafeMutableBufferPointer { output in
      unsafe digest(parts, key: UnsafeBufferPointer(start: nil, count: 0), into: output)
    }
    return hash
  }

  /// The 32-byte hash of three parts in order, that lie somewhere already.
  public static func hash(_ first: RawSpan, _ second: RawSpan, _ third: RawSpan) -> [UInt8] {
    _ = Library.isReady
    var hash = [UInt8](repeating: 0, count: 32)
    unsafe hash.withUnsafeMutableBufferPointer { output in
      guard let start = output.baseAddress else { return }
      StackWipe.after {
        unsafe withUnsafeTemporaryAllocation(
          byteCount: stateCount, alignment: stateAlignment
        ) { memory in
          guard let base = memory.baseAddress else { return }
          let state = OpaquePointer(base)
          _ = unsafe crypto_generichash_init(state, nil, 0, 32)
          unsafe update(state, first)
          unsafe update(state, second)
          unsafe update(state, third)
          _ = unsafe crypto_generichash_final(state, start, 32)
        }
      }
    }
    return hash
  }

  private static func update(_ state: OpaquePointer, _ part: RawSpan) {
    unsafe part.withUnsafeBytes { bytes in
      _ = unsafe crypto_generichash_update(state, bytes.bytePointer, UInt64(bytes.count))
    }
  }

  /// The MAC of the parts in order under `key` (16 … 64 bytes); compare with `ConstantTime.equal`.
  public static func mac(
    _ parts: [UInt8]..., key: borrowing SecretBytes, count: Int = 32
  ) -> [UInt8] {
    precondition(keyCounts.contains(key.count))
    var mac = [UInt8](repeating: 0, count: count)
    let key = unsafe UnsafeBufferPointer(start: key.address, count: key.count)
    unsafe mac.withUnsafeMutableBufferPointer { output in
      unsafe digest(parts, key: key, into: output)
    }
    return mac
  }

  /// The keyed hash of the parts in order, as a key of its own in guarded memory.
  ///
  /// - Throws: `outOfLockedMemory`, `unavailable`.
  public static func subkey(
    _ parts: [UInt8]..., key: borrowing SecretBytes, count: Int = 32
  ) throws(SodiumError) -> SecretBytes {
    precondition(keyCounts.contains(key.count))
    let subkey = try SecretBytes(count: count)
    unsafe digest(
      parts, key: UnsafeBufferPointer(start: key.address, count: key.count),
      into: UnsafeMutableBufferPointer(start: subkey.address, count: count))
    return subkey
  }

  private static func digest(
    _ parts: [[UInt8]], key: UnsafeBufferPointer<UInt8>,
    into output: UnsafeMutableBufferPointer<UInt8>
  ) {
    precondition(counts.contains(output.count))
    _ = Library.isReady
    // The state holds a key until `final` wipes it, so it stays on the stack.
    StackWipe.after {
      unsafe withUnsafeTemporaryAllocation(
        byteCount: stateCount, alignment: stateAlignment
      ) { memory in
        // Neither is empty: their counts are known.
        if let base = memory.baseAddress, let start = output.baseAddress {
          let state = OpaquePointer(base)
          _ = unsafe crypto_generichash_init(state, key.baseAddress, key.count, output.count)
          for part in parts {
            _ = unsafe crypto_generichash_update(state, part, UInt64(part.count))
          }
          _ = unsafe crypto_generichash_final(state, start, output.count)
        }
      }
    }
  }

  /// The size of `crypto_generichash_state`, which Swift does not import because of its alignment.
  static let stateCount = crypto_generichash_statebytes()
  /// The alignment of `crypto_generichash_state`.
  static let stateAlignment = 64
}

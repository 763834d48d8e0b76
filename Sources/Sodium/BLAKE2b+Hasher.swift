import Clibsodium

extension BLAKE2b {
  /// An unkeyed hash taken piece by piece.
  @safe
  public struct Hasher: ~Copyable, @unchecked Sendable {
    // Sendable: the memory is owned by this one value and changed by mutating methods only.
    private let state: UnsafeMutableRawPointer
    private let count: Int

    /// A hash of nothing yet, whose result will have `count` (16 … 64) bytes.
    public init(count: Int = 32) {
      precondition(BLAKE2b.counts.contains(count))
      _ = Library.isReady
      self.count = count
      unsafe state = .allocate(
        byteCount: BLAKE2b.stateCount, alignment: BLAKE2b.stateAlignment)
      _ = unsafe crypto_generichash_init(OpaquePointer(state), nil, 0, count)
    }

    deinit {
      // What was hashed last lies in it; a recovery code's check hashes the secret.
      unsafe sodium_memzero(state, BLAKE2b.stateCount)
      unsafe state.deallocate()
    }

    /// Adds bytes.
    public mutating func update(_ bytes: RawSpan) {
      let state = unsafe OpaquePointer(state)
      StackWipe.after {
        unsafe bytes.withUnsafeBytes { buffer in
          _ = unsafe crypto_generichash_update(state, buffer.bytePointer, UInt64(buffer.count))
        }
      }
    }

    /// Adds bytes.
    public mutating func update(_ bytes: [UInt8]) {
      unsafe update(bytes.span.bytes)
    }

    /// The hash of everything added.
    public consuming func finalize() -> [UInt8] {
      var hash = [UInt8](repeating: 0, count: count)
      let state = unsafe OpaquePointer(state)
      _ = StackWipe.after { unsafe crypto_generichash_final(state, &hash, count) }
      return hash
    }
  }
}

import Clibsodium

/// Bytes that must not leak: guarded, locked where the kernel allows it, wiped when they go.
///
/// The memory comes from `sodium_malloc`: guard pages on both sides, a canary in front, left out of
/// core dumps, and `mlock`ed so that it is not written to swap. When the kernel refuses `mlock`
/// (`RLIMIT_MEMLOCK`), the memory is there all the same, but can be swapped:
/// `ProcessHardening.apply()` tells. `deinit` calls `sodium_free`, which wipes first.
///
/// Bytes are lent inside a closure and never returned. The type cannot be copied by accident,
/// printed, interpolated, compared with `==`, iterated or encoded; keep it so.
/// Source: https://doc.libsodium.org/memory_management
@safe
public struct SecretBytes: ~Copyable, @unchecked Sendable {
  // Sendable: this one value owns the memory; borrowing only reads, mutation is exclusive.

  /// The first byte. Read while borrowing, written while mutating, never kept.
  let address: UnsafeMutablePointer<UInt8>
  /// How many bytes there are.
  public let count: Int

  /// The most bytes one secret may have (1 MiB), because a count is sometimes input.
  public static let greatestCount = 1 << 20

  /// `count` zero bytes.
  ///
  /// - Throws: `wrongLength` outside 0 … `greatestCount`; `outOfLockedMemory`.
  public init(count: Int) throws(SodiumError) {
    try Library.prepare()
    guard count >= 0 else { throw .wrongLength(expected: 0, actual: count) }
    guard count <= Self.greatestCount else {
      throw .wrongLength(expected: Self.greatestCount, actual: count)
    }
    // sodium_malloc fills with 0xdb to show up uninitialised reads; callers here want zeros.
    guard let memory = unsafe sodium_malloc(count) else { throw .outOfLockedMemory }
    unsafe sodium_memzero(memory, count)
    unsafe address = memory.bindMemory(to: UInt8.self, capacity: count)
    self.count = count
  }

  /// A guarded copy of ordinary bytes.
  ///
  /// Hazard: the array stays where it is, unlocked, and cannot be wiped for certain. This is for
  /// tests and for the recovery code, which was on screen anyway; never for a passphrase or a
  /// derived key.
  public init(copying bytes: [UInt8]) throws(SodiumError) {
    try unsafe self.init(copying: bytes.span.bytes)
  }

  /// A guarded copy of bytes that already lie somewhere safe, such as part of another secret.
  public init(copying bytes: RawSpan) throws(SodiumError) {
    try self.init(count: bytes.byteCount)
    let destination = unsafe UnsafeMutableRawBufferPointer(start: address, count: count)
    unsafe bytes.withUnsafeBytes { source in unsafe destination.copyMemory(from: source) }
  }

  deinit {
    unsafe sodium_free(address)
  }

  /// Lends the bytes for reading; they must not be copied out of `body` into ordinary memory.
  public borrowing func withBytes<R: ~Copyable, E: Error>(
    _ body: (RawSpan) throws(E) -> R
  ) throws(E) -> R {
    let buffer = unsafe UnsafeRawBufferPointer(start: address, count: count)
    return try body(unsafe buffer.bytes)
  }

  /// Lends the bytes for writing.
  public mutating func withMutableBytes<R: ~Copyable, E: Error>(
    _ body: (inout MutableRawSpan) throws(E) -> R
  ) throws(E) -> R {
    let buffer = unsafe UnsafeMutableRawBufferPointer(start: address, count: count)
    var span = unsafe buffer.mutableBytes
    return try body(&span)
  }

  /// Whether both hold the same bytes; the time taken depends on the count alone.
  public borrowing func isEqual(to other: borrowing SecretBytes) -> Bool {
    guard count == other.count else { return false }
    return unsafe sodium_memcmp(address, other.address, count) == 0
  }

  /// A new secret holding the bytes at `range`.
  ///
  /// - Throws: `wrongLength` when the range reaches outside; `outOfLockedMemory`.
  public borrowing func slice(_ range: Range<Int>) throws(SodiumError) -> SecretBytes {
    guard range.lowerBound >= 0, range.upperBound <= count else {
      throw .wrongLength(expected: count, actual: range.upperBound)
    }
    return try withBytes { (bytes) throws(SodiumError) in
      try SecretBytes(copying: bytes.extracting(range))
    }
  }

  /// A second secret with the same bytes.
  public borrowing func copy() throws(SodiumError) -> SecretBytes {
    try slice(0..<count)
  }

  /// A new secret: `first` followed by `second`.
  public static func concatenate(
    _ first: borrowing SecretBytes, _ second: borrowing SecretBytes
  ) throws(SodiumError) -> SecretBytes {
    let joined = try SecretBytes(count: first.count + second.count)
    unsafe joined.address.update(from: first.address, count: first.count)
    unsafe (joined.address + first.count).update(from: second.address, count: second.count)
    return joined
  }

  /// A new secret: public bytes (a label, a hash) followed by a secret.
  public static func concatenate(
    _ prefix: [UInt8], _ secret: borrowing SecretBytes
  ) throws(SodiumError) -> SecretBytes {
    let joined = try SecretBytes(count: prefix.count + secret.count)
    unsafe joined.address.update(from: prefix, count: prefix.count)
    unsafe (joined.address + prefix.count).update(from: secret.address, count: secret.count)
    return joined
  }
}

import Glibc

extension SecretBytes {
  /// Lends the bytes one by one for reading; they must not be copied out of `body`.
  public borrowing func withSpan<R: ~Copyable, E: Error>(
    _ body: (Span<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    let buffer = unsafe UnsafeBufferPointer(start: address, count: count)
    return try body(unsafe buffer.span)
  }

  /// Lends the bytes one by one for writing.
  public mutating func withMutableSpan<R: ~Copyable, E: Error>(
    _ body: (inout MutableSpan<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    let buffer = unsafe UnsafeMutableBufferPointer(start: address, count: count)
    var span = unsafe buffer.mutableSpan
    return try body(&span)
  }

  /// A new secret: a secret followed by public bytes.
  public static func concatenate(
    _ secret: borrowing SecretBytes, _ suffix: [UInt8]
  ) throws(SodiumError) -> SecretBytes {
    let joined = try SecretBytes(count: secret.count + suffix.count)
    unsafe joined.address.update(from: secret.address, count: secret.count)
    unsafe (joined.address + secret.count).update(from: suffix, count: suffix.count)
    return joined
  }

  /// Those bytes at `range` that are no secret: a label, a name, a number kept beside one.
  ///
  /// - Throws: `wrongLength` when the range reaches outside.
  public borrowing func revealed(_ range: Range<Int>) throws(SodiumError) -> [UInt8] {
    guard range.lowerBound >= 0, range.upperBound <= count else {
      throw .wrongLength(expected: count, actual: range.upperBound)
    }
    return withSpan { bytes in range.map { bytes[$0] } }
  }

  /// Writes the bytes to a file descriptor straight from locked memory.
  ///
  /// - Throws: `writeFailed` with the system's error number.
  public borrowing func write(to descriptor: Int32) throws(SodiumError) {
    var done = 0
    while done < count {
      let put = unsafe Glibc.write(descriptor, address + done, count - done)
      if put < 0 && errno == EINTR { continue }
      guard put > 0 else { throw .writeFailed(errno: errno) }
      done += put
    }
  }
}

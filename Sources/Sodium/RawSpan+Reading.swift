extension RawSpan {
  /// The little-endian number that begins at an offset, which need not be aligned.
  ///
  /// - Precondition: the number ends within the bytes, which is looked at once more.
  @inlinable
  public func littleEndian<N: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int, as type: N.Type = N.self
  ) -> N {
    // Every pattern of bits is a number.
    unsafe N(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: N.self))
  }

  /// Whether all bytes are zero; the time that it takes says where the first other one is.
  @inlinable
  public var areZero: Bool {
    let words = byteCount / 8
    for word in 0..<words where littleEndian(at: word * 8, as: UInt64.self) != 0 { return false }
    for place in words * 8..<byteCount where littleEndian(at: place, as: UInt8.self) != 0 {
      return false
    }
    return true
  }
}

import Sodium

/// The bytes that lowercase hex digits stand for; the vectors are literals, so digits are not
/// checked.
func bytes(hex: String) -> [UInt8] {
  let digits = hex.utf8.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\n") }
  return stride(from: 0, to: digits.count, by: 2).map { index in
    UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16) ?? 0
  }
}

/// The bytes `range`, counting up.
func ramp(_ range: Range<UInt8>) -> [UInt8] { Array(range) }

extension SecretBytes {
  /// A secret from hex, for vectors.
  init(hex: String) throws(SodiumError) { try self.init(copying: bytes(hex: hex)) }

  /// The bytes in the open, which only tests may want.
  borrowing func revealed() -> [UInt8] {
    withBytes { span in
      (0..<span.byteCount).map { span.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
    }
  }
}

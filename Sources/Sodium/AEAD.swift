import Clibsodium

/// XChaCha20-Poly1305-IETF: sealing bytes so that nobody without the key can read or change them.
///
/// A nonce is 24 bytes, so random ones never meet. The construction does not commit to its key:
/// where that matters, check a commitment before opening.
/// Source: draft-irtf-cfrg-xchacha-03;
/// https://doc.libsodium.org/secret-key_cryptography/aead/chacha20-poly1305/xchacha20-poly1305_construction
public enum AEAD {
  /// How many bytes a key has.
  public static let keyCount = 32
  /// How many bytes a nonce has.
  public static let nonceCount = 24
  /// How many bytes sealing adds.
  public static let tagCount = 16

  /// Seals `message` into `sealed`, which must have exactly 16 bytes more. Allocates nothing.
  ///
  /// - Throws: `wrongLength` for the key, the nonce or the room.
  public static func seal(
    _ message: RawSpan, additionalData: RawSpan, nonce: RawSpan, key: borrowing SecretBytes,
    into sealed: inout MutableRawSpan
  ) throws(SodiumError) {
    try Library.prepare()
    try Length.check(key.count, is: keyCount)
    try Length.check(nonce.byteCount, is: nonceCount)
    try Length.check(sealed.byteCount, is: message.byteCount + tagCount)
    let keyAddress = unsafe key.address
    StackWipe.after {
      unsafe sealed.withUnsafeMutableBytes { output in
        unsafe message.withUnsafeBytes { input in
          unsafe additionalData.withUnsafeBytes { data in
            unsafe nonce.withUnsafeBytes { nonce in
              // Neither is empty: their counts were checked above.
              if let start = unsafe output.bytePointer, let nonce = unsafe nonce.bytePointer {
                _ = unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
                  start, nil, input.bytePointer, UInt64(input.count),
                  data.bytePointer, UInt64(data.count), nil, nonce, keyAddress)
              }
            }
          }
        }
      }
    }
  }

  /// Opens `sealed` into `message`, which must have exactly 16 bytes fewer. Allocates nothing.
  ///
  /// - Throws: `wrongLength` for the key, the nonce, the input or the room;
  ///   `authenticationFailed`, in which case `message` holds zeros.
  public static func open(
    _ sealed: RawSpan, additionalData: RawSpan, nonce: RawSpan, key: borrowing SecretBytes,
    into message: inout MutableRawSpan
  ) throws(SodiumError) {
    try Library.prepare()
    try Length.check(key.count, is: keyCount)
    try Length.check(nonce.byteCount, is: nonceCount)
    try Length.check(message.byteCount, is: try openedCount(sealed.byteCount))
    let keyAddress = unsafe key.address
    var status: Int32 = -1
    StackWipe.after {
      unsafe message.withUnsafeMutableBytes { output in
        unsafe sealed.withUnsafeBytes { input in
          unsafe additionalData.withUnsafeBytes { data in
            unsafe nonce.withUnsafeBytes { nonce in
              // Neither is empty: their counts were checked above.
              if let start = unsafe input.bytePointer, let nonce = unsafe nonce.bytePointer {
                status = unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
                  output.bytePointer, nil, nil, start, UInt64(input.count),
                  data.bytePointer, UInt64(data.count), nonce, keyAddress)
              }
            }
          }
        }
      }
    }
    try Library.check(status, or: .authenticationFailed)
  }

  /// How many bytes a sealed message of `count` bytes opens to.
  static func openedCount(_ count: Int) throws(SodiumError) -> Int {
    guard count >= tagCount else { throw .wrongLength(expected: tagCount, actual: count) }
    return count - tagCount
  }
}

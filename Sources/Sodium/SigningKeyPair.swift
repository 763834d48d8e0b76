import Clibsodium

/// An Ed25519 key pair: a signature anyone with the public key can check (RFC 8032).
///
/// Source: https://doc.libsodium.org/public-key_cryptography/public-key_signatures
public struct SigningKeyPair: ~Copyable, Sendable {
  /// How many bytes a seed has.
  public static let seedCount = 32
  /// How many bytes a public key has.
  public static let publicKeyCount = 32
  /// How many bytes a signature has.
  public static let signatureCount = 64

  /// The 32 bytes that others check with.
  public let publicKey: [UInt8]
  private let secretKey: SecretBytes

  /// The key pair that belongs to a 32-byte seed.
  public init(seed: borrowing SecretBytes) throws(SodiumError) {
    try Length.check(seed.count, is: Self.seedCount)
    let secret = try SecretBytes(count: 64)
    var publicKey = [UInt8](repeating: 0, count: Self.publicKeyCount)
    let status = StackWipe.after(StackWipe.deep) {
      unsafe crypto_sign_seed_keypair(&publicKey, secret.address, seed.address)
    }
    try Library.check(status, or: .keyDerivationFailed)
    self.publicKey = publicKey
    secretKey = secret
  }

  /// The 64-byte signature of `message`; the same every time.
  public borrowing func sign(_ message: [UInt8]) -> [UInt8] {
    var signature = [UInt8](repeating: 0, count: Self.signatureCount)
    _ = StackWipe.after(StackWipe.deep) {
      unsafe crypto_sign_detached(
        &signature, nil, message, UInt64(message.count), secretKey.address)
    }
    return signature
  }

  /// Whether `signature` is one that the owner of `publicKey` made of `message`.
  ///
  /// Wrong lengths, a public key of low order and a signature in any but its one canonical form are
  /// answered with `false`.
  public static func verify(
    _ signature: [UInt8], of message: [UInt8], publicKey: [UInt8]
  ) -> Bool {
    guard Library.isReady, signature.count == signatureCount, publicKey.count == publicKeyCount
    else { return false }
    return unsafe crypto_sign_verify_detached(
      signature, message, UInt64(message.count), publicKey) == 0
  }
}

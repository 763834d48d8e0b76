import Clibsodium

/// An X25519 key pair: sealing a secret to one reader, who can tell which key it came from.
///
/// The shared key convinces only the two: either could have made what the other opens, so nothing
/// here proves anything to a third person.
/// Source: RFC 7748; https://doc.libsodium.org/public-key_cryptography/authenticated_encryption
/// with XChaCha20 in place of XSalsa20.
public struct BoxKeyPair: ~Copyable, Sendable {
  /// How many bytes a seed has.
  public static let seedCount = 32
  /// How many bytes a public key has.
  public static let publicKeyCount = 32
  /// How many bytes a nonce has.
  public static let nonceCount = 24
  /// How many bytes sealing adds.
  public static let tagCount = 16

  /// The 32 bytes that others seal to.
  public let publicKey: [UInt8]
  private let secretKey: SecretBytes

  /// The key pair that belongs to a 32-byte seed.
  public init(seed: borrowing SecretBytes) throws(SodiumError) {
    try Length.check(seed.count, is: Self.seedCount)
    let secret = try SecretBytes(count: 32)
    var publicKey = [UInt8](repeating: 0, count: Self.publicKeyCount)
    let status = StackWipe.after(StackWipe.deep) {
      unsafe crypto_box_curve25519xchacha20poly1305_seed_keypair(
        &publicKey, secret.address, seed.address)
    }
    try Library.check(status, or: .keyDerivationFailed)
    self.publicKey = publicKey
    secretKey = secret
  }

  /// The key pair of a raw 32-byte X25519 scalar, as published vectors give it.
  init(scalar: consuming SecretBytes) throws(SodiumError) {
    try Library.prepare()
    try Length.check(scalar.count, is: 32)
    var publicKey = [UInt8](repeating: 0, count: Self.publicKeyCount)
    _ = StackWipe.after(StackWipe.deep) {
      unsafe crypto_scalarmult_base(&publicKey, scalar.address)
    }
    self.publicKey = publicKey
    secretKey = scalar
  }

  /// Seals a secret to `publicKey`; the result is 16 bytes longer.
  ///
  /// - Throws: `invalidPublicKey` for a point of low order, `wrongLength`, `outOfLockedMemory`.
  public borrowing func seal(
    secret: borrowing SecretBytes, to publicKey: [UInt8], nonce: [UInt8]
  ) throws(SodiumError) -> [UInt8] {
    try Length.check(nonce.count, is: Self.nonceCount)
    let shared = try sharedKey(with: publicKey)
    var sealed = [UInt8](repeating: 0, count: secret.count + Self.tagCount)
    _ = StackWipe.after {
      unsafe crypto_box_curve25519xchacha20poly1305_easy_afternm(
        &sealed, secret.address, UInt64(secret.count), nonce, shared.address)
    }
    return sealed
  }

  /// Opens what the owner of `publicKey` sealed to this pair, straight into guarded memory.
  ///
  /// - Throws: `invalidPublicKey`, `authenticationFailed`, `wrongLength`, `outOfLockedMemory`.
  public borrowing func openSecret(
    _ sealed: [UInt8], from publicKey: [UInt8], nonce: [UInt8]
  ) throws(SodiumError) -> SecretBytes {
    try Length.check(nonce.count, is: Self.nonceCount)
    guard sealed.count >= Self.tagCount else {
      throw .wrongLength(expected: Self.tagCount, actual: sealed.count)
    }
    let shared = try sharedKey(with: publicKey)
    let secret = try SecretBytes(count: sealed.count - Self.tagCount)
    let status = StackWipe.after {
      unsafe crypto_box_curve25519xchacha20poly1305_open_easy_afternm(
        secret.address, sealed, UInt64(sealed.count), nonce, shared.address)
    }
    try Library.check(status, or: .authenticationFailed)
    return secret
  }

  /// Whether anything can be sealed to `publicKey`; nothing can to a point of low order.
  public borrowing func reaches(_ publicKey: [UInt8]) -> Bool {
    do {
      _ = try sharedKey(with: publicKey)
      return true
    } catch { return false }
  }

  /// HChaCha20 of the X25519 result: computed apart from the cipher, so that a bad key and a
  /// changed message are told apart.
  private borrowing func sharedKey(with publicKey: [UInt8]) throws(SodiumError) -> SecretBytes {
    try Length.check(publicKey.count, is: Self.publicKeyCount)
    let shared = try SecretBytes(count: 32)
    let status = StackWipe.after(StackWipe.deep) {
      unsafe crypto_box_curve25519xchacha20poly1305_beforenm(
        shared.address, publicKey, secretKey.address)
    }
    try Library.check(status, or: .invalidPublicKey)
    return shared
  }
}

import Clibsodium

/// Turning a passphrase into a key, at a cost that makes guessing slow (RFC 9106).
///
/// libsodium runs Argon2id version 1.3 with one lane and without the optional secret and associated
/// data. Its working memory is ordinary memory: not locked, and given back at the end.
/// Source: https://doc.libsodium.org/password_hashing/default_phf
public enum Argon2id {
  /// How many bytes a salt has.
  public static let saltCount = 16
  /// How many bytes a derived key may have.
  public static let counts = 16...64

  /// How much work one derivation takes.
  public struct Cost: Equatable, Sendable {
    /// How often the memory is gone over (RFC 9106: t).
    public var passes: UInt32
    /// The working memory in KiB (RFC 9106: m).
    public var memoryKiB: UInt32

    public init(passes: UInt32, memoryKiB: UInt32) {
      self.passes = passes
      self.memoryKiB = memoryKiB
    }

    /// What a new identity is wrapped with: 256 MiB, 3 passes.
    public static let standard = Cost(passes: 3, memoryKiB: 262_144)
    /// The least that is accepted: 64 MiB, 2 passes. Less would make a stolen file easy to guess.
    public static let least = Cost(passes: 2, memoryKiB: 65_536)
    /// The most that is accepted: 1 GiB, 10 passes. More, and a changed file could stall the machine.
    public static let greatest = Cost(passes: 10, memoryKiB: 1_048_576)

    /// Whether both numbers lie within `least` … `greatest`.
    public var isAcceptable: Bool {
      (Self.least.passes...Self.greatest.passes).contains(passes)
        && (Self.least.memoryKiB...Self.greatest.memoryKiB).contains(memoryKiB)
    }
  }

  /// Derives `count` (16 … 64) bytes from a passphrase and a 16-byte salt.
  ///
  /// - Throws: `unacceptableCost` and `wrongLength` before anything is allocated;
  ///   `keyDerivationFailed` when the machine cannot give the memory; `outOfLockedMemory`.
  public static func derive(
    _ passphrase: borrowing SecretBytes, salt: [UInt8], cost: Cost, count: Int
  ) throws(SodiumError) -> SecretBytes {
    guard cost.isAcceptable else { throw .unacceptableCost }
    return try deriveUnchecked(passphrase, salt: salt, cost: cost, count: count)
  }

  /// The derivation without the bounds on cost, which published test vectors stay below.
  static func deriveUnchecked(
    _ passphrase: borrowing SecretBytes, salt: [UInt8], cost: Cost, count: Int
  ) throws(SodiumError) -> SecretBytes {
    try Length.check(salt.count, is: saltCount)
    try Length.check(count, within: counts)
    let key = try SecretBytes(count: count)
    let status = StackWipe.after(StackWipe.deep) {
      unsafe passphrase.address.withMemoryRebound(
        to: CChar.self, capacity: passphrase.count
      ) { characters in
        unsafe crypto_pwhash(
          key.address, UInt64(count), characters, UInt64(passphrase.count), salt,
          UInt64(cost.passes), Int(cost.memoryKiB) * 1024, crypto_pwhash_ALG_ARGON2ID13)
      }
    }
    try Library.check(status, or: .keyDerivationFailed)
    return key
  }
}

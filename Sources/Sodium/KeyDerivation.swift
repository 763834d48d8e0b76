import Clibsodium

/// Many keys from one master key; none of them tells anything about another.
///
/// Source: https://doc.libsodium.org/key_derivation (BLAKE2b with the context as personalisation
/// and the id as salt).
public enum KeyDerivation {
  /// How many bytes a master key has.
  public static let masterCount = 32
  /// How many bytes a context has.
  public static let contextCount = 8
  /// How many bytes a subkey may have.
  public static let counts = 16...64

  /// The subkey number `id` of `master` for one purpose.
  ///
  /// - Parameters:
  ///   - master: exactly 32 bytes.
  ///   - context: exactly 8 bytes that name the purpose; need not be secret.
  ///   - count: 16 … 64.
  /// - Throws: `wrongLength`, `outOfLockedMemory`.
  public static func subkey(
    of master: borrowing SecretBytes, id: UInt64, context: [UInt8], count: Int
  ) throws(SodiumError) -> SecretBytes {
    try Length.check(master.count, is: masterCount)
    try Length.check(context.count, is: contextCount)
    try Length.check(count, within: counts)
    let subkey = try SecretBytes(count: count)
    let status = StackWipe.after {
      unsafe crypto_kdf_derive_from_key(
        subkey.address, count, id, context.map(CChar.init(bitPattern:)), master.address)
    }
    try Library.check(status, or: .keyDerivationFailed)
    return subkey
  }

  /// The same, with the context written as a literal of eight ASCII letters.
  public static func subkey(
    of master: borrowing SecretBytes, id: UInt64, context: StaticString, count: Int
  ) throws(SodiumError) -> SecretBytes {
    try subkey(of: master, id: id, context: Array(context.description.utf8), count: count)
  }
}

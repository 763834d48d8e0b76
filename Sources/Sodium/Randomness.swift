import Clibsodium

/// Where random bytes come from: the system in the program, a seed in the tests.
///
/// Randomness is an input everywhere, so that every test can be repeated exactly.
public struct Randomness: Sendable {
  private enum Source: Sendable {
    case system
    case seeded(SeededStream)
  }

  private let source: Source

  /// The kernel's random source (`randombytes_buf`).
  public static let system = Randomness(source: .system)

  /// A reproducible source, for tests only: whoever knows the seed knows every byte.
  ///
  /// The n-th call gives the XChaCha20 stream of the seed's hash under nonce n, so calls differ
  /// from one another and copies of the value share one counter.
  public static func seeded(_ seed: [UInt8]) -> Randomness {
    Randomness(source: .seeded(SeededStream(seed: seed)))
  }

  /// `count` random bytes, for nonces, salts and identifiers; keys come from `secret(_:)`.
  public func bytes(_ count: Int) -> [UInt8] {
    _ = Library.isReady
    var bytes = [UInt8](repeating: 0, count: max(0, count))
    unsafe bytes.withUnsafeMutableBufferPointer { buffer in unsafe fill(buffer) }
    return bytes
  }

  /// `count` random bytes that only ever lie in guarded memory.
  public func secret(_ count: Int) throws(SodiumError) -> SecretBytes {
    let secret = try SecretBytes(count: count)
    unsafe fill(UnsafeMutableBufferPointer(start: secret.address, count: secret.count))
    return secret
  }

  private func fill(_ buffer: UnsafeMutableBufferPointer<UInt8>) {
    switch source {
    case .system:
      if let start = buffer.baseAddress { unsafe randombytes_buf(start, buffer.count) }
    case .seeded(let stream): unsafe stream.fill(buffer)
    }
  }
}

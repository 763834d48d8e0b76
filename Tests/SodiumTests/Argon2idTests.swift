@testable import Sodium
import Testing

/// RFC 9106's own vectors use four lanes, a secret and associated data, none of which libsodium
/// offers. The values here come from OpenSSL's Argon2id: see `derive-vectors.py`.
struct Argon2idTests {
  private static let salt = ramp(0..<16)
  private static let evening = "a quiet evening"

  @Test func `a passphrase gives the key that OpenSSL derives at the least cost`() throws {
    let passphrase = try SecretBytes(copying: Array(Self.evening.utf8))
    let key = try Argon2id.derive(passphrase, salt: Self.salt, cost: .least, count: 32)
    #expect(
      key.revealed()
        == bytes(hex: "e4563de411ff500f73a69d5d4a684f045ababa6a1b0c2a6fd3e38e762d47ca45"))
  }

  @Test(arguments: [
    (evening, 1, 8, "5e697b952fd0d0c1360c58ef76470524"),
    (evening, 3, 64, "aef9abbb3f5a8f6a13ba333b78967f00ca1ac31a5be1ddea0daae2c7e97f28b9"),
    (
      "", 2, 64,
      """
      a8d23e3ce961c9e1203beeab0146e9ae3c42de942d2d3b390b48e9d14e78a791
      2d715777eb5e394d078da8a72322ed9129ed859c6b07a1624c0a4362833e44a9
      """
    ),
  ])
  func `small derivations agree with OpenSSL`(
    passphrase: String, passes: UInt32, memoryKiB: UInt32, expected: String
  ) throws {
    let expected = bytes(hex: expected)
    let key = try Argon2id.deriveUnchecked(
      SecretBytes(copying: Array(passphrase.utf8)), salt: Self.salt,
      cost: .init(passes: passes, memoryKiB: memoryKiB), count: expected.count)
    #expect(key.revealed() == expected)
  }

  @Test(arguments: [
    Argon2id.Cost(passes: 1, memoryKiB: 65_536), Argon2id.Cost(passes: 2, memoryKiB: 65_535),
    Argon2id.Cost(passes: 11, memoryKiB: 65_536), Argon2id.Cost(passes: 2, memoryKiB: 1_048_577),
    Argon2id.Cost(passes: 0, memoryKiB: 0), Argon2id.Cost(passes: .max, memoryKiB: .max),
  ])
  func `a cost outside the bounds is refused before any work`(cost: Argon2id.Cost) throws {
    #expect(!cost.isAcceptable)
    let passphrase = try SecretBytes(copying: [1])
    #expect(throws: SodiumError.unacceptableCost) {
      _ = try Argon2id.derive(passphrase, salt: Self.salt, cost: cost, count: 32)
    }
  }

  @Test(arguments: [Argon2id.Cost.least, .standard, .greatest])
  func `the named costs are acceptable`(cost: Argon2id.Cost) {
    #expect(cost.isAcceptable)
  }

  @Test(arguments: [(15, 32, 16, 15), (17, 32, 16, 17), (16, 15, 16, 15), (16, 65, 64, 65)])
  func `a salt or key of the wrong length is refused`(
    salt: Int, count: Int, expected: Int, actual: Int
  ) throws {
    let passphrase = try SecretBytes(copying: [1])
    #expect(throws: SodiumError.wrongLength(expected: expected, actual: actual)) {
      _ = try Argon2id.derive(
        passphrase, salt: [UInt8](repeating: 0, count: salt), cost: .least, count: count)
    }
  }
}

@testable import Sodium
import Testing

/// Expected boxes are computed without libsodium by `derive-vectors.py`.
struct BoxKeyPairTests {
  private static let nonce = ramp(0x40..<0x58)
  private static let note = Array("a key of 32 bytes, boxed to Bea!".utf8)

  private static func ada() throws(SodiumError) -> BoxKeyPair {
    try BoxKeyPair(seed: SecretBytes(copying: ramp(0..<32)))
  }

  private static func bea() throws(SodiumError) -> BoxKeyPair {
    try BoxKeyPair(seed: SecretBytes(copying: ramp(32..<64)))
  }

  @Test func `public keys are those of RFC 7748, 6_1`() throws {
    let alice = try BoxKeyPair(
      scalar: SecretBytes(
        hex: "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"))
    let bob = try BoxKeyPair(
      scalar: SecretBytes(
        hex: "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"))
    #expect(
      alice.publicKey
        == bytes(hex: "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"))
    #expect(
      bob.publicKey
        == bytes(hex: "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"))
    let sealed = try alice.seal(
      secret: SecretBytes(copying: Self.note), to: bob.publicKey, nonce: Self.nonce)
    #expect(
      sealed
        == bytes(
          hex: """
            86df3710bf00988b1acbe9c714231d974198c77c4362121030a19998f523242b
            1c600a08d90addf8fe2ecf2bf051a7df
            """))
  }

  @Test func `a seed gives its key pair, and a box its bytes`() throws {
    let ada = try Self.ada()
    let bea = try Self.bea()
    #expect(
      ada.publicKey
        == bytes(hex: "4701d08488451f545a409fb58ae3e58581ca40ac3f7f114698cd71deac73ca01"))
    #expect(
      bea.publicKey
        == bytes(hex: "5730800ab340fcb18ce5111eda9d705f91388b41e4544cbd103ba5942db2233e"))
    let sealed = try ada.seal(
      secret: SecretBytes(copying: Self.note), to: bea.publicKey, nonce: Self.nonce)
    #expect(
      sealed
        == bytes(
          hex: """
            ef27d4776884c596746d92bcd1fffe9d59fc84b025ebf500af2b9f46b07aca78
            18dc7773a3009835b303d804b1026a16
            """))
    let opened = try bea.openSecret(sealed, from: ada.publicKey, nonce: Self.nonce)
    #expect(opened.revealed() == Self.note)
  }

  @Test func `no bit of a box can be changed unnoticed`() throws {
    let ada = try Self.ada()
    let bea = try Self.bea()
    let sealed = try ada.seal(
      secret: SecretBytes(copying: [7]), to: bea.publicKey, nonce: Self.nonce)
    for index in sealed.indices {
      for bit in 0..<8 {
        var changed = sealed
        changed[index] ^= 1 << UInt8(bit)
        #expect(throws: SodiumError.authenticationFailed) {
          _ = try bea.openSecret(changed, from: ada.publicKey, nonce: Self.nonce)
        }
      }
    }
  }

  @Test func `a box opens for its reader, from its author, under its nonce alone`() throws {
    let ada = try Self.ada()
    let bea = try Self.bea()
    let cleo = try BoxKeyPair(seed: SecretBytes(copying: ramp(64..<96)))
    let sealed = try ada.seal(
      secret: SecretBytes(copying: Self.note), to: bea.publicKey, nonce: Self.nonce)
    #expect(throws: SodiumError.authenticationFailed) {
      _ = try cleo.openSecret(sealed, from: ada.publicKey, nonce: Self.nonce)
    }
    #expect(throws: SodiumError.authenticationFailed) {
      _ = try bea.openSecret(sealed, from: cleo.publicKey, nonce: Self.nonce)
    }
    #expect(throws: SodiumError.authenticationFailed) {
      _ = try bea.openSecret(sealed, from: ada.publicKey, nonce: ramp(0x41..<0x59))
    }
  }

  /// The points of small order of Curve25519 and its twist, as https://cr.yp.to/ecdh.html lists
  /// them.
  @Test(arguments: [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  ])
  func `a public key of low order is refused`(point: String) throws {
    let ada = try Self.ada()
    let secret = try SecretBytes(copying: Self.note)
    var point = bytes(hex: point)
    // The top bit of a public key means nothing (RFC 7748, 5), so setting it must not help.
    for _ in 0..<2 {
      #expect(throws: SodiumError.invalidPublicKey) {
        _ = try ada.seal(secret: secret, to: point, nonce: Self.nonce)
      }
      #expect(throws: SodiumError.invalidPublicKey) {
        _ = try ada.openSecret(
          [UInt8](repeating: 0, count: 48), from: point, nonce: Self.nonce)
      }
      point[31] |= 0x80
    }
  }

  @Test func `wrong lengths are refused`() throws {
    let ada = try Self.ada()
    let secret = try SecretBytes(copying: Self.note)
    #expect(throws: SodiumError.wrongLength(expected: 32, actual: 31)) {
      _ = try BoxKeyPair(seed: SecretBytes(count: 31))
    }
    #expect(throws: SodiumError.wrongLength(expected: 32, actual: 33)) {
      _ = try ada.seal(secret: secret, to: ramp(0..<33), nonce: Self.nonce)
    }
    #expect(throws: SodiumError.wrongLength(expected: 24, actual: 23)) {
      _ = try ada.seal(secret: secret, to: ada.publicKey, nonce: ramp(0..<23))
    }
    #expect(throws: SodiumError.wrongLength(expected: 16, actual: 15)) {
      _ = try ada.openSecret(ramp(0..<15), from: ada.publicKey, nonce: Self.nonce)
    }
  }
}

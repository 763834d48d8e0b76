import Sodium
import Testing

struct SigningKeyPairTests {
  /// RFC 8032, 7.1, tests 1 to 3.
  struct Vector: Sendable {
    let seed: String
    let publicKey: String
    let message: String
    let signature: String
  }

  static let vectors = [
    Vector(
      seed: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
      message: "",
      signature: """
        e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155
        5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b
        """),
    Vector(
      seed: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
      message: "72",
      signature: """
        92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da
        085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00
        """),
    Vector(
      seed: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      publicKey: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
      message: "af82",
      signature: """
        6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac
        18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a
        """),
  ]

  @Test(arguments: vectors)
  func `signatures are those of RFC 8032`(vector: Vector) throws {
    let pair = try SigningKeyPair(seed: SecretBytes(hex: vector.seed))
    let message = bytes(hex: vector.message)
    let signature = pair.sign(message)
    #expect(pair.publicKey == bytes(hex: vector.publicKey))
    #expect(signature == bytes(hex: vector.signature))
    #expect(SigningKeyPair.verify(signature, of: message, publicKey: pair.publicKey))
  }

  @Test func `no bit of a signature can be changed unnoticed`() throws {
    let pair = try SigningKeyPair(seed: SecretBytes(copying: ramp(0..<32)))
    let signature = pair.sign([1, 2])
    for index in signature.indices {
      for bit in 0..<8 {
        var changed = signature
        changed[index] ^= 1 << UInt8(bit)
        #expect(!SigningKeyPair.verify(changed, of: [1, 2], publicKey: pair.publicKey))
      }
    }
  }

  @Test func `a signature is good for its message and its key alone`() throws {
    let pair = try SigningKeyPair(seed: SecretBytes(copying: ramp(0..<32)))
    let other = try SigningKeyPair(seed: SecretBytes(copying: ramp(1..<33)))
    let signature = pair.sign([1, 2])
    #expect(!SigningKeyPair.verify(signature, of: [1, 3], publicKey: pair.publicKey))
    #expect(!SigningKeyPair.verify(signature, of: [], publicKey: pair.publicKey))
    #expect(!SigningKeyPair.verify(signature, of: [1, 2], publicKey: other.publicKey))
  }

  @Test func `an s above the group order is refused, so a message has one signature`() throws {
    let pair = try SigningKeyPair(seed: SecretBytes(copying: ramp(0..<32)))
    var signature = pair.sign([1, 2])
    let order = bytes(hex: "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
    var carry = 0
    for index in 0..<32 {
      let sum = Int(signature[32 + index]) + Int(order[index]) + carry
      signature[32 + index] = UInt8(truncatingIfNeeded: sum)
      carry = sum >> 8
    }
    #expect(!SigningKeyPair.verify(signature, of: [1, 2], publicKey: pair.publicKey))
  }

  @Test func `the neutral point, which would sign everything, is no public key`() {
    let neutral = [1] + [UInt8](repeating: 0, count: 31)
    let signature = neutral + [UInt8](repeating: 0, count: 32)
    #expect(!SigningKeyPair.verify(signature, of: [1, 2], publicKey: neutral))
  }

  @Test(arguments: [(0, 32), (63, 32), (65, 32), (64, 31), (64, 33), (64, 0)])
  func `wrong lengths are no signature`(signature: Int, publicKey: Int) {
    #expect(
      !SigningKeyPair.verify(
        [UInt8](repeating: 1, count: signature), of: [],
        publicKey: [UInt8](repeating: 1, count: publicKey)))
  }
}

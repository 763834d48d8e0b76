import Sodium
import Testing

/// RFC 7693, appendix A, and the reference implementation's keyed values, checked with hashlib:
/// see `derive-vectors.py`.
struct BLAKE2bTests {
  private static let abc = Array("abc".utf8)

  @Test func `the example of RFC 7693 comes out`() {
    let expected = bytes(
      hex: """
        ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1
        7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923
        """)
    #expect(BLAKE2b.hash(Self.abc, count: 64) == expected)
  }

  @Test func `32 bytes are a hash of their own, not the beginning of 64`() {
    let expected = bytes(hex: "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319")
    #expect(BLAKE2b.hash(Self.abc) == expected)
  }

  @Test(arguments: [
    (
      0,
      """
      10ebb67700b1868efb4417987acf4690ae9d972fb7a590c2f02871799aaa4786
      b5e996e8f0f4eb981fc214b005f42d2ff4233499391653df7aefcbc13fc51568
      """
    ),
    (
      255,
      """
      142709d62e28fcccd0af97fad0f8465b971e82201dc51070faa0372aa43e9248
      4be1c1e73ba10906d5d1853db6a4106e0a7bf9800d373d6dee2d46d62ef2a461
      """
    ),
  ])
  func `keyed hashes are the reference implementation's`(count: UInt8, expected: String) throws {
    let key = try SecretBytes(copying: ramp(0..<64))
    let message = ramp(0..<count)
    #expect(BLAKE2b.mac(message, key: key, count: 64) == bytes(hex: expected))
    #expect(try BLAKE2b.subkey(message, key: key, count: 64).revealed() == bytes(hex: expected))
  }

  @Test func `a MAC of 32 bytes under a key of 32 bytes is hashlib's`() throws {
    let key = try SecretBytes(copying: ramp(0..<32))
    #expect(
      BLAKE2b.mac(Self.abc, key: key)
        == bytes(hex: "d63a32d3e44738d7907f964316c241adaba0abfeabc32349677578a15a203f7f"))
  }

  @Test func `parts are hashed one after the other`() throws {
    let key = try SecretBytes(copying: ramp(0..<32))
    #expect(BLAKE2b.hash([97], [], [98, 99]) == BLAKE2b.hash(Self.abc))
    #expect(BLAKE2b.hash() == BLAKE2b.hash([]))
    #expect(BLAKE2b.mac([97, 98], [99], key: key) == BLAKE2b.mac(Self.abc, key: key))
  }

  @Test(arguments: [1, 127, 128, 129, 300])
  func `a hash taken in pieces is the hash of the whole`(piece: Int) {
    let message = Randomness.seeded([2]).bytes(700)
    var hasher = BLAKE2b.Hasher()
    for start in stride(from: 0, to: message.count, by: piece) {
      hasher.update(Array(message[start..<min(start + piece, message.count)]))
    }
    hasher.update([])
    let hash = hasher.finalize()
    #expect(hash == BLAKE2b.hash(message))
  }

  @Test func `another key gives another MAC`() throws {
    let first = try SecretBytes(copying: ramp(0..<32))
    let second = try SecretBytes(copying: ramp(1..<33))
    #expect(BLAKE2b.mac(Self.abc, key: first) != BLAKE2b.mac(Self.abc, key: second))
  }
}

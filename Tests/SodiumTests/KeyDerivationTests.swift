import Sodium
import Testing

/// Expected values from hashlib's BLAKE2b with salt and personalisation: see `derive-vectors.py`.
struct KeyDerivationTests {
  @Test(arguments: [
    (UInt64(0), "f391f5ab3cbb0afdfac10b60c9b1f838"),
    (1, "0a76645e58119fbc892dd448ae55b377d6b472625287dc22b298e09ca6e9fc52"),
    (
      UInt64.max,
      """
      c7e9be0af05454b2155cf86adeb3f07cb38666c033d8eac7bbaaf26a672096dc
      975352eb77dc8868d76a79c70f4cc435d369cbcb151a626937b3c8742702100f
      """
    ),
  ])
  func `subkeys are BLAKE2b salted with the id`(id: UInt64, expected: String) throws {
    let master = try SecretBytes(copying: ramp(0..<32))
    let expected = bytes(hex: expected)
    let subkey = try KeyDerivation.subkey(
      of: master, id: id, context: "KDF_TEST", count: expected.count)
    #expect(subkey.revealed() == expected)
    let again = try KeyDerivation.subkey(
      of: master, id: id, context: Array("KDF_TEST".utf8), count: expected.count)
    #expect(again.revealed() == expected)
  }

  @Test func `another context or id gives another key`() throws {
    let master = try SecretBytes(copying: ramp(0..<32))
    let keys = try [
      KeyDerivation.subkey(of: master, id: 1, context: "purpose1", count: 32).revealed(),
      KeyDerivation.subkey(of: master, id: 1, context: "purpose2", count: 32).revealed(),
      KeyDerivation.subkey(of: master, id: 2, context: "purpose1", count: 32).revealed(),
    ]
    #expect(Set(keys).count == 3)
  }

  @Test(arguments: [
    (31, 8, 32, 32, 31), (33, 8, 32, 32, 33), (32, 7, 32, 8, 7), (32, 9, 32, 8, 9),
    (32, 8, 15, 16, 15), (32, 8, 65, 64, 65), (32, 8, -1, 16, -1),
  ])
  func `wrong lengths are refused`(
    master: Int, context: Int, count: Int, expected: Int, actual: Int
  ) throws {
    let master = try SecretBytes(count: master)
    #expect(throws: SodiumError.wrongLength(expected: expected, actual: actual)) {
      _ = try KeyDerivation.subkey(
        of: master, id: 0, context: [UInt8](repeating: 65, count: context), count: count)
    }
  }
}

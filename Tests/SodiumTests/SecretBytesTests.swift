import Sodium
import Testing

struct SecretBytesTests {
  @Test func `a new secret is all zeros`() throws {
    let secret = try SecretBytes(count: 40)
    #expect(secret.count == 40)
    #expect(secret.revealed() == [UInt8](repeating: 0, count: 40))
  }

  @Test func `a secret may be empty`() throws {
    let secret = try SecretBytes(count: 0)
    #expect(secret.revealed() == [])
    #expect(try secret.copy().count == 0)
  }

  @Test func `a secret keeps what was written into it`() throws {
    var secret = try SecretBytes(count: 4)
    secret.withMutableBytes { bytes in
      bytes.storeBytes(of: 7, toByteOffset: 3, as: UInt8.self)
    }
    #expect(secret.revealed() == [0, 0, 0, 7])
  }

  @Test func `a copy is a secret of its own`() throws {
    let original = try SecretBytes(copying: [1, 2, 3])
    var copy = try original.copy()
    copy.withMutableBytes { $0.storeBytes(of: 9, toByteOffset: 0, as: UInt8.self) }
    #expect(original.revealed() == [1, 2, 3])
    #expect(copy.revealed() == [9, 2, 3])
  }

  @Test(arguments: [
    ([UInt8](), [UInt8](), true), ([1, 2, 3], [1, 2, 3], true), ([1, 2, 3], [1, 2, 4], false),
    ([0, 2, 3], [1, 2, 3], false), ([1, 2], [1, 2, 3], false), ([], [0], false),
  ])
  func `equality looks at every byte and at the length`(
    left: [UInt8], right: [UInt8], expected: Bool
  ) throws {
    let first = try SecretBytes(copying: left)
    let second = try SecretBytes(copying: right)
    let equal = first.isEqual(to: second)
    #expect(equal == expected)
    #expect(ConstantTime.equal(left, right) == expected)
  }

  @Test func `a slice is the bytes of its range`() throws {
    let secret = try SecretBytes(copying: ramp(0..<10))
    #expect(try secret.slice(3..<6).revealed() == [3, 4, 5])
    #expect(try secret.slice(10..<10).revealed() == [])
    #expect(try secret.slice(0..<10).revealed() == ramp(0..<10))
  }

  @Test(arguments: [0..<11, -1..<3, 11..<12, 0..<Int.max])
  func `a range that reaches outside is refused`(range: Range<Int>) throws {
    let secret = try SecretBytes(copying: ramp(0..<10))
    #expect(throws: SodiumError.wrongLength(expected: 10, actual: range.upperBound)) {
      _ = try secret.slice(range)
    }
  }

  @Test(arguments: [-1, Int.min, SecretBytes.greatestCount + 1, Int.max])
  func `a count beyond reason is refused before anything is allocated`(count: Int) {
    #expect(throws: SodiumError.self) { _ = try SecretBytes(count: count) }
  }

  @Test func `secrets are joined in order`() throws {
    let first = try SecretBytes(copying: [1, 2])
    let second = try SecretBytes(copying: [3])
    #expect(try SecretBytes.concatenate(first, second).revealed() == [1, 2, 3])
    #expect(try SecretBytes.concatenate([8, 9], second).revealed() == [8, 9, 3])
    #expect(try SecretBytes.concatenate([], second).revealed() == [3])
  }

  @Test func `an error thrown while bytes are lent comes through with its type`() throws {
    struct Interruption: Error, Equatable {}
    let secret = try SecretBytes(count: 1)
    do throws(Interruption) {
      try secret.withBytes { (_) throws(Interruption) in throw Interruption() }
      Issue.record("nothing was thrown")
    } catch {
      #expect(error == Interruption())
    }
  }
}

import Glibc
import Sodium
import Testing

@testable import Vault

/// A decoder written from § Recovery code alone, with a multiplication that shares nothing with the
/// encoder's.
struct RecoveryReader {
  enum Finding: Equatable {
    case secret([UInt8])
    case wrongGroup(Int)
    case wrongChecksum
  }

  static let symbols = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

  static func read(_ symbols: [UInt8]) -> Finding {
    let values = symbols.map { UInt8(truncatingIfNeeded: Self.symbols.firstIndex(of: $0) ?? 0) }
    var bits: [UInt8] = []
    for group in 0..<14 {
      let g = Array(values[group * 5..<group * 5 + 5])
      let check =
        UInt8(group) ^ product(2, g[0]) ^ product(4, g[1]) ^ product(8, g[2]) ^ product(16, g[3])
      guard check == g[4] else { return .wrongGroup(group) }
      for value in g[..<4] { bits += (0..<5).map { value >> (4 - $0) & 1 } }
    }
    func byte(_ n: Int) -> UInt8 { bits[n * 8..<n * 8 + 8].reduce(0) { $0 << 1 | $1 } }
    let secret = (0..<32).map(byte)
    guard bits[256..<260].allSatisfy({ $0 == 0 }) else { return .wrongChecksum }
    let label = Array("vesper1 recovery".utf8)
    let hash = BLAKE2b.hash(label, secret)
    let expected = hash[..<3].flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 } }[..<20]
    return Array(bits[260..<280]) == Array(expected) ? .secret(secret) : .wrongChecksum
  }

  /// Schoolbook multiplication of polynomials over GF(2), then division by x^5 + x^2 + 1.
  private static func product(_ a: UInt8, _ b: UInt8) -> UInt8 {
    var wide: UInt16 = 0
    for bit in 0..<5 where b >> bit & 1 == 1 { wide ^= UInt16(a) << bit }
    for bit in (5..<10).reversed() where wide >> bit & 1 == 1 { wide ^= 0b100101 << (bit - 5) }
    return UInt8(truncatingIfNeeded: wide)
  }
}

struct RecoveryCodeTests {
  private func code(_ secret: [UInt8]) throws -> String {
    let identity = try Identity(secret: SecretBytes(copying: secret), name: "Ada")
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    defer { ends.forEach { close($0) } }
    try RecoveryCode(identity).write(to: ends[1])
    var text = [UInt8](repeating: 0, count: 200)
    let count = Glibc.read(ends[0], &text, text.count)
    return String(decoding: text.prefix(max(0, count)), as: UTF8.self)
  }

  private let secrets: [[UInt8]] = [
    Array(repeating: 0, count: 32), Array(repeating: 255, count: 32), Array(0..<32),
    Randomness.seeded([9]).bytes(32),
  ]

  private func symbols(_ code: String) -> [UInt8] { code.utf8.filter { $0 != UInt8(ascii: "-") } }

  @Test func `the code has fourteen groups of five symbols`() throws {
    for secret in secrets {
      let groups = try code(secret).split(separator: "-", omittingEmptySubsequences: false)
      #expect(groups.count == 14 && groups.allSatisfy { $0.utf8.count == 5 })
    }
  }

  @Test func `the code gives back the secret`() throws {
    for secret in secrets {
      #expect(try RecoveryReader.read(symbols(code(secret))) == .secret(secret))
    }
  }

  @Test func `any one wrong symbol is found in its group`() throws {
    let right = try symbols(code(secrets[3]))
    for place in right.indices {
      for other in RecoveryReader.symbols where other != right[place] {
        var wrong = right
        wrong[place] = other
        #expect(RecoveryReader.read(wrong) == .wrongGroup(place / 5))
      }
    }
  }

  @Test func `two exchanged symbols of a group are found there`() throws {
    let right = try symbols(code(secrets[3]))
    for group in 0..<14 {
      for (one, two) in [
        (0, 1), (1, 2), (2, 3), (3, 4), (0, 2), (0, 3), (1, 3), (0, 4), (1, 4), (2, 4),
      ] {
        var wrong = right
        wrong.swapAt(group * 5 + one, group * 5 + two)
        guard wrong != right else { continue }
        #expect(RecoveryReader.read(wrong) == .wrongGroup(group))
      }
    }
  }

  @Test func `a group in the place of another is found`() throws {
    let right = try symbols(code(secrets[3]))
    for one in 0..<14 {
      for two in one + 1..<14 {
        var wrong = right
        for symbol in 0..<5 { wrong.swapAt(one * 5 + symbol, two * 5 + symbol) }
        #expect(RecoveryReader.read(wrong) == .wrongGroup(one))
      }
    }
  }
}

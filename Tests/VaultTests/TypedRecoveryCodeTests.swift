import Glibc
import Sodium
import Testing

@testable import Vault

/// What somebody types, and which group is named where it is wrong.
struct TypedRecoveryCodeTests {
  private let secret = Randomness.seeded([9]).bytes(32)

  /// The 14 groups of the code.
  private func groups() throws -> [String] {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    defer { ends.forEach { close($0) } }
    try RecoveryCode(Identity(secret: SecretBytes(copying: secret), name: "Ada")).write(to: ends[1])
    var text = [UInt8](repeating: 0, count: 200)
    let count = Glibc.read(ends[0], &text, text.count)
    return String(decoding: text.prefix(max(0, count)), as: UTF8.self).split(separator: "-")
      .map(String.init)
  }

  private func typed(_ text: String) throws -> TypedRecoveryCode {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    defer { close(ends[0]) }
    let bytes = Array(text.utf8)
    try #require(write(ends[1], bytes, bytes.count) == bytes.count)
    close(ends[1])
    return try TypedRecoveryCode.read(from: ends[0])
  }

  private func read(_ text: String) throws -> [UInt8] {
    let secret = try typed(text).secret()
    return try secret.revealed(0..<secret.count)
  }

  private func fault(_ text: String) throws -> VaultError? {
    do {
      _ = try read(text)
      return nil
    } catch let error as VaultError { return error }
  }

  @Test func `the code is read however it is spaced out and written`() throws {
    let groups = try groups()
    let loose = groups.joined().replacing("1", with: "I").replacing("0", with: "o")
    for text in [
      groups.joined(separator: "-"), groups.joined(separator: " ").lowercased(),
      groups.joined(separator: "-\n") + "\n", groups.joined(), loose,
      groups.prefix(5).joined(separator: "-") + "\n" + groups.dropFirst(5).joined(separator: " "),
    ] { #expect(try read(text) == secret, "\(text)") }
  }

  @Test func `a wrong sign in any place names its group`() throws {
    let groups = try groups()
    for group in groups.indices {
      for place in 0..<5 {
        var wrong = groups
        var signs = Array(groups[group])
        signs[place] = signs[place] == "7" ? "8" : "7"
        wrong[group] = String(signs)
        #expect(try fault(wrong.joined(separator: "-")) == .recoveryCode(.group(group + 1)))
        signs[place] = "U"
        wrong[group] = String(signs)
        #expect(try fault(wrong.joined(separator: "-")) == .recoveryCode(.group(group + 1)))
      }
    }
  }

  @Test func `a sign too few or too many names its group`() throws {
    let groups = try groups()
    for group in groups.indices {
      var wrong = groups
      wrong[group] = String(groups[group].dropLast())
      #expect(try fault(wrong.joined(separator: "-")) == .recoveryCode(.group(group + 1)))
      wrong[group] = groups[group] + "7"
      let found = try fault(wrong.joined(separator: " "))
      // In the last group there is nothing after the seventieth sign.
      #expect(found == .recoveryCode(group == 13 ? .tooLong : .group(group + 1)))
    }
  }

  @Test func `groups that are missing or too many are counted`() throws {
    let groups = try groups()
    let some = groups.prefix(9).joined(separator: "-")
    #expect(try fault(some) == .recoveryCode(.incomplete(groups: 9)))
    #expect(try fault((groups + ["AAAAA"]).joined(separator: "-")) == .recoveryCode(.tooLong))
    #expect(try fault("") == .recoveryCode(.incomplete(groups: 0)))
    #expect(try typed("\nABC").isEmpty)
  }

  @Test func `groups that all fit, of two different codes, are no code`() throws {
    let other = try Identity(
      secret: SecretBytes(copying: Randomness.seeded([10]).bytes(32)), name: "Noor")
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    defer { ends.forEach { close($0) } }
    try RecoveryCode(other).write(to: ends[1])
    var text = [UInt8](repeating: 0, count: 83)
    try #require(Glibc.read(ends[0], &text, 83) == 83)
    let others = String(decoding: text, as: UTF8.self).split(separator: "-").map(String.init)
    var mixed = try groups()
    mixed[3] = others[3]
    #expect(try fault(mixed.joined(separator: "-")) == .recoveryCode(.whole))
  }
}

import Glibc
import Testing

@testable import Vault

@Suite struct `A passphrase` {
  private static func strength(_ text: String, _ names: [String] = []) throws -> PassphraseStrength
  {
    try passphrase(text).strength(knowing: names)
  }

  private static func passphrase(_ text: String) throws -> Passphrase {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    let bytes = Array(text.utf8) + [10]
    try #require(write(ends[1], bytes, bytes.count) == bytes.count)
    return try Passphrase.readLine(from: ends[0])
  }

  @Test(arguments: [
    ("password1", PassphraseStrength.Weakness.usual), ("P4ssw0rd!", .usual),
    ("qwertyuiop", .usual), ("uioplkjhg", .row), ("aaaaaaaaaaaa", .row), ("abcdefghij", .row),
    ("0987654321", .row),
    ("14.07.1978", .day), ("1978-07-14", .day), ("140778", .day), ("1.5.78", .day),
    ("annemarie1978", .name), ("NoorNoor", .name), ("x7Q!", .short), ("dragon monkey", .usual),
    ("", .short),
  ])
  func `that is easy to guess is found so, with the reason`(
    text: String, weakness: PassphraseStrength.Weakness
  ) throws {
    let strength = try Self.strength(text, ["Noor", "Anne-Marie Vos", "annemarie"])
    #expect(!strength.isEnough && strength.weakness == weakness, "\(text): \(strength)")
  }

  @Test(arguments: [
    "seven quiet lanterns by the river", "otter plum violin harbor seven kettle",
    "tR7!xq9#Lw2@zK5m", "vjqzkwpxbtgh",
  ])
  func `that is hard to guess has nothing said of it`(text: String) throws {
    let strength = try Self.strength(text, ["Noor"])
    #expect(strength.isEnough && strength.weakness == nil, "\(text): \(strength)")
  }

  @Test func `is weaker by the names and the days that others know`() throws {
    let text = "wilhelmina 14071978 rotterdam"
    let stranger = try Self.strength(text)
    let partner = try Self.strength(text, ["Wilhelmina"])
    #expect(partner.bits < stranger.bits)
    // A day is worth six bits, whoever's it is; eight digits that are none, far more.
    let noDay = try Self.strength("wilhelmina 94379378 rotterdam")
    #expect(noDay.bits >= stranger.bits + 15)
  }

  @Test(arguments: [1024, 1000])
  func `of any length and any bytes is estimated`(length: Int) throws {
    let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31 % 255 + 1) }
      .filter { $0 != 10 }
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(try Self.strength(String(text.prefix(300)), ["Ada"]).isEnough)
    #expect(!(try Self.strength(String(repeating: "7", count: length)).isEnough))
  }

  @Test func `that is drawn has eight words of a list, and more than sixty bits of chance`() throws
  {
    let words = (0..<256).map {
      "word\(Array("abcdefghijklmnop")[$0 / 16])\(Array("abcdefghijklmnop")[$0 % 16])"
    }
    var seen: Set<String> = []
    for seed in 0..<40 {
      let drawn = try Passphrase.drawn(8, of: words, .least(seed: [UInt8(seed)]))
      let text = try Self.text(of: drawn)
      #expect(text.split(separator: " ").count == 8)
      #expect(text.split(separator: " ").allSatisfy { words.contains(String($0)) })
      seen.insert(text)
    }
    #expect(seen.count == 40)
    #expect(throws: VaultError.self) {
      _ = try Passphrase.drawn(8, of: Array(words.dropLast()), .least(seed: [1]))
    }
  }

  private static func text(of passphrase: borrowing Passphrase) throws -> String {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    try passphrase.write(to: ends[1])
    close(ends[1])
    defer { close(ends[0]) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let got = read(ends[0], &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(got, 0)), as: UTF8.self)
  }

  @Test func `is compared with thousands of usual words, in their order`() {
    let usual = UsualWords.all
    #expect(usual.words.count > 5000)
    #expect(usual.words.allSatisfy { (3...16).contains($0.letters.count) })
    #expect(
      zip(usual.words, usual.words.dropFirst()).allSatisfy { left, right in
        !right.letters.lexicographicallyPrecedes(left.letters)
      })
  }
}

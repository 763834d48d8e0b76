import Sodium
import Testing

/// RFC 8439's own AEAD has a 12-byte nonce, which this module does not offer; its cipher and MAC
/// are what XChaCha20-Poly1305 is made of, so the draft's vector covers them.
struct AEADTests {
  private static let nonce = ramp(0x40..<0x58)
  private static let label = Array("label".utf8)

  private static func key() throws(SodiumError) -> SecretBytes {
    try SecretBytes(copying: ramp(0..<32))
  }

  @Test func `the example of draft-irtf-cfrg-xchacha-03, A.3.1, comes out byte by byte`() throws {
    let key = try SecretBytes(copying: ramp(0x80..<0xa0))
    let message = Array(
      """
      Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, \
      sunscreen would be it.
      """.utf8)
    let data = bytes(hex: "50515253c0c1c2c3c4c5c6c7")
    let expected = bytes(
      hex: """
        bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb
        731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452
        2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9
        21f9664c97637da9768812f615c68b13b52e
        c0875924c1c7987947deafd8780acf49
        """)
    let sealed = try AEAD.seal(message, additionalData: data, nonce: Self.nonce, key: key)
    #expect(sealed == expected)
    #expect(try AEAD.open(sealed, additionalData: data, nonce: Self.nonce, key: key) == message)
  }

  @Test func `an empty message has a tag of its own`() throws {
    let key = try Self.key()
    let sealed = try AEAD.seal([], additionalData: [], nonce: Self.nonce, key: key)
    #expect(sealed == bytes(hex: "61d8489bd58cfbe3ec6d5913671c3779"))
    #expect(try AEAD.open(sealed, additionalData: [], nonce: Self.nonce, key: key) == [])
  }

  @Test(arguments: [0, 1, 15, 16, 63, 64, 65, 480, 5000])
  func `what was sealed opens again, at every size`(count: Int) throws {
    let key = try Self.key()
    let message = Randomness.seeded([1]).bytes(count)
    let sealed = try AEAD.seal(message, additionalData: Self.label, nonce: Self.nonce, key: key)
    #expect(sealed.count == count + AEAD.tagCount)
    let opened = try AEAD.open(sealed, additionalData: Self.label, nonce: Self.nonce, key: key)
    #expect(opened == message)
  }

  @Test func `no bit of a sealed message can be changed unnoticed`() throws {
    let key = try Self.key()
    let sealed = try AEAD.seal(
      Array("quiet".utf8), additionalData: Self.label, nonce: Self.nonce, key: key)
    for index in sealed.indices {
      for bit in 0..<8 {
        var changed = sealed
        changed[index] ^= 1 << UInt8(bit)
        #expect(throws: SodiumError.authenticationFailed) {
          _ = try AEAD.open(changed, additionalData: Self.label, nonce: Self.nonce, key: key)
        }
      }
    }
  }

  @Test func `nothing can be cut off or added`() throws {
    let key = try Self.key()
    let sealed = try AEAD.seal(
      Array("quiet".utf8), additionalData: Self.label, nonce: Self.nonce, key: key)
    for count in AEAD.tagCount..<sealed.count {
      #expect(throws: SodiumError.authenticationFailed) {
        _ = try AEAD.open(
          Array(sealed.prefix(count)), additionalData: Self.label, nonce: Self.nonce, key: key)
      }
    }
    #expect(throws: SodiumError.authenticationFailed) {
      _ = try AEAD.open(sealed + [0], additionalData: Self.label, nonce: Self.nonce, key: key)
    }
  }

  @Test func `another key, nonce or associated data does not open it`() throws {
    let key = try Self.key()
    let otherKey = try SecretBytes(copying: ramp(1..<33))
    let sealed = try AEAD.seal([1, 2], additionalData: Self.label, nonce: Self.nonce, key: key)
    #expect(throws: SodiumError.authenticationFailed) {
      _ = try AEAD.open(sealed, additionalData: Self.label, nonce: Self.nonce, key: otherKey)
    }
    #expect(throws: SodiumError.authenticationFailed) {
      _ = try AEAD.open(sealed, additionalData: Self.label, nonce: ramp(0x41..<0x59), key: key)
    }
    for data in [[], Array("labels".utf8), Array("Label".utf8)] as [[UInt8]] {
      #expect(throws: SodiumError.authenticationFailed) {
        _ = try AEAD.open(sealed, additionalData: data, nonce: Self.nonce, key: key)
      }
    }
  }

  @Test(arguments: [(31, 24, 32, 31), (33, 24, 32, 33), (32, 23, 24, 23), (32, 12, 24, 12)])
  func `a key or nonce of the wrong length is refused`(
    keyCount: Int, nonceCount: Int, expected: Int, actual: Int
  ) throws {
    let key = try SecretBytes(count: keyCount)
    let nonce = [UInt8](repeating: 0, count: nonceCount)
    let error = SodiumError.wrongLength(expected: expected, actual: actual)
    #expect(throws: error) {
      _ = try AEAD.seal([1], additionalData: [], nonce: nonce, key: key)
    }
    #expect(throws: error) {
      _ = try AEAD.open(
        [UInt8](repeating: 0, count: 20), additionalData: [], nonce: nonce, key: key)
    }
  }

  @Test(arguments: [0, 1, 15])
  func `what is too short to hold a tag is refused`(count: Int) throws {
    let key = try Self.key()
    let sealed = [UInt8](repeating: 0, count: count)
    let error = SodiumError.wrongLength(expected: 16, actual: count)
    #expect(throws: error) {
      _ = try AEAD.open(sealed, additionalData: [], nonce: Self.nonce, key: key)
    }
    #expect(throws: error) {
      _ = try AEAD.openSecret(sealed, additionalData: [], nonce: Self.nonce, key: key)
    }
  }

  @Test func `a secret sealed is a secret opened`() throws {
    let key = try Self.key()
    let secret = try SecretBytes(copying: ramp(100..<132))
    let sealed = try AEAD.sealSecret(
      secret, additionalData: Self.label, nonce: Self.nonce, key: key)
    let plain = try AEAD.seal(
      ramp(100..<132), additionalData: Self.label, nonce: Self.nonce, key: key)
    #expect(sealed == plain)
    let opened = try AEAD.openSecret(
      sealed, additionalData: Self.label, nonce: Self.nonce, key: key)
    let equal = opened.isEqual(to: secret)
    #expect(equal)
    #expect(throws: SodiumError.authenticationFailed) {
      _ = try AEAD.openSecret(sealed, additionalData: [], nonce: Self.nonce, key: key)
    }
  }

  @Test func `opening in place needs exactly the room of the message`() throws {
    let key = try Self.key()
    let sealed = try AEAD.seal(
      [1, 2, 3], additionalData: Self.label, nonce: Self.nonce, key: key)
    for count in [0, 2, 4, 19] {
      #expect(throws: SodiumError.wrongLength(expected: 3, actual: count)) {
        _ = try Self.openInPlace(sealed, room: [UInt8](repeating: 0xff, count: count), key: key)
      }
    }
    let room: [UInt8] = [0xff, 0xff, 0xff]
    #expect(try Self.openInPlace(sealed, room: room, key: key) == [1, 2, 3])
  }

  @Test func `nothing of a message that does not authenticate is left in the room`() throws {
    let key = try Self.key()
    var sealed = try AEAD.seal(
      [1, 2, 3], additionalData: Self.label, nonce: Self.nonce, key: key)
    sealed[0] ^= 1
    var room: [UInt8] = [0xff, 0xff, 0xff]
    var error: SodiumError?
    do throws(SodiumError) {
      var span = room.mutableSpan
      var bytes = span.mutableBytes
      try AEAD.open(
        sealed.span.bytes, additionalData: Self.label.span.bytes, nonce: Self.nonce.span.bytes,
        key: key, into: &bytes)
    } catch let thrown {
      error = thrown
    }
    #expect(error == .authenticationFailed)
    #expect(room == [0, 0, 0])
  }

  private static func openInPlace(
    _ sealed: [UInt8], room: [UInt8], key: borrowing SecretBytes
  ) throws(SodiumError) -> [UInt8] {
    var room = room
    var span = room.mutableSpan
    var bytes = span.mutableBytes
    try AEAD.open(
      sealed.span.bytes, additionalData: label.span.bytes, nonce: nonce.span.bytes, key: key,
      into: &bytes)
    return room
  }
}

@Suite struct `Units that are sealed with their numbers` {
  private static let prefix = Array("prefix".utf8)
  private static let unit = 24 + 40 + 16

  /// Seven units behind one that is left alone; each begins with its number.
  private static func units(_ key: borrowing SecretBytes) throws -> [UInt8] {
    var all = [UInt8](repeating: 0, count: unit)
    for number in 1..<8 {
      let nonce = Randomness.seeded([UInt8(number)]).bytes(24)
      all += nonce
      all += try AEAD.seal(
        [UInt8(number)] + [UInt8](repeating: 7, count: 39),
        additionalData: prefix + [UInt8(number), 0, 0, 0], nonce: nonce, key: key)
    }
    return all
  }

  private static func open(
    _ bytes: [UInt8], _ key: borrowing SecretBytes, from first: Int = 1, room: Int = 7,
    next: (Int) -> Int?
  ) throws -> (numbers: [Int], areAll: Bool, opened: [UInt8]) {
    var opened = [UInt8](repeating: 9, count: room * 40)
    let (numbers, areAll) = try AEAD.openNumbered(
      bytes.span.bytes, unit: unit, prefix: prefix, key: key, from: first, into: &opened,
      next: { number, bytes in
        #expect(Int(bytes[0]) == number && bytes.count == 40)
        return next(number)
      })
    return (numbers, areAll, opened)
  }

  @Test func `open in the order that is asked for`() throws {
    let key = try SecretBytes(copying: ramp(0..<32))
    let units = try Self.units(key)
    let all = try Self.open(units, key) { $0 < 7 ? $0 + 1 : nil }
    #expect(all.numbers == [1, 2, 3, 4, 5, 6, 7] && all.areAll)
    #expect((0..<7).map { all.opened[$0 * 40] } == [1, 2, 3, 4, 5, 6, 7])
    let some = try Self.open(units, key, from: 2) { $0 < 6 ? $0 + 2 : nil }
    #expect(some.numbers == [2, 4, 6] && some.areAll && some.opened[40] == 4)
  }

  @Test func `end at the first that is not as it was sealed, or not there`() throws {
    let key = try SecretBytes(copying: ramp(0..<32))
    var units = try Self.units(key)
    let beyond = try Self.open(units, key) { $0 + 1 }
    #expect(beyond.numbers.count == 7 && !beyond.areAll)
    let cramped = try Self.open(units, key, room: 3) { $0 + 1 }
    #expect(cramped.numbers == [1, 2, 3] && !cramped.areAll)
    units[4 * Self.unit + 30] ^= 1
    let spoilt = try Self.open(units, key) { $0 < 7 ? $0 + 1 : nil }
    #expect(spoilt.numbers == [1, 2, 3] && !spoilt.areAll)
    // In another's place a unit does not open either.
    let moved = Array(units[..<Self.unit]) + Array(units[(2 * Self.unit)...])
    #expect(try Self.open(moved, key) { $0 + 1 }.numbers.isEmpty)
    #expect(try Self.open([], key) { $0 + 1 }.numbers.isEmpty)
    let other = try SecretBytes(copying: ramp(1..<33))
    #expect(try Self.open(units, other) { $0 + 1 }.numbers.isEmpty)
  }
}

@Suite struct `Several threads at work` {
  @Test(arguments: [0, 1, 2, 5])
  func `give each what it was to make, in order`(_ count: Int) {
    let found = Workers.run(count) { number in (0...number).reduce(0, +) }
    #expect(found == (0..<count).map { $0 * ($0 + 1) / 2 })
  }

  @Test func `open what the caller holds, all at once`() throws {
    final class Held: Sendable {
      let key: SecretBytes
      init() throws { key = try SecretBytes(copying: ramp(0..<32)) }
    }
    let held = try Held()
    let nonce = [UInt8](repeating: 1, count: 24)
    let sealed = try AEAD.seal([1, 2, 3], additionalData: [], nonce: nonce, key: held.key)
    let opened = Workers.run(4) { _ in
      (0..<200).map { _ in
        (try? AEAD.open(sealed, additionalData: [], nonce: nonce, key: held.key)) ?? []
      }
    }
    #expect(opened.joined().allSatisfy { $0 == [1, 2, 3] })
    #expect((1...2).contains(Workers.most))
  }
}

import Sodium

// docs/format.md § Recovery code

/// The identity's secret as 14 groups of five symbols, for paper; itself a secret.
public struct RecoveryCode: ~Copyable, Sendable {
  private let text: SecretBytes

  /// How many groups it has.
  public static let groups = 14
  static let symbols = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
  /// How many symbols a group has, the last of which checks the others.
  static let groupCount = 5

  init(_ identity: borrowing Identity) throws(VaultError) {
    var text = try primitive { () throws(SodiumError) in
      try SecretBytes(count: RecoveryCode.groups * 6 - 1)
    }
    identity.secret.withBytes { secret in
      var hasher = BLAKE2b.Hasher()
      hasher.update(Label.recovery)
      hasher.update(secret)
      let checksum = hasher.finalize()
      identity.secret.withSpan { secret in
        text.withMutableSpan { text in RecoveryCode.write(secret, checksum, to: &text) }
      }
    }
    self.text = text
  }

  private static func write(
    _ secret: Span<UInt8>, _ checksum: [UInt8], to text: inout MutableSpan<UInt8>
  ) {
    for group in 0..<groups {
      var check = UInt8(group)
      for place in 0..<4 {
        let value: UInt8
        if group == groups - 1 {
          value = fiveBits(place) { checksum[$0] }
        } else {
          value = fiveBits(group * 4 + place) { $0 < secret.count ? secret[$0] : 0 }
        }
        text[group * 6 + place] = symbols[Int(value)]
        check ^= times(value, power: place + 1)
      }
      text[group * 6 + 4] = symbols[Int(check)]
      if group < groups - 1 { text[group * 6 + 5] = UInt8(ascii: "-") }
    }
  }

  /// The n-th group of five bits, most significant first.
  private static func fiveBits(_ n: Int, of byte: (Int) -> UInt8) -> UInt8 {
    let bit = n * 5
    let two = UInt16(byte(bit / 8)) << 8 | UInt16(byte(bit / 8 + 1))
    return UInt8(truncatingIfNeeded: two >> (11 - UInt16(bit % 8))) & 31
  }

  /// `value · x^power` in GF(2^5) modulo x^5 + x^2 + 1.
  static func times(_ value: UInt8, power: Int) -> UInt8 {
    var product = value
    for _ in 0..<power {
      product <<= 1
      if product & 32 != 0 { product ^= 0b100101 }
    }
    return product
  }

  /// Whether a typed code is this one.
  ///
  /// - Throws: `recoveryCode` where the typed one does not fit itself.
  public borrowing func matches(_ typed: borrowing TypedRecoveryCode) throws(VaultError) -> Bool {
    let copy = try primitive { () throws(SodiumError) in try text.copy() }
    let mine = try TypedRecoveryCode(typed: copy).secret()
    return try typed.secret().isEqual(to: mine)
  }

  /// Writes some of its groups, each but the last with its hyphen, so that lines can end between them.
  public borrowing func write(
    groups: Range<Int>, to descriptor: Int32
  ) throws(VaultError) {
    let range = groups.clamped(to: 0..<RecoveryCode.groups)
    try primitive { () throws(SodiumError) in
      try text.slice(range.lowerBound * 6..<min(range.upperBound * 6, text.count))
        .write(to: descriptor)
    }
  }

  /// Writes the code's 83 ASCII bytes straight from locked memory.
  public borrowing func write(to descriptor: Int32) throws(VaultError) {
    try primitive { () throws(SodiumError) in try text.write(to: descriptor) }
  }
}

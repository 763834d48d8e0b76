import Sodium

// docs/format.md § Recovery code

/// What is wrong with a recovery code that was typed; groups are counted from 1.
public enum RecoveryFault: Error, Equatable, Sendable {
  /// A group has a sign that there is not, too few or too many, or does not fit itself.
  case group(Int)
  /// Only so many whole groups are there.
  case incomplete(groups: Int)
  case tooLong
  /// Every group fits itself, and the code as a whole does not.
  case whole
}

/// A recovery code as somebody typed it, in locked memory.
public struct TypedRecoveryCode: ~Copyable, Sendable {
  private let typed: SecretBytes

  init(typed: consuming SecretBytes) { self.typed = typed }

  /// Whether anything was typed at all.
  public var isEmpty: Bool { typed.count == 0 }

  private static let symbolCount = RecoveryCode.groups * RecoveryCode.groupCount
  /// More than any way to space the code out.
  private static let longest = 1_000

  /// Reads lines until the code is whole, a line is empty, or the input ends.
  public static func read(from descriptor: Int32) throws(VaultError) -> TypedRecoveryCode {
    var all = try primitive { () throws(SodiumError) in try SecretBytes(count: 0) }
    while all.count < longest, symbols(in: all) < symbolCount {
      let line = try primitive { () throws(SodiumError) in
        try PassphraseReader.read(from: descriptor)
      }
      if line.count == 0 { break }
      let whole = all
      all = try primitive { () throws(SodiumError) in
        try SecretBytes.concatenate(
          whole, try SecretBytes.concatenate(line, [UInt8(ascii: "\n")]))
      }
    }
    return TypedRecoveryCode(typed: all)
  }

  private static func symbols(in text: borrowing SecretBytes) -> Int {
    text.withSpan { bytes in
      bytes.indices.reduce(0) { $0 + (isSeparator(bytes[$1]) ? 0 : 1) }
    }
  }

  /// Hyphens and white space; where they stand says nothing.
  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || byte == UInt8(ascii: " ") || (9...13).contains(byte)
  }

  /// The value of a sign, read as a person may have written it; `nil` where it stands for none.
  private static func value(_ byte: UInt8) -> UInt8? {
    var byte = byte
    if (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) { byte -= 32 }
    switch byte {
    case UInt8(ascii: "I"), UInt8(ascii: "L"): byte = UInt8(ascii: "1")
    case UInt8(ascii: "O"): byte = UInt8(ascii: "0")
    default: break
    }
    return RecoveryCode.symbols.firstIndex(of: byte).map { UInt8($0) }
  }

  /// The identity's secret.
  ///
  /// - Throws: `recoveryCode`, with the first group that is wrong where one can be named.
  borrowing func secret() throws(VaultError) -> SecretBytes {
    let values = try values()
    var secret = try primitive { () throws(SodiumError) in
      try SecretBytes(count: Identity.secretCount)
    }
    values.withSpan { values in
      secret.withMutableSpan { secret in TypedRecoveryCode.write(values, to: &secret) }
    }
    var hasher = BLAKE2b.Hasher()
    hasher.update(Label.recovery)
    secret.withBytes { hasher.update($0) }
    let hash = hasher.finalize()
    let expected = UInt32(hash[0]) << 12 | UInt32(hash[1]) << 4 | UInt32(hash[2]) >> 4
    let last = values.withSpan { values in
      (0..<4).reduce(UInt32(0)) {
        $0 << 5 | UInt32(values[(RecoveryCode.groups - 1) * RecoveryCode.groupCount + $1])
      }
    }
    guard last == expected else { throw .recoveryCode(.whole) }
    return secret
  }

  /// The values of all symbols, each group fitting itself.
  private borrowing func values() throws(VaultError) -> SecretBytes {
    var values = try primitive { () throws(SodiumError) in
      try SecretBytes(count: TypedRecoveryCode.symbolCount)
    }
    let (count, fault) = typed.withSpan { typed in
      values.withMutableSpan { TypedRecoveryCode.read(typed, into: &$0) }
    }
    if let fault { throw .recoveryCode(fault) }
    let whole = count / RecoveryCode.groupCount
    let wrong = values.withSpan { values in
      (0..<whole).first { !TypedRecoveryCode.fits($0, of: values) }
    }
    if let wrong { throw .recoveryCode(.group(wrong + 1)) }
    guard whole == RecoveryCode.groups else { throw .recoveryCode(.incomplete(groups: whole)) }
    return values
  }

  private static func read(_ typed: Span<UInt8>, into values: inout MutableSpan<UInt8>)
    -> (count: Int, fault: RecoveryFault?)
  {
    var count = 0
    var start = 0
    for place in 0...typed.count {
      guard place < typed.count, !isSeparator(typed[place]) else {
        // What stands by itself is a group, or several of them run together.
        let run = count - start
        if run % RecoveryCode.groupCount != 0, run < 2 * RecoveryCode.groupCount {
          return (count, .group(start / RecoveryCode.groupCount + 1))
        }
        start = count
        continue
      }
      guard count < symbolCount else { return (count, .tooLong) }
      guard let value = value(typed[place]) else {
        return (count, .group(count / RecoveryCode.groupCount + 1))
      }
      values[count] = value
      count += 1
    }
    return (count, nil)
  }

  /// Whether a group's check fits, and in the group before the last the bits that have to be zero.
  private static func fits(_ group: Int, of values: Span<UInt8>) -> Bool {
    let first = group * RecoveryCode.groupCount
    var check = UInt8(group)
    for place in 0..<4 { check ^= RecoveryCode.times(values[first + place], power: place + 1) }
    let isFilled = group != RecoveryCode.groups - 2 || values[first + 3] & 15 == 0
    return check == values[first + 4] && isFilled
  }

  private static func write(_ values: Span<UInt8>, to secret: inout MutableSpan<UInt8>) {
    var held: UInt16 = 0
    var bits = 0
    var next = 0
    for group in 0..<RecoveryCode.groups - 1 {
      for place in 0..<4 {
        held = held << 5 | UInt16(values[group * RecoveryCode.groupCount + place])
        bits += 5
        if bits >= 8, next < secret.count {
          bits -= 8
          secret[next] = UInt8(truncatingIfNeeded: held >> UInt16(bits))
          next += 1
        }
      }
    }
  }
}

// docs/format.md § Notation

/// A 16-byte identifier that says nothing about what it names.
///
/// On disk it is 16 raw bytes; in file names, JSON and on screen it is 32 lowercase hex digits.
public protocol Identifier: Hashable, Sendable, Comparable, CustomStringConvertible {
  var value: UInt128 { get }
  init(value: UInt128)
}

extension Identifier {
  /// The identifier's 16 bytes, most significant first.
  public var bytes: [UInt8] {
    let (high, low) = (UInt64(truncatingIfNeeded: value >> 64), UInt64(truncatingIfNeeded: value))
    return high.bigEndianBytes + low.bigEndianBytes
  }

  /// An identifier from exactly 16 bytes; `nil` for any other count.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 16 else { return nil }
    self.init(value: bytes.reduce(0) { $0 << 8 | UInt128($1) })
  }

  /// An identifier from exactly 32 lowercase hex digits; `nil` for anything else.
  public init?(hex: some StringProtocol) {
    guard let bytes = Hex.decode(hex, count: 16) else { return nil }
    self.init(bytes: bytes)
  }

  public var description: String { Hex.encode(bytes) }

  public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

extension UInt64 {
  /// The eight bytes, most significant first.
  fileprivate var bigEndianBytes: [UInt8] {
    var rest = self
    var bytes = [UInt8](repeating: 0, count: 8)
    var place = 8
    while place > 0 {
      place -= 1
      bytes[place] = UInt8(truncatingIfNeeded: rest)
      rest >>= 8
    }
    return bytes
  }
}

/// One vault: a couple's (or one person's) record, on however many devices.
public struct VaultID: Identifier {
  public let value: UInt128
  public init(value: UInt128) { self.value = value }
}

/// One log: one partner, one device, one audience, one class; one writer, ever.
public struct LogID: Identifier {
  public let value: UInt128
  public init(value: UInt128) { self.value = value }
}

/// One record, wherever it is copied to.
public struct RecordID: Identifier {
  public let value: UInt128
  public init(value: UInt128) { self.value = value }
}

/// A partner's public name for machines: the BLAKE2b-256 hash of the public keys.
public struct PartnerID: Hashable, Sendable, Comparable, CustomStringConvertible {
  private let high: UInt128
  private let low: UInt128

  /// A partner id from exactly 32 bytes; `nil` for any other count.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    self.init(
      high: bytes.prefix(16).reduce(0) { $0 << 8 | UInt128($1) },
      low: bytes.dropFirst(16).reduce(0) { $0 << 8 | UInt128($1) })
  }

  init(high: UInt128, low: UInt128) {
    self.high = high
    self.low = low
  }

  /// A partner id from exactly 64 lowercase hex digits; `nil` for anything else.
  public init?(hex: some StringProtocol) {
    guard let bytes = Hex.decode(hex, count: 32) else { return nil }
    self.init(bytes: bytes)
  }

  /// The 32 bytes of the id.
  public var bytes: [UInt8] { RecordID(value: high).bytes + RecordID(value: low).bytes }

  public var description: String { Hex.encode(bytes) }

  public static func < (left: Self, right: Self) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

/// Who can read a record.
public enum Audience: UInt8, Sendable, CaseIterable {
  /// Its author alone.
  case `private` = 1
  /// Both partners.
  case shared = 2
}

/// How long a record is meant to live.
public enum LogClass: UInt8, Sendable, CaseIterable {
  /// Records can be forgotten.
  case diary = 1
  /// Records are permanent, small, and verified whole each time they are judged.
  case consent = 2
}

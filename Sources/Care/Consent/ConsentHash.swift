import Vault

/// A 32-byte hash: of a revision, of a commitment, or of a log up to one of its records (its chain).
public struct ConsentHash: Hashable, Sendable, Comparable, CustomStringConvertible {
  private let high: UInt128
  private let low: UInt128

  /// A hash from exactly 32 bytes; `nil` for any other count.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    high = bytes.prefix(16).reduce(0) { $0 << 8 | UInt128($1) }
    low = bytes.dropFirst(16).reduce(0) { $0 << 8 | UInt128($1) }
  }

  /// The 32 bytes of the hash.
  public var bytes: [UInt8] {
    var writer = CanonicalWriter()
    for half in [high, low] {
      writer.write(UInt64(truncatingIfNeeded: half >> 64))
      writer.write(UInt64(truncatingIfNeeded: half))
    }
    return writer.bytes
  }

  /// 64 lowercase hexadecimal digits.
  public var description: String {
    RecordID(value: high).description + RecordID(value: low).description
  }

  public static func < (left: Self, right: Self) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

/// BLAKE2b-256, handed in, because `Care` knows no ciphers.
///
/// A function that returns anything but 32 bytes makes every hash `nil`, and what has no hash
/// counts for nothing.
public struct ConsentDigest: Sendable {
  private let function: @Sendable ([UInt8]) -> [UInt8]

  /// Wraps a function from any bytes to the 32 bytes of their BLAKE2b hash (RFC 7693, no key).
  public init(_ function: @escaping @Sendable ([UInt8]) -> [UInt8]) {
    self.function = function
  }

  /// The hash of a label, a zero byte and the bytes; the label keeps one use from posing as another.
  func hash(_ label: Label, _ bytes: [UInt8]) -> ConsentHash? {
    ConsentHash(bytes: function(Array(label.rawValue.utf8) + [0] + bytes))
  }

  /// What a hash is for.
  enum Label: String {
    case revision = "vesper consent revision 1"
    case commitment = "vesper consent commitment 1"
    case heads = "vesper consent heads 1"
    case replyTopic = "vesper reply topic 1"
    case replyCommitment = "vesper reply commitment 1"
  }
}

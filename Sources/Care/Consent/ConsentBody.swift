// docs/consent.md § Bytes

public import Vault

/// The body of a consent record: what its author had read, and what it says.
///
/// Bytes: version 1, the heads (each log 16, count 8, chain 32; ascending by log), then the payload
/// that the record's kind tag names. There is one way to write a value and every other way is
/// unreadable: the reader writes again what it read and compares.
public struct ConsentBody: Hashable, Sendable {
  /// What the author's program had read of each consent log, at most 200 of them.
  public let seen: [LogID: SeenHead]
  public let payload: ConsentPayload

  /// No consent body is longer: 16 KiB.
  public static let limit = 16 * 1024

  /// A body to write; refuses more than 200 heads and more than 16 KiB.
  public init(_ payload: ConsentPayload, seen: [LogID: SeenHead]) throws(ConsentError) {
    guard seen.count <= 200 else { throw .outOfBounds("seen") }
    self.seen = seen
    self.payload = payload
    guard bytes.count <= Self.limit else { throw .tooLarge }
  }

  /// A body to write whatever there is to name.
  ///
  /// What restricts counts in full without any heads. So nobody keeps another from withdrawing by
  /// laying out more logs than a body can name.
  init(writing payload: ConsentPayload, seen: [LogID: SeenHead]) throws(ConsentError) {
    do throws(ConsentError) {
      self = try ConsentBody(payload, seen: seen)
    } catch {
      guard payload.isRestricting else { throw error }
      self = try ConsentBody(payload, seen: [:])
    }
  }

  /// The canonical bytes.
  public var bytes: [UInt8] {
    var writer = CanonicalWriter()
    writer.write(Self.version)
    writer.write(Self.bytes(of: seen))
    payload.write(to: &writer)
    return writer.bytes
  }

  /// A body from a record's kind tag and bytes; `nil` for anything that is not exactly one.
  public init?(tag: UInt16, bytes: [UInt8]) {
    guard bytes.count <= Self.limit else { return nil }
    var reader = CanonicalReader(bytes)
    guard reader.number(UInt8.self) == Self.version,
      let heads = reader.list(upTo: 200, { reader in Self.head(&reader) }),
      let payload = ConsentPayload(tag: tag, from: &reader), reader.isAtEnd
    else { return nil }
    self.seen = Dictionary(heads.map { ($0.log, $0.head) }) { first, _ in first }
    self.payload = payload
    guard self.bytes == bytes else { return nil }
  }

  private static let version: UInt8 = 1

  /// The heads as they stand in a body, and as a commitment binds them.
  static func bytes(of seen: [LogID: SeenHead]) -> [UInt8] {
    var writer = CanonicalWriter()
    writer.write(UInt8(truncatingIfNeeded: seen.count))
    for (log, head) in seen.sorted(by: { $0.key < $1.key }) {
      writer.write(log.bytes)
      writer.write(head.count)
      writer.write(head.chain.bytes)
    }
    return writer.bytes
  }

  private static func head(_ reader: inout CanonicalReader) -> (log: LogID, head: SeenHead)? {
    guard let log = reader.read(16).flatMap({ LogID(bytes: $0) }),
      let count = reader.number(UInt64.self), let chain = reader.hash()
    else { return nil }
    return (log, SeenHead(count: count, chain: chain))
  }
}

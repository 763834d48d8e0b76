public import Vault

/// A point in a log: after how many records, and the chain there.
public struct SeenHead: Hashable, Sendable, Comparable {
  /// How many records the log had up to this point; records `0..<count`.
  public let count: UInt64
  /// The log's running chain after record `count - 1`.
  public let chain: ConsentHash

  public init(count: UInt64, chain: ConsentHash) {
    self.count = count
    self.chain = chain
  }

  public static func < (left: Self, right: Self) -> Bool {
    (left.count, left.chain) < (right.count, right.chain)
  }
}

/// One record of a consent log, as the vault verified it and the engine judges it.
public struct ConsentRecord: Hashable, Sendable {
  public let id: RecordID
  public let log: LogID
  /// The record's place in its log, from 0.
  public let index: UInt64
  /// The chain before this record; of no meaning where `index` is 0.
  public let previous: ConsentHash
  /// The chain after this record.
  public let chain: ConsentHash
  /// The log's author, from its header, never from the body.
  public let author: PartnerID
  /// When the author's clock said it was written, in Unix milliseconds.
  public let entered: Int64
  /// What the author's program had read of each consent log when the author wrote.
  public let seen: [LogID: SeenHead]
  /// What it says; `nil` where it cannot be read or was not written by its author.
  public let payload: ConsentPayload?

  public init(
    id: RecordID, log: LogID, index: UInt64, previous: ConsentHash, chain: ConsentHash,
    author: PartnerID, entered: Int64, seen: [LogID: SeenHead], payload: ConsentPayload?
  ) {
    self.id = id
    self.log = log
    self.index = index
    self.previous = previous
    self.chain = chain
    self.author = author
    self.entered = entered
    self.seen = seen
    self.payload = payload
  }

  /// A record from its kind tag and body; a body that does not read leaves `payload` empty.
  public init(
    id: RecordID, log: LogID, index: UInt64, previous: ConsentHash, chain: ConsentHash,
    author: PartnerID, entered: Int64, tag: UInt16, body: [UInt8]
  ) {
    let read = ConsentBody(tag: tag, bytes: body)
    self.init(
      id: id, log: log, index: index, previous: previous, chain: chain, author: author,
      entered: entered, seen: read?.seen ?? [:], payload: read?.payload)
  }

  /// The point just after this record.
  var head: SeenHead {
    SeenHead(count: index == .max ? .max : index + 1, chain: chain)
  }

  /// The point just before this record.
  var predecessor: SeenHead { SeenHead(count: index, chain: previous) }
}

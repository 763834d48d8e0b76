// docs/format.md § Records

/// What the vault knows of a record without knowing what it means.
public struct RecordFields: Sendable, Equatable {
  public let id: RecordID
  public let log: LogID
  /// The record's place in its log, from 0.
  public let index: UInt64
  /// Who wrote it: of one's own, who one is now.
  public private(set) var author: PartnerID
  public let audience: Audience
  public let logClass: LogClass
  /// The tag that tells Care which kind of entry the body is.
  public let kind: UInt16
  /// When it was written: milliseconds since 1970-01-01T00:00:00Z, by its author's clock.
  public let entered: Int64
  /// The author's offset from UTC then, in minutes.
  public let zone: Int16
  /// The civil day it is about: days since 1970-01-01.
  public let about: Int32
  /// How many bytes its body has.
  public let bodyLength: Int
  /// Who its author was then, where that was before a renewal.
  private(set) var former: PartnerID?

  /// Who its author was when it was written: what was signed or sealed with an id then, was with this.
  public var writtenAs: PartnerID { former ?? author }

  /// The same, of who its author is now.
  func credited(to partner: PartnerID) -> RecordFields {
    guard author != partner else { return self }
    var fields = self
    fields.former = author
    fields.author = partner
    return fields
  }
}

/// One record, opened.
public struct Record: Sendable, Equatable {
  public let fields: RecordFields
  /// The ends of other shared logs that its author's device had seen and not yet named in this log.
  public let heads: [Head]
  /// The chain of its log up to and with this record, 32 bytes.
  public let chain: [UInt8]
  public let body: [UInt8]
}

/// The end of a log, as some device saw it.
public struct Head: Sendable, Hashable {
  public let log: LogID
  /// The index of the last record.
  public let index: UInt64
  /// The chain after it, 32 bytes.
  public let chain: [UInt8]
}

/// What is to be written.
public struct RecordDraft: Sendable {
  public var kind: UInt16
  public var audience: Audience
  public var logClass: LogClass
  public var entered: Int64
  public var zone: Int16
  public var about: Int32
  public var body: [UInt8]

  public init(
    kind: UInt16, audience: Audience, logClass: LogClass, entered: Int64, zone: Int16,
    about: Int32, body: [UInt8]
  ) {
    self.kind = kind
    self.audience = audience
    self.logClass = logClass
    self.entered = entered
    self.zone = zone
    self.about = about
    self.body = body
  }

  /// The longest body, in bytes.
  public static let longestBody = 1_048_576

  static func longestBody(for logClass: LogClass) -> Int {
    logClass == .consent ? 16_384 : longestBody
  }
}

extension RecordDraft {
  /// Refuses what every reader would refuse, before anything is written.
  func check(as type: StoredRecord.Kind) throws(VaultError) {
    let limit = RecordDraft.longestBody(for: logClass)
    guard body.count <= limit else { throw .bodyTooLong(limit: limit) }
    guard RecordPrefix.zones.contains(zone), type == .entry || kind == 0,
      logClass == .diary || audience == .shared,
      type != .erasure || (logClass == .diary && body.count == Erasure.length),
      type != .closing || body.count == Closing.length,
      type != .ending
        || (logClass == .diary && audience == .shared && Ending.fits(body.count))
    else { throw .damage(.bounds, in: "record") }
  }
}

import Sodium

// docs/format.md § Records

/// A record as its cells carry it.
struct StoredRecord: Sendable {
  static let fixedLength = 144
  static let mostHeads = 64
  static let headLength = 56
  private static let digestedLength = 80

  enum Kind: UInt8, Sendable {
    case entry = 0
    case erasure = 1
    case closing = 2
    case ending = 3
  }

  let fields: RecordFields
  let type: Kind
  let heads: [Head]
  private(set) var body: [UInt8]
  let digest: [UInt8]
  let chain: [UInt8]
  let mac: [UInt8]

  /// How many cells it fills.
  var parts: Int {
    Cell.parts(
      for: StoredRecord.fixedLength + heads.count * StoredRecord.headLength + body.count)
  }

  var record: Record { Record(fields: fields, heads: heads, chain: chain, body: body) }

  /// Builds the bytes of a new record.
  ///
  /// - Returns: the record's bytes and the chain after it.
  static func encode(
    _ draft: RecordDraft, type: Kind, id: RecordID, index: UInt64, salt: [UInt8], heads: [Head],
    previousChain: [UInt8], headerHash: [UInt8], macKey: borrowing SecretBytes
  ) -> (bytes: [UInt8], chain: [UInt8]) {
    var writer = FieldWriter()
    writer.put(index)
    writer.put(id.bytes)
    writer.put(salt)
    writer.put(draft.entered)
    writer.put(draft.about)
    writer.put(draft.zone)
    writer.put(draft.kind)
    writer.put(type.rawValue)
    writer.put(UInt8(0))
    writer.put(UInt16(truncatingIfNeeded: heads.count))
    writer.put(UInt32(truncatingIfNeeded: draft.body.count))
    var headWriter = FieldWriter()
    for head in heads { headWriter.put(head) }
    let digest = BLAKE2b.hash(Label.digest, writer.bytes, headWriter.bytes, draft.body)
    let chain = Chain.link(previousChain, index: index, digest: digest, headerHash: headerHash)
    writer.put(chain)
    writer.put(Chain.mac(chain, index: index, headerHash: headerHash, key: macKey))
    writer.put(headWriter.bytes)
    writer.put(draft.body)
    return (writer.bytes, chain)
  }

  /// Reads a record's joined payloads; what follows its last byte has to be zero.
  init(_ bytes: [UInt8], in header: SegmentHeader, file: String) throws(VaultError) {
    try self.init(bytes, RecordPrefix(bytes, in: header, file: file), in: header, file: file)
  }

  /// The same where its fixed fields were read before.
  init(_ bytes: [UInt8], _ prefix: RecordPrefix, in header: SegmentHeader, file: String)
    throws(VaultError)
  {
    guard Cell.parts(for: prefix.length) * Cell.payloadLength == bytes.count else {
      throw .damage(.frame, in: file)
    }
    var reader = FieldReader(bytes[StoredRecord.fixedLength...], file: file)
    var heads: [Head] = []
    for _ in 0..<prefix.headCount {
      let head = try Head(&reader)
      guard head.log != header.log, heads.last.map({ $0.log < head.log }) ?? true else {
        throw .damage(.bounds, in: file)
      }
      heads.append(head)
    }
    self.heads = heads
    body = Array(try reader.take(prefix.bodyLength))
    try reader.zeros(reader.remaining)
    switch prefix.type {
    case .entry: break
    case .erasure: _ = try Erasure(body, file: file)
    case .closing: _ = try Closing(body, in: header.log, file: file)
    case .ending: _ = try Ending(body, file: file)
    }
    fields = prefix.fields
    type = prefix.type
    chain = prefix.chain
    mac = prefix.mac
    let all = bytes.span.bytes
    let label = Label.digest
    digest = BLAKE2b.hash(
      label.span.bytes, all.extracting(0..<StoredRecord.digestedLength),
      all.extracting(StoredRecord.fixedLength..<prefix.length))
  }

  /// The same record with something else in the place of its body, for whoever asked for that.
  func holding(_ body: [UInt8]) -> StoredRecord {
    var record = self
    record.body = body
    return record
  }
}

/// The fixed fields of a record, which its first cell always holds whole.
struct RecordPrefix: Sendable {
  let fields: RecordFields
  let type: StoredRecord.Kind
  let headCount: Int
  let bodyLength: Int
  let chain: [UInt8]
  let mac: [UInt8]

  /// The offsets from UTC that a record can have, in minutes.
  static let zones: ClosedRange<Int16> = -1_080...1_080

  /// The record's bytes in all.
  var length: Int { StoredRecord.fixedLength + headCount * StoredRecord.headLength + bodyLength }

  init(_ bytes: [UInt8], in header: SegmentHeader, file: String) throws(VaultError) {
    try self.init(bytes[...], in: header, file: file)
  }

  init(_ bytes: ArraySlice<UInt8>, in header: SegmentHeader, file: String) throws(VaultError) {
    var reader = FieldReader(bytes, file: file)
    let index = try reader.number(UInt64.self)
    let id = try reader.identifier(RecordID.self)
    _ = try reader.take(32)
    let entered = try reader.number(Int64.self)
    let about = try reader.number(Int32.self)
    let zone = try reader.number(Int16.self)
    let kind = try reader.number(UInt16.self)
    guard let type = StoredRecord.Kind(rawValue: try reader.number()) else {
      throw .damage(.bounds, in: file)
    }
    try reader.zeros(1)
    headCount = Int(try reader.number(UInt16.self))
    bodyLength = Int(try reader.number(UInt32.self))
    guard RecordPrefix.zones.contains(zone), headCount <= StoredRecord.mostHeads,
      bodyLength <= RecordDraft.longestBody(for: header.logClass),
      header.audience == .shared || headCount == 0, type == .entry || kind == 0,
      type != .erasure || (header.logClass == .diary && bodyLength == Erasure.length),
      type != .closing || bodyLength == Closing.length,
      type != .ending
        || (header.logClass == .diary && header.audience == .shared && Ending.fits(bodyLength))
    else { throw .damage(.bounds, in: file) }
    chain = Array(try reader.take(32))
    mac = Array(try reader.take(32))
    self.type = type
    fields = RecordFields(
      id: id, log: header.log, index: index, author: header.author, audience: header.audience,
      logClass: header.logClass, kind: kind, entered: entered, zone: zone, about: about,
      bodyLength: bodyLength)
  }
}

/// What remains of an erased record.
struct Tombstone: Equatable, Sendable {
  static let length = 120

  let index: UInt64
  let id: RecordID
  let digest: [UInt8]
  let chain: [UInt8]
  let mac: [UInt8]

  /// What is left of the record that an erasure names.
  static func encode(_ erasure: Erasure, mac: [UInt8]) -> [UInt8] {
    var writer = FieldWriter()
    writer.put(erasure.index)
    writer.put(erasure.id.bytes)
    writer.put(erasure.digest)
    writer.put(erasure.chain)
    writer.put(mac)
    return writer.bytes
  }

  init(_ bytes: [UInt8], file: String) throws(VaultError) {
    var reader = FieldReader(bytes, file: file)
    index = try reader.number()
    id = try reader.identifier()
    digest = Array(try reader.take(32))
    chain = Array(try reader.take(32))
    mac = Array(try reader.take(32))
    try reader.zeros(reader.remaining)
  }
}

/// What an erasure record says of the record it erased.
struct Erasure: Equatable, Sendable {
  static let length = 120

  let index: UInt64
  let id: RecordID
  let digest: [UInt8]
  let chain: [UInt8]
  let segment: UInt32
  let firstCell: UInt32
  let parts: UInt16

  /// The erasure of a record in its place.
  init(of record: StoredRecord, segment: UInt32, firstCell: Int) {
    index = record.fields.index
    id = record.fields.id
    digest = record.digest
    chain = record.chain
    self.segment = segment
    self.firstCell = UInt32(truncatingIfNeeded: firstCell)
    parts = UInt16(truncatingIfNeeded: record.parts)
  }

  /// The body of the record that says so.
  func encode() -> [UInt8] {
    var writer = FieldWriter()
    writer.put(index)
    writer.put(id.bytes)
    writer.put(digest)
    writer.put(chain)
    writer.put(segment)
    writer.put(firstCell)
    writer.put(parts)
    writer.fill(to: Erasure.length)
    return writer.bytes
  }

  init(_ body: [UInt8], file: String) throws(VaultError) {
    guard body.count == Erasure.length else { throw .damage(.length, in: file) }
    var reader = FieldReader(body, file: file)
    index = try reader.number()
    id = try reader.identifier()
    digest = Array(try reader.take(32))
    chain = Array(try reader.take(32))
    segment = try reader.number()
    firstCell = try reader.number()
    parts = try reader.number()
    try reader.zeros(reader.remaining)
  }

  func names(_ remains: LogScan.Remains) -> Bool {
    index == remains.index && id == remains.id && digest == remains.digest
      && chain == remains.chain && segment == remains.segment
      && Int(firstCell) == remains.firstCell && Int(parts) == remains.parts
  }
}

/// What a closing record says of the log that its author gives up.
struct Closing: Equatable {
  static let length = 64

  let log: LogID
  /// The last record that counts, with the chain after it; `nil` where none counts.
  let last: Head?

  /// Whether a record of the closed log counts.
  func admits(_ index: UInt64) -> Bool { last.map { index <= $0.index } ?? false }

  /// Whether at least as many records count as by another closing.
  func counts(asManyAs other: Closing) -> Bool { other.last.map { admits($0.index) } ?? true }

  /// The body of a closing record.
  static func encode(_ log: LogID, last: Head?) -> [UInt8] {
    var writer = FieldWriter()
    writer.put(log.bytes)
    writer.put(UInt8(last == nil ? 0 : 1))
    writer.fill(to: 24)
    if let last {
      writer.put(last.index)
      writer.put(last.chain)
    }
    writer.fill(to: Closing.length)
    return writer.bytes
  }

  init(_ body: [UInt8], in own: LogID, file: String) throws(VaultError) {
    guard body.count == Closing.length else { throw .damage(.length, in: file) }
    var reader = FieldReader(body, file: file)
    log = try reader.identifier()
    let counts = try reader.number(UInt8.self)
    guard log != own, counts <= 1 else { throw .damage(.bounds, in: file) }
    try reader.zeros(7)
    if counts == 0 {
      try reader.zeros(reader.remaining)
      last = nil
    } else {
      last = Head(log: log, index: try reader.number(), chain: Array(try reader.take(32)))
    }
  }
}

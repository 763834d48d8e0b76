import Glibc
import Sodium
import Testing

@testable import Vault

/// What someone who holds a segment's key can write into the file: the partner, for a shared log.
struct Forger {
  let vault: TestVault
  let log: LogPlace
  let segment: Segment
  let path: String
  private let forger: TestVault.Person
  private let randomness: Randomness

  /// Opens a segment of a log with one partner's own keys.
  init(_ vault: TestVault, _ log: LogPlace, _ number: UInt32 = 0, as forger: TestVault.Person)
    throws
  {
    self.vault = vault
    self.log = log
    self.forger = forger
    path = log.path(of: number)
    segment = try #require(try vault.keys(forger).open(number, of: log))
    randomness = vault.randomness()
  }

  /// One cell with any frame at all in it.
  func cell(_ frame: [UInt8], at number: Int) throws -> [UInt8] {
    var data = FieldWriter()
    data.put(segment.key.headerHash)
    data.put(UInt32(number))
    let nonce = randomness.bytes(24)
    return nonce
      + (try AEAD.seal(frame, additionalData: data.bytes, nonce: nonce, key: segment.key.cellKey))
  }

  /// The opened frame of a cell.
  func frame(_ number: Int) throws -> [UInt8] {
    var frame = [UInt8](repeating: 0, count: Cell.frameLength)
    try #require(Cell.open(number, of: segment.bytes, key: segment.key, into: &frame))
    return frame
  }

  /// The record that begins at a cell.
  func record(at cell: Int) throws -> StoredRecord {
    var buffer = [UInt8](repeating: 0, count: Cell.frameLength)
    guard case .record(let payload, _) = segment.span(from: cell, buffer: &buffer) else {
      throw VaultError.damage(.frame, in: segment.file)
    }
    return try StoredRecord(payload, in: segment.header, file: segment.file)
  }

  /// The cells of a record with any bytes at all in it.
  func cells(_ bytes: [UInt8], as content: Cell.Content = .record, parts: Int? = nil, at first: Int)
    throws -> [UInt8]
  {
    try Cell.seal(
      bytes, as: content, parts: parts ?? Cell.parts(for: bytes.count), first: first,
      key: segment.key, randomness: randomness)
  }

  /// A record as the forger's own program would write it: right in everything but whose MAC it bears.
  func bytes(
    _ draft: RecordDraft, type: StoredRecord.Kind = .entry, index: UInt64, after chain: [UInt8]
  ) throws -> [UInt8] {
    try StoredRecord.encode(
      draft, type: type, id: RecordID(value: 4_711), index: index, salt: randomness.bytes(32),
      heads: [], previousChain: chain, headerHash: segment.key.headerHash,
      macKey: vault.identity(forger).macKey
    ).bytes
  }

  /// What is left of a record after its erasing.
  func tombstone(of record: StoredRecord) -> [UInt8] {
    var writer = FieldWriter()
    writer.put(record.fields.index)
    writer.put(record.fields.id.bytes)
    writer.put(record.digest)
    writer.put(record.chain)
    writer.put(record.mac)
    return writer.bytes
  }

  /// Puts cells into the file, over others or at its end.
  func put(_ cells: [UInt8], at first: Int) throws {
    let file = try OpenFile(path, O_WRONLY)
    try file.write(cells, at: first * Cell.length)
  }

  /// Makes one cell unreadable.
  func spoil(_ cell: Int) throws {
    var bytes = Array(segment.bytes[cell * Cell.length..<(cell + 1) * Cell.length])
    bytes[200] ^= 1
    try put(bytes, at: cell)
  }
}

/// The body of an erasure record that names a record in its place.
func erasureBody(of record: StoredRecord, segment: UInt32, cell: Int, parts: Int) -> [UInt8] {
  var writer = FieldWriter()
  writer.put(record.fields.index)
  writer.put(record.fields.id.bytes)
  writer.put(record.digest)
  writer.put(record.chain)
  writer.put(segment)
  writer.put(UInt32(cell))
  writer.put(UInt16(parts))
  writer.fill(to: Erasure.length)
  return writer.bytes
}

extension RecordDraft {
  /// A draft with a body that the vault itself gives a meaning.
  init(_ body: [UInt8], _ audience: Audience, _ logClass: LogClass = .diary) {
    self.init(
      kind: 0, audience: audience, logClass: logClass, entered: 0, zone: 0, about: 0, body: body)
  }
}

extension TestVault {
  /// Appends a record that the vault itself gives a meaning, as its author.
  func append(_ draft: RecordDraft, _ type: StoredRecord.Kind, as person: Person) throws {
    var writer = try LogWriter(keys(person), randomness())
    _ = try writer.append([draft], type: type)
  }

  /// How a partner judges a log, with what is wrong.
  func judged(_ log: LogPlace, by person: Person) throws -> (Verdict, Damage.Reason?) {
    let report = try #require(
      try open(person).verify(nil).first { $0.log == log.id && $0.author == log.author })
    return (report.verdict, report.damage?.reason)
  }

  /// Every text that this partner can get to see, by whatever way of reading.
  func visible(to person: Person) throws -> Set<String> {
    let vault = try open(person)
    let reported = try vault.verify(nil, keepingRecords: true).flatMap(\.records).map(\.record.text)
    return Set(try vault.texts() + reported)
  }
}

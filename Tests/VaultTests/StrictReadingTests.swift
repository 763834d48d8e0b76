import Testing

@testable import Vault

/// Every byte that the format page calls zero, and every number that it bounds.
@Suite(.temporaryVault) struct StrictReadingTests {
  /// Ada's shared log with two records of one cell and one of two.
  private func forger(_ vault: TestVault, _ logClass: LogClass = .diary) throws -> Forger {
    let ada = try vault.open(vault.ada)
    try ada.append(draft("one", .shared, logClass))
    try ada.append(draft("two", .shared, logClass))
    try ada.append(draft(bytes: 500, .shared, logClass))
    return try Forger(vault, vault.log(vault.ada, .shared), as: vault.ada)
  }

  /// A byte of cell 2's frame, and what it is changed to.
  static let changes: [(byte: Int, value: UInt8)] = [
    (0, 0), (0, 3), (1, 1), (2, 1), (3, 1), (4, 0), (4, 2), (5, 9), (6, 1), (7, 128),
    // Of the record: type, zero, offset from UTC, heads, length of the body, the text, what follows.
    (80, 3), (81, 1), (77, 127), (82, 1), (83, 1), (85, 2), (87, 255), (152, 1), (155, 1), (471, 1),
  ]

  @Test(arguments: changes)
  func `a cell with something where nothing may be, or out of bounds, is damage`(
    _ change: (byte: Int, value: UInt8)
  ) throws {
    let vault = try TestVault.current
    let forger = try forger(vault)
    var frame = try forger.frame(2)
    #expect(frame[change.byte] != change.value)
    frame[change.byte] = change.value
    try forger.put(forger.cell(frame, at: 2), at: 2)
    for person in [vault.ada, vault.noor] {
      #expect(try vault.judged(forger.log, by: person).0 == .damaged)
      // Where cell 2 does not open, nothing ties the record after it to Ada's MAC for her.
      let shown = try vault.open(person).all().map(\.fields.index)
      #expect(shown == [2, 0] || (person.name == "Ada" && shown == [0]))
    }
  }

  @Test(arguments: [188, 471])
  func `the rest of the last cell of a record is zero`(_ byte: Int) throws {
    let vault = try TestVault.current
    let forger = try forger(vault)
    var frame = try forger.frame(4)
    frame[byte] = 1
    try forger.put(forger.cell(frame, at: 4), at: 4)
    for person in [vault.ada, vault.noor] {
      #expect(try vault.judged(forger.log, by: person).0 == .damaged)
      #expect(try vault.open(person).texts() == ["two", "one"])
    }
  }

  @Test func `a tombstone holds nothing but a tombstone`() throws {
    let vault = try TestVault.current
    let forger = try forger(vault)
    let record = try forger.record(at: 2)
    try vault.append(
      RecordDraft(erasureBody(of: record, segment: 0, cell: 2, parts: 1), .shared), .erasure,
      as: vault.ada)
    for hidden in [120, 463] {
      var bytes = forger.tombstone(of: record)
      bytes += Array(repeating: 0, count: hidden - bytes.count) + [1]
      try forger.put(forger.cells(bytes, as: .tombstone, parts: 1, at: 2), at: 2)
      #expect(try vault.judged(forger.log, by: vault.noor) == (.damaged, .tombstone))
    }
  }

  @Test(arguments: [98, 119])
  func `an erasure's last bytes are zero`(_ byte: Int) throws {
    let vault = try TestVault.current
    let forger = try forger(vault)
    var body = try erasureBody(of: forger.record(at: 2), segment: 0, cell: 2, parts: 1)
    body[byte] = 1
    let bytes = try forger.bytes(
      RecordDraft(body, .shared), type: .erasure, index: 3, after: forger.record(at: 3).chain)
    try forger.put(forger.cells(bytes, at: 5), at: 5)
    #expect(try vault.judged(forger.log, by: vault.noor) == (.damaged, .nonZero))
    #expect(try vault.open(vault.noor).all().count == 3)
  }

  /// Closings of another log, of this log, with a flag of 2, with something in the zeros, with a head
  /// where none counts.
  static let closings: [(byte: Int, value: UInt8, verdict: Verdict)] = [
    (0, 9, .complete), (0, 0, .damaged), (16, 2, .damaged), (17, 1, .damaged), (23, 1, .damaged),
    (40, 1, .damaged),
  ]

  @Test(arguments: closings)
  func `a closing is read strictly`(_ change: (byte: Int, value: UInt8, verdict: Verdict)) throws {
    let (byte, value, verdict) = change
    let vault = try TestVault.current
    let forger = try forger(vault, .consent)
    var body = forger.log.id.bytes + [UInt8](repeating: 0, count: 48)
    if byte > 0 || value > 0 { body[0] ^= 9 }
    if byte > 0 { body[byte] = value }
    let bytes = try forger.bytes(
      RecordDraft(body, .shared, .consent), type: .closing, index: 3,
      after: forger.record(at: 3).chain)
    try forger.put(forger.cells(bytes, at: 5), at: 5)
    #expect(try vault.judged(forger.log, by: vault.noor).0 == verdict)
  }

  @Test(arguments: [[1, 2], [2, 1], [1, 1], [0]])
  func `heads are in order, each log once, and never the record's own`(_ logs: [UInt128]) throws {
    let vault = try TestVault.current
    let forger = try forger(vault)
    let heads = logs.map {
      Head(
        log: $0 == 0 ? forger.log.id : LogID(value: $0), index: 0, chain: Chain.start)
    }
    let bytes = try StoredRecord.encode(
      draft("named", .shared), type: .entry, id: RecordID(value: 1), index: 3,
      salt: Chain.start, heads: heads, previousChain: forger.record(at: 3).chain,
      headerHash: forger.segment.key.headerHash, macKey: vault.identity(vault.ada).macKey
    ).bytes
    try forger.put(forger.cells(bytes, at: 5), at: 5)
    let verdict: Verdict = logs == [1, 2] ? .complete : .damaged
    #expect(try vault.judged(forger.log, by: vault.noor).0 == verdict)
  }

  @Test func `a record goes into a segment only as far as 512 cells`() throws {
    let vault = try TestVault.current
    let forger = try forger(vault)
    let bytes = try forger.bytes(
      draft(bytes: 250_000, .shared), index: 3, after: forger.record(at: 3).chain)
    try forger.put(forger.cells(bytes, at: 5), at: 5)
    #expect(try vault.judged(forger.log, by: vault.noor) == (.damaged, .bounds))
  }

  @Test func `segments of one log are of one class`() throws {
    let vault = try TestVault.current
    let forger = try forger(vault)
    let last = try forger.record(at: 3)
    let header = SegmentHeader(
      logClass: .consent, audience: .shared, number: 1, vault: vault.vault, log: forger.log.id,
      author: vault.ada.partner, recipient: vault.noor.partner, firstIndex: 3,
      previousChain: last.chain)
    var bytes: [UInt8] = []
    let keys = try vault.keys(vault.ada)
    _ = try SegmentKey(
      new: header, author: keys.identity, partner: keys.partner?.keys,
      randomness: vault.randomness(), header512: &bytes)
    try TestVault.write(bytes, to: forger.log.path(of: 1))
    #expect(try vault.judged(forger.log, by: vault.noor) == (.damaged, .path))
  }
}

import Testing

@testable import Vault

/// Records that were erased, are being erased, or only look like it.
@Suite(.temporaryVault) struct ErasureTests {
  /// Ada's shared diary: a record of one cell, one of three, one of one.
  private func forger(_ vault: TestVault, _ logClass: LogClass = .diary) throws -> Forger {
    let ada = try vault.open(vault.ada)
    try ada.append(draft("before", .shared, logClass))
    try ada.append(draft(bytes: 1_000, .shared, logClass))
    try ada.append(draft("after", .shared, logClass))
    return try Forger(vault, vault.log(vault.ada, .shared), as: vault.ada)
  }

  private func erase(_ forger: Forger, _ vault: TestVault) throws {
    let record = try forger.record(at: 2)
    try vault.append(
      RecordDraft(erasureBody(of: record, segment: 0, cell: 2, parts: 3), .shared), .erasure,
      as: vault.ada)
  }

  private func tombstones(_ forger: Forger) throws -> [UInt8] {
    try forger.cells(forger.tombstone(of: forger.record(at: 2)), as: .tombstone, parts: 3, at: 2)
  }

  @Test func `an erased record is gone, and the log is whole`() throws {
    let vault = try TestVault.current
    let forger = try forger(vault)
    let cells = try tombstones(forger)
    try erase(forger, vault)
    try forger.put(cells, at: 2)
    for person in [vault.ada, vault.noor] {
      #expect(try vault.visible(to: person) == ["before", "after"])
      #expect(try vault.judged(forger.log, by: person) == (.complete, nil))
      let sequence = try vault.open(person).records { _ in true }
      while try sequence.next() != nil {}
      #expect(sequence.unreadable == 0)
    }
    try vault.open(vault.ada).append(draft("later", .shared))
    #expect(try vault.visible(to: vault.noor) == ["before", "after", "later"])
    #expect(try vault.logs(vault.ada, .shared).count == 1)
  }

  @Test(arguments: [[], [0], [1], [2], [0, 1], [0, 2], [1, 2]])
  func `a record whose erasing was interrupted is not shown`(_ parts: [Int]) throws {
    let vault = try TestVault.current
    let forger = try forger(vault)
    let cells = try tombstones(forger)
    try erase(forger, vault)
    for part in parts { try forger.put(Array(cells[part * 512..<part * 512 + 512]), at: 2 + part) }
    for person in [vault.ada, vault.noor] {
      #expect(try vault.visible(to: person) == ["before", "after"])
      #expect(try vault.judged(forger.log, by: person) == (.complete, nil))
    }
  }

  @Test(arguments: 2...4)
  func `an erasure explains a cell of its record that was torn, and no other cell`(_ cell: Int)
    throws
  {
    let vault = try TestVault.current
    let forger = try forger(vault)
    try erase(forger, vault)
    try forger.spoil(cell)
    for person in [vault.ada, vault.noor] {
      #expect(try vault.visible(to: person).isSubset(of: ["before", "after"]))
      #expect(try vault.judged(forger.log, by: person) == (.complete, nil))
    }
    try forger.spoil(5)
    for person in [vault.ada, vault.noor] {
      #expect(try vault.judged(forger.log, by: person) == (.damaged, .cell))
    }
  }

  @Test(arguments: [0, 8, 24, 56, 88, 92, 96])
  func `an erasure that names something else is damage and erases nothing`(_ byte: Int) throws {
    let vault = try TestVault.current
    let forger = try forger(vault)
    var body = try erasureBody(of: forger.record(at: 2), segment: 0, cell: 2, parts: 3)
    body[byte] ^= 1
    try vault.append(RecordDraft(body, .shared), .erasure, as: vault.ada)
    for person in [vault.ada, vault.noor] {
      #expect(try vault.judged(forger.log, by: person) == (.damaged, .tombstone))
      // All but the digest can be compared before the record is opened whole.
      #expect(try vault.open(person).texts().count == (byte == 24 ? 2 : 3))
    }
    let cells = try tombstones(forger)
    try forger.put(cells, at: 2)
    for person in [vault.ada, vault.noor] {
      #expect(try vault.judged(forger.log, by: person) == (.damaged, .tombstone))
    }
  }

  @Test func `an erasure is not itself erased`() throws {
    let vault = try TestVault.current
    let forger = try forger(vault)
    try erase(forger, vault)
    let again = try Forger(vault, forger.log, as: vault.ada)
    let body = try erasureBody(of: again.record(at: 6), segment: 0, cell: 6, parts: 1)
    try vault.append(RecordDraft(body, .shared), .erasure, as: vault.ada)
    #expect(try vault.judged(forger.log, by: vault.noor) == (.damaged, .tombstone))
    #expect(try vault.visible(to: vault.noor) == ["before", "after"])
  }

  @Test func `nothing is erased from a consent log`() throws {
    let vault = try TestVault.current
    let forger = try forger(vault, .consent)
    let body = try erasureBody(of: forger.record(at: 2), segment: 0, cell: 2, parts: 3)
    #expect(throws: VaultError.damage(.bounds, in: "record")) {
      try vault.append(RecordDraft(body, .shared, .consent), .erasure, as: vault.ada)
    }
    // By Ada's own hand, around her program:
    let forged = try forger.bytes(
      RecordDraft(body, .shared, .consent), type: .erasure, index: 3,
      after: forger.record(at: 5).chain)
    try forger.put(forger.cells(forged, at: 6), at: 6)
    #expect(try vault.judged(forger.log, by: vault.noor) == (.damaged, .bounds))
    #expect(try vault.open(vault.noor).all().count == 3)
    try forger.put(tombstones(forger), at: 2)
    #expect(try vault.judged(forger.log, by: vault.noor).0 == .damaged)
  }

  @Test func `a link through a half erased record is still checked`() throws {
    let vault = try TestVault.current
    let forger = try forger(vault)
    let cells = try tombstones(forger)
    try erase(forger, vault)
    try forger.put(Array(cells[..<512]), at: 2)
    let sequence = try vault.open(vault.noor).records { _ in true }
    #expect(try sequence.next()?.text == "after")
    #expect(try sequence.next()?.text == "before")
    #expect(try sequence.next() == nil)
  }
}

import Testing

@testable import Vault

/// The partner holds the key of a shared log and may get at the author's own copy of it.
@Suite(.temporaryVault) struct ForgedRecordTests {
  /// Ada's shared log with four records; Noor forges.
  private func forger(_ vault: TestVault) throws -> Forger {
    let ada = try vault.open(vault.ada)
    for number in 0..<4 { try ada.append(draft("Ada \(number)", .shared, at: Int64(number))) }
    return try Forger(vault, vault.log(vault.ada, .shared), as: vault.noor)
  }

  private let real: Set<String> = ["Ada 0", "Ada 1", "Ada 2", "Ada 3"]

  @Test func `a record appended by the partner is not the author's`() throws {
    let vault = try TestVault.current
    let forger = try forger(vault)
    let last = try forger.record(at: 4)
    let forged = try forger.bytes(draft("I agree", .shared), index: 4, after: last.chain)
    try forger.put(forger.cells(forged, at: 5), at: 5)
    #expect(try vault.visible(to: vault.ada) == real)
    #expect(try vault.judged(forger.log, by: vault.ada) == (.damaged, .forged))
    // Neither is it continued: Ada goes on in a log of her own making.
    try vault.open(vault.ada).append(draft("Ada 4", .shared, at: 4))
    #expect(try vault.visible(to: vault.ada) == real.union(["Ada 4"]))
    #expect(try vault.logs(vault.ada, .shared).count == 2)
  }

  @Test(arguments: 1...4)
  func `a record put in the place of another one is not the author's`(_ cell: Int) throws {
    let vault = try TestVault.current
    let forger = try forger(vault)
    let previous = cell == 1 ? Chain.start : try forger.record(at: cell - 1).chain
    let forged = try forger.bytes(
      draft("I agree", .shared), index: UInt64(cell - 1), after: previous)
    try forger.put(forger.cells(forged, at: cell), at: cell)
    let visible = try vault.visible(to: vault.ada)
    #expect(visible.isSubset(of: real) && !visible.contains("Ada \(cell - 1)"))
    #expect(try vault.judged(forger.log, by: vault.ada) == (.damaged, .forged))
  }

  @Test(arguments: 1...4, [false, true])
  func `the author's own MAC does not carry another text`(
    _ cell: Int, _ withoutTheOneBefore: Bool
  ) throws {
    let vault = try TestVault.current
    let forger = try forger(vault)
    let record = try forger.record(at: cell)
    // Everything of the true record but its body, so that index, chain and MAC are Ada's own.
    var frame = try forger.frame(cell)
    frame.replaceSubrange(152..<152 + record.body.count, with: Array("I agree".utf8.prefix(5)))
    try forger.put(forger.cell(frame, at: cell), at: cell)
    if withoutTheOneBefore && cell > 1 { try forger.spoil(cell - 1) }
    let visible = try vault.visible(to: vault.ada)
    #expect(visible.isSubset(of: real) && !visible.contains("Ada \(cell - 1)"), "\(visible)")
    #expect(try vault.judged(forger.log, by: vault.ada).0 == .damaged)
  }

  @Test func `an old record of the author does not count in another place`() throws {
    let vault = try TestVault.current
    let forger = try forger(vault)
    // Ada 0 once more, as record 4, with all that she wrote into it.
    try forger.put(forger.cell(forger.frame(1), at: 5), at: 5)
    #expect(try vault.open(vault.ada).texts().count == 4)
    #expect(try vault.judged(forger.log, by: vault.ada).0 == .damaged)
    #expect(try vault.open(vault.noor).texts().count == 4)
    #expect(try vault.judged(forger.log, by: vault.noor) == (.damaged, .link))
  }

  @Test(arguments: [false, true])
  func `the partner cannot make a record disappear by an erasure`(_ inPlace: Bool) throws {
    let vault = try TestVault.current
    let forger = try forger(vault)
    let record = try forger.record(at: 2)
    let body = erasureBody(of: record, segment: 0, cell: 2, parts: 1)
    let cell = inPlace ? 4 : 5
    let forged = try forger.bytes(
      RecordDraft(body, .shared), type: .erasure, index: UInt64(cell - 1),
      after: forger.record(at: cell - 1).chain)
    try forger.put(forger.cells(forged, at: cell), at: cell)
    #expect(try vault.visible(to: vault.ada).contains("Ada 1"))
    #expect(try vault.judged(forger.log, by: vault.ada) == (.damaged, .forged))
  }

  @Test func `a tombstone put in by the partner is damage`() throws {
    let vault = try TestVault.current
    let forger = try forger(vault)
    let tombstone = try forger.tombstone(of: forger.record(at: 2))
    try forger.put(forger.cells(tombstone, as: .tombstone, parts: 1, at: 2), at: 2)
    for person in [vault.ada, vault.noor] {
      #expect(try vault.judged(forger.log, by: person) == (.damaged, .tombstone))
      #expect(try vault.visible(to: person) == ["Ada 0", "Ada 2", "Ada 3"])
    }
  }

  @Test func `cells of one record do not make another one`() throws {
    let vault = try TestVault.current
    try vault.open(vault.ada).append(draft(bytes: 700, .shared))
    try vault.open(vault.ada).append(draft(bytes: 701, .shared))
    let log = try vault.log(vault.ada, .shared)
    let forger = try Forger(vault, log, as: vault.noor)
    try forger.put(forger.cell(forger.frame(4), at: 2), at: 2)
    #expect(try vault.open(vault.ada).all().map(\.fields.index) == [1])
    #expect(try vault.judged(log, by: vault.ada).0 == .damaged)
    // A cell copied without the key does not even open in its new place.
    let copied = Array(forger.segment.bytes[4 * 512..<5 * 512])
    try forger.put(copied, at: 2)
    #expect(try vault.open(vault.noor).all().map(\.fields.index) == [1])
    #expect(try vault.judged(log, by: vault.noor) == (.damaged, .cell))
  }
}

import Sodium
import Testing

@testable import Vault

@Suite(.temporaryVault) struct `A log of many segments` {
  private static let count = 2_600

  /// One that fills six segments: in each some records of several cells, and of two kinds.
  private func lived() throws -> (TestVault, OpenVault, LogPlace) {
    let vault = try TestVault.current
    let ada = try vault.open(vault.ada)
    try ada.write(
      (0..<Self.count).map { number in
        let more = number % 5 == 0 ? String(repeating: " and more", count: 60) : ""
        return draft("\(number)\(more)", at: Int64(number), kind: number % 50 == 0 ? 9 : 7)
      })
    let log = try vault.log(vault.ada, .private)
    try #require(try log.segments().count == 7)
    return (vault, ada, log)
  }

  private static func number(_ record: Record) -> Int {
    Int(record.text.prefix { $0.isNumber }) ?? -1
  }

  @Test func `reads the same, however far ahead`() throws {
    let (vault, ada, log) = try lived()
    #expect(try ada.all().map(Self.number) == (0..<Self.count).reversed())
    #expect(
      try ada.all { $0.kind == 9 }.map(Self.number)
        == (0..<Self.count).filter { $0 % 50 == 0 }.reversed())
    // Its place is known of each, whether its segment was read ahead or cell by cell.
    let cursor = try LogCursor(log, with: vault.keys(vault.ada))
    while let record = try cursor.next() {
      let place = try #require(cursor.place)
      let forger = try Forger(vault, log, place.segment, as: vault.ada)
      #expect(try forger.record(at: place.cell).fields.id == record.fields.id)
    }
  }

  @Test func `is left off where enough was read`() throws {
    let (_, ada, _) = try lived()
    let records = try ada.records(until: { $0.entered < 700 }, where: { $0.kind == 9 })
    var found: [Int] = []
    while let record = try records.next() { found.append(Self.number(record)) }
    #expect(found == (700..<Self.count).filter { $0 % 50 == 0 }.reversed())
    #expect(try records.next() == nil)
  }

  @Test func `opens each cell once where every record is wanted`() throws {
    let (_, ada, log) = try lived()
    let records = try ada.records { _ in true }
    while try records.next() != nil {}
    let cells = try log.segments().reduce(0) { sum, number in
      try sum + TestVault.read(log.path(of: number)).count / 512 - 1
    }
    // The newest segment is read cell by cell, and the one after it record by record.
    #expect(records.cellsOpened >= cells && records.cellsOpened < cells + 3 * 512)
  }

  @Test func `gives what a sieve makes of each body, and passes over what it refuses`() throws {
    let (_, ada, _) = try lived()
    let records = try ada.records(
      through: { fields, body in
        fields.entered % 3 == 0 ? Array(body.prefix(2)) + [UInt8(ascii: "!")] : nil
      }, where: { _ in true })
    var found: [String] = []
    while let record = try records.next() { found.append(record.text) }
    let kept = (0..<Self.count).reversed().filter { $0 % 3 == 0 }
    let expected: [String] = kept.map { number in
      let text = number % 5 == 0 ? "\(number) and" : "\(number)"
      return String(text.prefix(2)) + "!"
    }
    #expect(found == expected)
  }

  @Test(arguments: [0, 2, 5])
  func `counts a spoilt cell wherever it is, and shows all the others`(_ number: UInt32) throws {
    let (vault, ada, log) = try lived()
    let forger = try Forger(vault, log, number, as: vault.ada)
    let lost = try forger.record(at: 1)
    try forger.spoil(1)
    let records = try ada.records { _ in true }
    var ids: Set<RecordID> = []
    var count = 0
    while let record = try records.next() {
      ids.insert(record.fields.id)
      count += 1
    }
    #expect(count == Self.count - 1 && ids.count == count && !ids.contains(lost.fields.id))
    #expect(records.unreadable > 0)
  }

  @Test func `shows no record whose MAC is not its author's`()
    throws
  {
    let (vault, ada, log) = try lived()
    let forger = try Forger(vault, log, 3, as: vault.ada)
    let first = try forger.record(at: 1)
    // The same record with another MAC: its digest and chain are right.
    var changed = try forger.frame(1)
    changed[8 + 112] ^= 1
    try forger.put(forger.cell(changed, at: 1), at: 1)
    let records = try ada.records { _ in true }
    var count = 0
    while let record = try records.next() {
      #expect(record.fields.id != first.fields.id)
      count += 1
    }
    #expect(count == Self.count - 1 && records.unreadable == 1)
  }

  @Test func `hides what an erasure names, in whichever segment either stands`() throws {
    let (_, ada, log) = try lived()
    let all = try ada.all()
    let victims = [all[Self.count - 2], all[1_500], all[3]].map(\.fields.id)
    try ada.forget(victims, at: RecordTime(entered: 5_000, zone: 0, today: 0))
    try ada.write((0..<1_200).map { draft("later \($0)", at: Int64(9_000 + $0)) })
    #expect(try ada.all().count == Self.count - 3 + 1_200)
    #expect(try !ada.all().contains { victims.contains($0.fields.id) })
    #expect(try ada.verdict(on: log.id) == .complete)
  }

  @Test func `is counted short where it ends before what was seen`() throws {
    let (_, ada, log) = try lived()
    let last = try #require(try log.segments().last)
    let bytes = try TestVault.read(log.path(of: last))
    try TestVault.write(Array(bytes.dropLast(512 * 2)), to: log.path(of: last))
    let records = try ada.records { _ in true }
    while try records.next() != nil {}
    #expect(records.unreadable > 0)
  }
}

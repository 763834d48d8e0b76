import Sodium
import Testing

@testable import Vault

@Suite(.temporaryVault) struct AppendingTests {
  @Test func `a record comes back as it was written`() throws {
    let vault = try TestVault.current
    let id = try vault.open(vault.ada).append(
      draft("slept well", .private, at: 1_767_300_000_000, kind: 12, about: -3))
    let record = try #require(try vault.open(vault.ada).all().first)
    #expect(record.text == "slept well")
    let log = try vault.log(vault.ada, .private)
    #expect(
      record.fields
        == RecordFields(
          id: id, log: log.id, index: 0, author: vault.ada.partner, audience: .private,
          logClass: .diary, kind: 12, entered: 1_767_300_000_000, zone: 60, about: -3,
          bodyLength: 10))
    #expect(record.heads.isEmpty)
    #expect(try vault.open(vault.ada).verdict(on: log.id) == .complete)
  }

  @Test(arguments: [0, 1, 319, 320, 321, 320 + 464, 320 + 465, 20_000, 1_048_576])
  func `a body of any length up to the limit comes back whole`(_ count: Int) throws {
    let vault = try TestVault.current
    try vault.open(vault.ada).append(draft("before"))
    try vault.open(vault.ada).append(draft(bytes: count))
    try vault.open(vault.ada).append(draft("after"))
    let records = try vault.open(vault.ada).all()
    #expect(records.map(\.fields.index) == [2, 1, 0])
    #expect(records[1].body == draft(bytes: count).body)
    let log = try vault.log(vault.ada, .private)
    #expect(try vault.open(vault.ada).verdict(on: log.id) == .complete)
  }

  @Test(arguments: [
    (LogClass.diary, Audience.private, 1_048_576), (.diary, .shared, 1_048_576),
    (.consent, .shared, 16_384),
  ])
  func `a body over the limit is refused and nothing is written`(
    _ logClass: LogClass, _ audience: Audience, _ limit: Int
  ) throws {
    let vault = try TestVault.current
    let ada = try vault.open(vault.ada)
    try ada.append(draft(bytes: limit, audience, logClass))
    let before = try tree(vault.root).files
    #expect(throws: VaultError.bodyTooLong(limit: limit)) {
      try ada.append(draft(bytes: limit + 1, audience, logClass))
    }
    #expect(try tree(vault.root).files == before)
    #expect(try ada.all().map(\.body.count) == [limit])
  }

  @Test(arguments: [Int16(-1081), 1081, .min, .max])
  func `an offset from UTC that no reader would take is refused before it is written`(
    _ zone: Int16
  ) throws {
    let vault = try TestVault.current
    let ada = try vault.open(vault.ada)
    var wrong = draft("odd")
    wrong.zone = zone
    #expect(throws: VaultError.damage(.bounds, in: "record")) { try ada.append(wrong) }
    #expect(try vault.logs(vault.ada, .private).isEmpty)
  }

  @Test func `a consent record is never private`() throws {
    let vault = try TestVault.current
    #expect(throws: VaultError.damage(.bounds, in: "record")) {
      try vault.open(vault.ada).append(draft("secretly", .private, .consent))
    }
    #expect(try vault.logs(vault.ada, .private).isEmpty)
  }

  @Test func `records of several logs come newest first`() throws {
    let vault = try TestVault.current
    let ada = try vault.open(vault.ada)
    let noor = try vault.open(vault.noor)
    try ada.append(draft("1", .private, at: 1))
    try noor.append(draft("2", .shared, at: 2))
    try ada.append(draft("3", .shared, .consent, at: 3))
    try ada.append(draft("4", .shared, at: 4))
    try ada.append(draft("5", .private, at: 5))
    try noor.append(draft("6", .shared, at: 6))
    #expect(try ada.texts() == ["6", "5", "4", "3", "2", "1"])
    #expect(try noor.texts() == ["6", "4", "3", "2"])
  }

  @Test func `fixed fields pick records without the rest being opened`() throws {
    let vault = try TestVault.current
    let ada = try vault.open(vault.ada)
    for day in 0..<10 {
      try ada.append(draft("day \(day)", at: Int64(day), kind: UInt16(day % 3), about: Int32(day)))
    }
    #expect(try ada.all { $0.kind == 1 }.map(\.text) == ["day 7", "day 4", "day 1"])
    #expect(try ada.all { $0.about >= 8 }.map(\.text) == ["day 9", "day 8"])
    #expect(try ada.all { _ in false }.isEmpty)
  }

  @Test func `many drafts at once are one log in their order`() throws {
    let vault = try TestVault.current
    let ada = try vault.open(vault.ada)
    let ids = try ada.append((0..<1_200).map { draft("\($0)", at: 0) })
    #expect(Set(ids).count == 1_200)
    let records = try ada.all()
    #expect(records.map(\.text) == (0..<1_200).reversed().map { "\($0)" })
    #expect(records.map(\.fields.id) == ids.reversed())
    #expect(try vault.log(vault.ada, .private).segments() == [0, 1, 2])
  }

  @Test func `drafts for different readers never share a log`() throws {
    let vault = try TestVault.current
    let ada = try vault.open(vault.ada)
    try ada.write([
      draft("ours", .shared), draft("mine", .private), draft("agreed", .shared, .consent),
      draft("ours too", .shared),
    ])
    #expect(try Set(ada.texts()) == ["ours", "mine", "agreed", "ours too"])
    #expect(try Set(vault.open(vault.noor).texts()) == ["ours", "agreed", "ours too"])
    #expect(try vault.logs(vault.ada, .shared).count == 2)
    for report in try ada.verify(nil) { #expect(report.verdict == .complete) }
  }

  @Test func `a segment closes at 512 cells, its header counted`() throws {
    let vault = try TestVault.current
    let ada = try vault.open(vault.ada)
    try ada.write((0..<510).map { draft("\($0)") })
    let log = try vault.log(vault.ada, .private)
    #expect(try TestVault.read(log.path(of: 0)).count == 511 * 512)
    try ada.append(draft("fits"))
    #expect(try TestVault.read(log.path(of: 0)).count == 512 * 512)
    #expect(try log.segments() == [0])
    try ada.append(draft("does not"))
    #expect(try log.segments() == [0, 1])
    #expect(try TestVault.read(log.path(of: 1)).count == 2 * 512)
    #expect(try ada.all().count == 512)
    #expect(try ada.verdict(on: log.id) == .complete)
  }

  @Test func `a record longer than a segment has one to itself`() throws {
    let vault = try TestVault.current
    let ada = try vault.open(vault.ada)
    try ada.append(draft("small"))
    try ada.append(draft(bytes: 500_000))
    try ada.append(draft("small again"))
    let log = try vault.log(vault.ada, .private)
    #expect(try log.segments() == [0, 1, 2])
    #expect(try ada.all().map(\.body.count) == [11, 500_000, 5])
    #expect(try ada.verdict(on: log.id) == .complete)
  }

  @Test func `reading the newest record opens no older one`() throws {
    let vault = try TestVault.current
    let ada = try vault.open(vault.ada)
    for day in 0..<5 { try ada.append(draft("day \(day)", at: Int64(day))) }
    let log = try vault.log(vault.ada, .private)
    var bytes = try TestVault.read(log.path(of: 0))
    bytes[2 * 512 + 100] ^= 1  // day 1
    try TestVault.write(bytes, to: log.path(of: 0))
    let sequence = try ada.records { _ in true }
    #expect(try sequence.next()?.text == "day 4")
    #expect(try sequence.next()?.text == "day 3")
    #expect(sequence.unreadable == 0)
    // Day 2 is whole, but the link to the record before it cannot be checked; a private log has one
    // writer only, so it is shown.
    #expect(try sequence.next()?.text == "day 2")
    #expect(try sequence.next()?.text == "day 0")
    #expect(try sequence.next() == nil)
    #expect(sequence.unreadable == 1)
  }

  @Test func `two writers in turn continue each other's log`() throws {
    let vault = try TestVault.current
    let one = try vault.open(vault.ada)
    let two = try vault.open(vault.ada)
    for turn in 0..<3 {
      try one.append(draft("one \(turn)"))
      try two.append(draft("two \(turn)"))
    }
    #expect(try one.texts() == ["two 2", "one 2", "two 1", "one 1", "two 0", "one 0"])
    #expect(try vault.logs(vault.ada, .private).count == 1)
  }

  @Test func `the latest time is remembered and never goes back`() throws {
    let vault = try TestVault.current
    let ada = try vault.open(vault.ada)
    try ada.remember(time: 1_800_000_000_000)
    try ada.remember(time: 5)
    try ada.append(draft("backdated", at: 7))
    #expect(try vault.open(vault.ada).highWater == 1_800_000_000_000)
    try ada.append(draft("later", at: 1_900_000_000_000))
    #expect(try vault.open(vault.ada).highWater == 1_900_000_000_000)
  }
}

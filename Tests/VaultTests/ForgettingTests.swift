import FoundationEssentials
import Testing

@testable import Vault

/// `forget`: the erasure record, the tombstones, and what an interruption leaves.
@Suite(.temporaryVault) struct ForgettingTests {
  private let time = RecordTime(entered: 5, zone: 60, today: 20_455)

  /// Three entries of Ada's; the second, of three cells, is to be forgotten.
  private func written(_ vault: TestVault, _ audience: Audience) throws -> [RecordID] {
    let ada = try vault.open(vault.ada)
    return [
      try ada.append(draft("before", audience)),
      try ada.append(draft(bytes: 1_000, audience)),
      try ada.append(draft("after", audience)),
    ]
  }

  @Test(arguments: Audience.allCases)
  func `an entry is gone from the files, and the log is whole`(_ audience: Audience) throws {
    let vault = try TestVault.current
    let ids = try written(vault, audience)
    let log = try vault.log(vault.ada, audience)
    let forger = try Forger(vault, log, as: vault.ada)
    let old = try (2...4).map { try forger.frame($0) }
    try vault.open(vault.ada).forget([ids[1]], at: time)
    #expect(try vault.visible(to: vault.ada) == ["before", "after"])
    #expect(try vault.judged(log, by: vault.ada) == (.complete, nil))
    if audience == .shared {
      #expect(try vault.judged(log, by: vault.noor) == (.complete, nil))
      #expect(try vault.visible(to: vault.noor) == ["before", "after"])
    }
    let after = try Forger(vault, log, as: vault.ada)
    for cell in 2...4 {
      let frame = try after.frame(cell)
      #expect(frame[0] == Cell.Content.tombstone.rawValue && !old.contains(frame))
    }
    try vault.open(vault.ada).append(draft("later", audience))
    #expect(try vault.visible(to: vault.ada) == ["before", "after", "later"])
    #expect(try vault.logs(vault.ada, audience).count == 1)
  }

  @Test func `several go one after the other, and one that is gone is no mistake`() throws {
    let vault = try TestVault.current
    let ids = try written(vault, .private)
    try vault.open(vault.ada).forget([ids[0], ids[2]], at: time)
    try vault.open(vault.ada).forget([ids[0]], at: time)
    #expect(try vault.open(vault.ada).all().map(\.fields.id) == [ids[1]])
    #expect(try vault.judged(vault.log(vault.ada, .private), by: vault.ada) == (.complete, nil))
  }

  /// Which cells a crash had not come to, and whether the state had.
  @Test(arguments: [[2, 3, 4], [3, 4], [4]], [false, true])
  func `what an interruption left is done by the next write`(_ left: [Int], _ isNoted: Bool)
    throws
  {
    let vault = try TestVault.current
    let ids = try written(vault, .shared)
    let log = try vault.log(vault.ada, .shared)
    let path = log.path(of: 0)
    let before = try TestVault.read(path)
    let state = try vault.state(vault.ada)
    try vault.open(vault.ada).forget([ids[1]], at: time)
    for cell in left {
      try Forger(vault, log, as: vault.ada).put(
        Array(before[cell * 512..<(cell + 1) * 512]), at: cell)
    }
    if !isNoted { try vault.save(state, vault.ada) }
    for person in [vault.ada, vault.noor] {
      #expect(try vault.visible(to: person) == ["before", "after"])
      #expect(try vault.judged(log, by: person) == (.complete, nil))
    }
    try vault.open(vault.ada).append(draft("later", .shared))
    let after = try Forger(vault, log, as: vault.ada)
    for cell in 2...4 { #expect(try after.frame(cell)[0] == 2) }
    #expect(try vault.logs(vault.ada, .shared).count == 1)
    #expect(try vault.visible(to: vault.noor) == ["before", "after", "later"])
  }

  @Test(arguments: Audience.allCases, [[2], [3], [4], [2, 3, 4]])
  func `a torn overwriting hides nothing that stands after it`(
    _ audience: Audience, _ torn: [Int]
  ) throws {
    let vault = try TestVault.current
    let ids = try written(vault, audience)
    let log = try vault.log(vault.ada, audience)
    try vault.open(vault.ada).forget([ids[1]], at: time)
    var bytes = try TestVault.read(log.path(of: 0))
    for cell in torn { bytes[cell * 512 + 200] ^= 1 }
    try TestVault.write(bytes, to: log.path(of: 0))
    #expect(try vault.visible(to: vault.ada) == ["before", "after"])
    #expect(try vault.judged(log, by: vault.ada) == (.complete, nil))
    try vault.open(vault.ada).append(draft("later", audience))
    #expect(try vault.visible(to: vault.ada) == ["before", "after", "later"])
    for cell in 2...4 { #expect(try Forger(vault, log, as: vault.ada).frame(cell)[0] == 2) }
  }

  @Test func `an erasure that the partner forged at the end erases nothing`() throws {
    let vault = try TestVault.current
    _ = try written(vault, .shared)
    let log = try vault.log(vault.ada, .shared)
    let forger = try Forger(vault, log, as: vault.noor)
    let last = try forger.record(at: 5)
    let body = try erasureBody(of: forger.record(at: 2), segment: 0, cell: 2, parts: 3)
    // The last record's own chain and MAC, so that the end looks as the state knows it.
    var bytes = try forger.bytes(
      RecordDraft(body, .shared), type: .erasure, index: 2, after: forger.record(at: 2).chain)
    bytes.replaceSubrange(80..<112, with: last.chain)
    bytes.replaceSubrange(112..<144, with: last.mac)
    try forger.put(forger.cells(bytes, at: 5), at: 5)
    try vault.open(vault.ada).append(draft("later", .shared))
    #expect(try Forger(vault, log, as: vault.ada).frame(2)[0] == Cell.Content.record.rawValue)
  }

  @Test func `an entry of a log that is not written here stays, and it is said`() throws {
    let vault = try TestVault.current
    let ids = try written(vault, .private)
    var state = try vault.state(vault.ada)
    state.ownLogs = []
    try vault.save(state, vault.ada)
    let before = try tree(vault.places.vault).files
    #expect(throws: VaultError.writtenElsewhere) {
      try vault.open(vault.ada).forget([ids[1]], at: time)
    }
    #expect(try tree(vault.places.vault).files == before)
    try vault.open(vault.ada).append(draft("new"))
    #expect(throws: VaultError.writtenElsewhere) {
      try vault.open(vault.ada).forget([ids[1]], at: time)
    }
  }

  @Test func `a record of a consent log is never found to be forgotten`() throws {
    let vault = try TestVault.current
    let id = try vault.open(vault.ada).append(draft("consent", .shared, .consent))
    let before = try tree(vault.places.vault).files
    try vault.open(vault.ada).forget([id], at: time)
    #expect(try tree(vault.places.vault).files == before)
  }

  /// A segment of a log that is here and cannot be read: a directory stands in its place meanwhile.
  private func unread(_ path: String, _ body: () throws -> Void) throws {
    let aside = path + ".aside"
    try FileManager.default.moveItem(atPath: path, toPath: aside)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    defer {
      try? FileManager.default.removeItem(atPath: path)
      try? FileManager.default.moveItem(atPath: aside, toPath: path)
    }
    try body()
  }

  @Test(arguments: Audience.allCases)
  func `what may stand where nothing can be read is not said to be forgotten`(_ audience: Audience)
    throws
  {
    let vault = try TestVault.current
    let ids = try written(vault, audience)
    let log = try vault.log(vault.ada, audience)
    let before = try tree(vault.places.vault).files
    try unread(log.path(of: 0)) {
      #expect(throws: VaultError.notAllForgotten) {
        try vault.open(vault.ada).forget([ids[1]], at: time)
      }
    }
    #expect(try tree(vault.places.vault).files == before)
    try vault.open(vault.ada).forget([ids[1]], at: time)
    #expect(try vault.visible(to: vault.ada) == ["before", "after"])
  }

  @Test(arguments: Audience.allCases)
  func `nothing is erased, and no log begun, while the log's end cannot be read`(
    _ audience: Audience
  ) throws {
    let vault = try TestVault.current
    let ids = try written(vault, audience)
    // Longer than a segment: the next one begins with it.
    _ = try vault.open(vault.ada).append(draft(bytes: 600_000, audience))
    let log = try vault.log(vault.ada, audience)
    try #require(try log.segments() == [0, 1])
    let before = try tree(vault.places.vault).files
    try unread(log.path(of: 1)) {
      #expect(throws: VaultError.notAllForgotten) {
        try vault.open(vault.ada).forget([ids[1]], at: time)
      }
    }
    #expect(try tree(vault.places.vault).files == before)
    #expect(try vault.logs(vault.ada, audience).count == 1)
    try vault.open(vault.ada).forget([ids[1]], at: time)
    #expect(try vault.judged(log, by: vault.ada) == (.complete, nil))
  }

  @Test func `what was found is gone, also where something else could not be read`() throws {
    let vault = try TestVault.current
    let ids = try written(vault, .private)
    let other = try vault.open(vault.ada).append(draft("for both", .shared))
    try unread(vault.log(vault.ada, .shared).path(of: 0)) {
      #expect(throws: VaultError.notAllForgotten) {
        try vault.open(vault.ada).forget([ids[0], other, ids[2]], at: time)
      }
    }
    #expect(Set(try vault.open(vault.ada).all().map(\.fields.id)) == [ids[1], other])
  }

  @Test func `an erasing that damage leaves undone keeps nobody from writing`() throws {
    let vault = try TestVault.current
    let ids = try written(vault, .private)
    _ = try vault.open(vault.ada).append(draft(bytes: 600_000))
    let log = try vault.log(vault.ada, .private)
    try vault.open(vault.ada).forget([ids[1]], at: time)
    var bytes = try TestVault.read(log.path(of: 0))
    bytes[100] ^= 1
    try Data(bytes).write(to: URL(filePath: log.path(of: 0)))
    try vault.open(vault.ada).append(draft("later"))
    #expect(try vault.open(vault.ada).texts().contains("later"))
    #expect(try vault.logs(vault.ada, .private).count == 2)
  }

  @Test func `what another side of a fork alone holds is not said to be forgotten`() throws {
    let vault = try TestVault.current
    _ = try written(vault, .shared)
    let log = try vault.log(vault.ada, .shared)
    let shorter = try Data(contentsOf: URL(filePath: log.path(of: 0)))
    let state = try vault.state(vault.ada)
    let id = try vault.open(vault.ada).append(draft("on one side", .shared))
    let side = log.path(of: LogPlace.Branch(number: 0, copy: 1))
    try FileManager.default.moveItem(atPath: log.path(of: 0), toPath: side)
    try shorter.write(to: URL(filePath: log.path(of: 0)))
    try vault.save(state, vault.ada)
    try vault.open(vault.ada).append(draft("on the other", .shared))
    try #require(try vault.open(vault.ada).texts().contains("on one side"))
    #expect(throws: VaultError.writtenElsewhere) {
      try vault.open(vault.ada).forget([id], at: time)
    }
  }
}

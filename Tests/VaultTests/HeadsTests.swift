import Glibc
import Testing

@testable import Vault

/// Each device witnesses how far the shared logs of all others have come.
@Suite(.temporaryVault) struct HeadsTests {
  @Test func `a shared record names what has changed in other shared logs, once`() throws {
    let vault = try TestVault.current
    let ada = try vault.open(vault.ada)
    let noor = try vault.open(vault.noor)
    try ada.append(draft("a0", .shared, at: 1))
    try noor.append(draft("n0", .shared, at: 2))
    try noor.append(draft("n1", .shared, at: 3))
    try ada.append(draft("a1", .shared, at: 4))
    try ada.append(draft("a2", .shared, at: 5))
    try noor.append(draft("n2", .shared, at: 6))
    let records = Dictionary(
      uniqueKeysWithValues: try ada.all().map { ($0.text, $0) })
    func head(of text: String) throws -> Head {
      let record = try #require(records[text])
      return Head(log: record.fields.log, index: record.fields.index, chain: record.chain)
    }
    #expect(records["a0"]?.heads == [])
    #expect(try records["n0"]?.heads == [head(of: "a0")])
    #expect(records["n1"]?.heads == [])
    #expect(try records["a1"]?.heads == [head(of: "n1")])
    #expect(records["a2"]?.heads == [])
    #expect(try records["n2"]?.heads == [head(of: "a2")])
  }

  @Test func `one's own other shared logs are named too, private ones never`() throws {
    let vault = try TestVault.current
    let ada = try vault.open(vault.ada)
    try ada.append(draft("mine", at: 1))
    try ada.append(draft("agreed", .shared, .consent, at: 2))
    try ada.append(draft("ours", .shared, at: 3))
    try ada.append(draft("mine again", at: 4))
    try ada.append(draft("ours again", .shared, at: 5))
    let records = try ada.all()
    let consent = try #require(records.first { $0.text == "agreed" })
    #expect(
      try #require(records.first { $0.text == "ours" }).heads
        == [Head(log: consent.fields.log, index: 0, chain: consent.chain)])
    #expect(records.filter { $0.text != "ours" }.allSatisfy { $0.heads.isEmpty })
  }

  @Test func `a private log is not named even where its id stands among the shared ones`() throws {
    let vault = try TestVault.current
    try vault.open(vault.ada).append(draft("mine"))
    let id = try vault.log(vault.ada, .private).id
    for author in [vault.ada.partner, vault.noor.partner] {
      try Storage.createFolder("\(vault.places.logs(of: author, .shared))/\(id)")
    }
    try vault.open(vault.ada).append(draft("ours", .shared))
    #expect(try vault.open(vault.noor).all().map(\.heads) == [[]])
  }

  @Test func `more than 64 changed logs are named by the records that follow`() throws {
    let vault = try TestVault.current
    var state = try vault.state(vault.ada)
    for number in 0..<100 {
      // As if each were a device of Noor's; nothing of them is needed but that they are here.
      let log = LogID(value: UInt128(number) + 1)
      try Storage.createFolder("\(vault.places.logs(of: vault.noor.partner, .shared))/\(log)")
      state.heads[log] = DeviceState.SeenHead(
        index: 3, chain: Chain.start, segment: 0, cells: 5, author: vault.noor.partner,
        logClass: .diary, audience: .shared)
    }
    try vault.save(state, vault.ada)
    for turn in 0..<3 {
      try vault.open(vault.ada).append(draft("\(turn)", .shared, at: Int64(turn)))
    }
    let named = try vault.open(vault.ada).all().reversed().map { $0.heads.map(\.log.value) }
    #expect(named == [Array(1...64), Array(65...100), []])
  }

  @Test func `a log that ends before a head that was named is waiting for files`() throws {
    let vault = try TestVault.current
    try vault.open(vault.ada).append(draft("a0", .shared))
    let log = try vault.log(vault.ada, .shared)
    let before = try TestVault.read(log.path(of: 0))
    try vault.open(vault.ada).append(draft("a1", .shared))
    try vault.open(vault.noor).append(draft("n0", .shared))
    try TestVault.write(before, to: log.path(of: 0))
    // Another device of Noor's has never seen a1; its record n0 has come, a1 has not.
    var state = try vault.state(vault.noor)
    state.heads = [:]
    try vault.save(state, vault.noor)
    #expect(try vault.judged(log, by: vault.noor).0 == .waiting)
    // This device of Ada's has written a1 and knows better.
    #expect(try vault.judged(log, by: vault.ada).0 == .rolledBack)
  }

  @Test func `a log with another record in the place of one that was named is forked`() throws {
    let vault = try TestVault.current
    try vault.open(vault.ada).append(draft("a0", .shared))
    let log = try vault.log(vault.ada, .shared)
    let path = vault.places.deviceState(vault.vault, vault.ada.partner)
    let (before, state) = (try TestVault.read(log.path(of: 0)), try TestVault.read(path))
    try vault.open(vault.ada).append(draft("yes", .shared))
    try vault.open(vault.noor).append(draft("n0", .shared))
    try TestVault.write(before, to: log.path(of: 0))
    try TestVault.write(state, to: path)
    try vault.open(vault.ada).append(draft("no", .shared))
    for person in [vault.ada, vault.noor] {
      #expect(try vault.judged(log, by: person).0 == .forked)
    }
  }

  @Test func `a log that has gone entirely is reported as missing`() throws {
    let vault = try TestVault.current
    try vault.open(vault.ada).append(draft("a0", .shared))
    try vault.open(vault.noor).append(draft("n0", .shared))
    let log = try vault.log(vault.ada, .shared)
    let head = try #require(try vault.state(vault.noor).heads[log.id]).head(of: log.id)
    try removeFile(log.path(of: 0))
    // An empty directory is no log, and makes no difference.
    for (person, hasFolder) in [
      (vault.noor, true), (vault.ada, true), (vault.noor, false), (vault.ada, false),
    ] {
      if !hasFolder { rmdir(log.folder) }
      let opened = try vault.open(person)
      let missing = try opened.missingLogs(namedIn: opened.verify(nil))
      #expect(missing.map(\.head) == [head])
      #expect(missing.map(\.verdict) == [.rolledBack] && missing.map(\.logClass) == [.diary])
      #expect(missing.map(\.author) == [vault.ada.partner])
    }
    var state = try vault.state(vault.noor)
    state.heads = state.heads.filter { $0.key != log.id }
    try vault.save(state, vault.noor)
    let noor = try vault.open(vault.noor)
    #expect(try noor.missingLogs(namedIn: noor.verify(nil)).map(\.verdict) == [.waiting])
  }

  @Test func `who only reads can remember how far the partner's logs came`() throws {
    let vault = try TestVault.current
    try vault.open(vault.ada).append(draft("yes", .shared, .consent))
    let log = try vault.log(vault.ada, .shared)
    let before = try TestVault.read(log.path(of: 0))
    try vault.open(vault.ada).append(draft("no", .shared, .consent))
    let noor = try vault.open(vault.noor)
    try noor.remember()
    let generation = try vault.state(vault.noor).generation
    try noor.remember()
    #expect(try vault.state(vault.noor).generation == generation)
    try TestVault.write(before, to: log.path(of: 0))
    #expect(try noor.verdict(on: log.id) == .rolledBack)
    let sequence = try vault.open(vault.noor).records { _ in true }
    #expect(try sequence.next()?.text == "yes")
    #expect(sequence.unreadable == 1)
  }

  @Test
  func `what cannot be verified of the partner's log is not witnessed, nor does it stop a record`()
    throws
  {
    let vault = try TestVault.current
    try vault.open(vault.ada).append(draft("a0", .shared))
    let log = try vault.log(vault.ada, .shared)
    var bytes = try TestVault.read(log.path(of: 0))
    bytes[600] ^= 1
    try TestVault.write(bytes, to: log.path(of: 0))
    try vault.open(vault.noor).append(draft("n0", .shared))
    #expect(try vault.open(vault.noor).all().map(\.heads) == [[]])
    #expect(try vault.state(vault.noor).heads[log.id] == nil)
  }

  @Test func `the other's private files are never opened, nor their folder listed`() throws {
    let vault = try TestVault.current
    try vault.open(vault.noor).append(draft("Noor's own"))
    try vault.open(vault.noor).append(draft("ours", .shared))
    let log = try vault.log(vault.noor, .private)
    let watch = inotify_init1(Int32(O_NONBLOCK))
    try #require(watch >= 0)
    defer { close(watch) }
    for path in [Storage.parent(of: log.folder), log.folder, log.path(of: 0)] {
      try #require(inotify_add_watch(watch, path, UInt32(IN_OPEN | IN_ACCESS)) >= 0)
    }
    let ada = try vault.open(vault.ada)
    try ada.append(draft("Ada's own"))
    try ada.append(draft("ours too", .shared))
    try ada.remember()
    #expect(try ada.texts().count == 3)
    #expect(try ada.missingLogs(namedIn: ada.verify(nil)).isEmpty)
    var events = [UInt8](repeating: 0, count: 4_096)
    #expect(read(watch, &events, events.count) == -1 && errno == EAGAIN)
    _ = try vault.open(vault.noor).texts()
    #expect(read(watch, &events, events.count) > 0)  // The watch does see an opening.
  }
}

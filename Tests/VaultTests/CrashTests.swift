import Testing

@testable import Vault

/// What is on disk between two steps of § Appending, and what the next append makes of it.
@Suite(.temporaryVault) struct CrashTests {
  /// Puts the state and a log back to an earlier moment.
  private struct Moment {
    let state: [UInt8]
    let segments: [String: [UInt8]]

    init(_ vault: TestVault, _ log: LogPlace) throws {
      state = try TestVault.read(vault.places.deviceState(vault.vault, log.author))
      segments = try Dictionary(
        uniqueKeysWithValues: log.segments().map {
          (log.path(of: $0), try TestVault.read(log.path(of: $0)))
        })
    }

    func restoreState(_ vault: TestVault, _ log: LogPlace) throws {
      try TestVault.write(state, to: vault.places.deviceState(vault.vault, log.author))
    }

    func restoreSegments() throws {
      for (path, bytes) in segments { try TestVault.write(bytes, to: path) }
    }
  }

  @Test(arguments: [Audience.private, .shared], [false, true])
  func `a cut anywhere after the write loses nothing acknowledged and shows nothing unfinished`(
    _ audience: Audience, _ filledWithZeros: Bool
  ) throws {
    let vault = try TestVault.current
    try vault.open(vault.ada).append(draft("kept", audience))
    let log = try vault.log(vault.ada, audience)
    let before = try Moment(vault, log)
    try vault.open(vault.ada).append(draft(bytes: 700, audience))
    let path = log.path(of: 0)
    let start = try #require(before.segments[path]?.count)
    let written = try TestVault.read(path)
    try before.restoreState(vault, log)
    var ada = try vault.open(vault.ada)
    // Every length once; for the other kinds of log and of rest, those around the borders and a sample.
    let step = audience == .private && !filledWithZeros ? 1 : 17
    let borders = [0, 1, 511, 512, 513, 1_023, 1_024].map { start + $0 }
    for cut in start...written.count where (cut - start) % step == 0 || borders.contains(cut) {
      let isWhole = cut == written.count
      var bytes = Array(written[..<cut])
      if filledWithZeros { bytes += Array(repeating: 0, count: written.count - cut) }
      try TestVault.write(bytes, to: path)
      let found = try ada.all().map(\.fields.index)
      #expect(found == (isWhole ? [1, 0] : [0]), "cut at \(cut)")
      if !filledWithZeros && cut > start {
        let verdict: Verdict = isWhole ? .complete : .unfinished
        #expect(try ada.verdict(on: log.id) == verdict, "cut at \(cut)")
      }
      // The whole way back only now and then: it syncs.
      guard cut % 61 == 0 || borders.contains(cut) else { continue }
      try ada.append(draft("next", audience))
      let after = try vault.open(vault.ada)
      #expect(
        try after.all().map(\.fields.index) == (isWhole ? [2, 1, 0] : [1, 0]), "cut at \(cut)")
      #expect(try after.texts().last == "kept" && after.texts().first == "next")
      #expect(try after.verdict(on: log.id) == .complete, "cut at \(cut)")
      #expect(try vault.logs(vault.ada, audience).count == 1, "cut at \(cut)")
      try before.restoreState(vault, log)
      ada = try vault.open(vault.ada)
    }
  }

  @Test func `an unfinished tail is unfinished to the partner too`() throws {
    let vault = try TestVault.current
    try vault.open(vault.ada).append(draft("kept", .shared))
    let log = try vault.log(vault.ada, .shared)
    let start = try TestVault.read(log.path(of: 0)).count
    try vault.open(vault.ada).append(draft(bytes: 700, .shared))
    let written = try TestVault.read(log.path(of: 0))
    for cut in [start + 1, start + 511, start + 512, start + 513, start + 1023] {
      for zeros in [0, written.count - cut] where zeros == 0 || cut % 512 == 0 {
        try TestVault.write(
          written[..<cut] + Array(repeating: 0, count: zeros), to: log.path(of: 0))
        let noor = try vault.open(vault.noor)
        #expect(try noor.texts() == ["kept"])
        #expect(try noor.verdict(on: log.id) == .unfinished, "cut at \(cut), then \(zeros) zeros")
      }
    }
  }

  @Test func `a first record of a new segment is taken over`() throws {
    let vault = try TestVault.current
    try vault.open(vault.ada).write((0..<511).map { draft("\($0)") })
    let log = try vault.log(vault.ada, .private)
    let before = try Moment(vault, log)
    try vault.open(vault.ada).append(draft("first of the next"))
    try before.restoreState(vault, log)
    try vault.open(vault.ada).append(draft("after the crash"))
    #expect(try vault.logs(vault.ada, .private).count == 1)
    let ada = try vault.open(vault.ada)
    #expect(try ada.texts().prefix(2) == ["after the crash", "first of the next"])
    #expect(try ada.verdict(on: log.id) == .complete)
  }

  @Test func `more than one record ahead of the state begins a new log`() throws {
    let vault = try TestVault.current
    try vault.open(vault.ada).append(draft("1", at: 1))
    let log = try vault.log(vault.ada, .private)
    let before = try Moment(vault, log)
    try vault.open(vault.ada).append(draft("2", at: 2))
    try vault.open(vault.ada).append(draft("3", at: 3))
    let left = try TestVault.read(log.path(of: 0))
    try before.restoreState(vault, log)
    try vault.open(vault.ada).append(draft("4", at: 4))
    try vault.open(vault.ada).append(draft("5", at: 5))
    #expect(try vault.logs(vault.ada, .private).count == 2)
    #expect(try TestVault.read(log.path(of: 0)) == left)
    #expect(try vault.open(vault.ada).texts() == ["5", "4", "3", "2", "1"])
  }

  @Test func `a log shorter than the state knows is left, and called rolled back`() throws {
    let vault = try TestVault.current
    try vault.open(vault.ada).append(draft("1", at: 1))
    let log = try vault.log(vault.ada, .private)
    let before = try Moment(vault, log)
    try vault.open(vault.ada).append(draft("2", at: 2))
    try before.restoreSegments()
    #expect(try vault.open(vault.ada).verdict(on: log.id) == .rolledBack)
    try vault.open(vault.ada).append(draft("3", at: 3))
    #expect(try vault.logs(vault.ada, .private).count == 2)
    #expect(try vault.open(vault.ada).texts() == ["3", "1"])
    #expect(try vault.open(vault.ada).verdict(on: log.id) == .rolledBack)
  }

  @Test func `a log of the same length and another end is left, and called forked`() throws {
    let vault = try TestVault.current
    try vault.open(vault.ada).append(draft("1", at: 1))
    let log = try vault.log(vault.ada, .private)
    let before = try Moment(vault, log)
    try vault.open(vault.ada).append(draft("2", at: 2))
    let one = try Moment(vault, log)
    try before.restoreState(vault, log)
    try before.restoreSegments()
    try vault.open(vault.ada).append(draft("another 2", at: 2))
    try one.restoreState(vault, log)
    #expect(try vault.open(vault.ada).verdict(on: log.id) == .forked)
    try vault.open(vault.ada).append(draft("3", at: 3))
    #expect(try vault.logs(vault.ada, .private).count == 2)
    #expect(try vault.open(vault.ada).texts() == ["3", "another 2", "1"])
  }

  @Test func `a state of another machine begins new logs and remembers what it has seen`() throws {
    let vault = try TestVault.current
    try vault.open(vault.ada).append(draft("1", .shared, at: 1))
    let log = try vault.log(vault.ada, .shared)
    var state = try vault.state(vault.ada)
    state.machine = Array(repeating: 9, count: 16)
    try vault.save(state, vault.ada)
    try vault.open(vault.ada).append(draft("2", .shared, at: 2))
    let later = try vault.state(vault.ada)
    #expect(try later.machine == Machine.id(for: vault.vault))
    #expect(later.ownLogs.map(\.log).contains(log.id) == false)
    #expect(later.heads[log.id]?.index == 0)
    #expect(later.pins == state.pins)
    let records = try vault.open(vault.ada).all()
    #expect(records.map(\.text) == ["2", "1"])
    #expect(records[0].heads.map(\.log) == [log.id])
    #expect(try vault.open(vault.ada).verify(nil).allSatisfy { $0.verdict == .complete })
  }

  @Test(arguments: ["1.segment", "2.segment", "4294967295.segment"])
  func `a stray segment does not stop the writing`(_ name: String) throws {
    let vault = try TestVault.current
    try vault.open(vault.ada).append(draft("1", at: 1))
    let log = try vault.log(vault.ada, .private)
    try TestVault.write([1, 2, 3], to: "\(log.folder)/\(name)")
    try vault.open(vault.ada).append(draft(bytes: 300_000, at: 2))
    try vault.open(vault.ada).append(draft(bytes: 300_000, at: 3))
    try vault.open(vault.ada).append(draft(bytes: 300_000, at: 4))
    try vault.open(vault.ada).append(draft("5", at: 5))
    #expect(try vault.open(vault.ada).all().map(\.fields.entered) == [5, 4, 3, 2, 1])
    #expect(try TestVault.read("\(log.folder)/\(name)") == [1, 2, 3])
  }

  @Test func `a header without a record is no segment to continue`() throws {
    let vault = try TestVault.current
    try vault.open(vault.ada).write((0..<511).map { draft("\($0)") })
    let log = try vault.log(vault.ada, .private)
    let before = try Moment(vault, log)
    try vault.open(vault.ada).append(draft("never acknowledged"))
    try before.restoreState(vault, log)
    let cut = try TestVault.read(log.path(of: 1)).prefix(512)
    try TestVault.write(Array(cut), to: log.path(of: 1))
    try vault.open(vault.ada).append(draft("new", at: 1))
    try vault.open(vault.ada).append(draft("newer", at: 2))
    #expect(try vault.open(vault.ada).texts().prefix(3) == ["newer", "new", "510"])
    #expect(try TestVault.read(log.path(of: 1)) == Array(cut))
  }

  @Test func `a lost state leaves every record readable`() throws {
    let vault = try TestVault.current
    try vault.open(vault.ada).append(draft("1", at: 1))
    try vault.open(vault.ada).append(draft("2", .shared, at: 2))
    try removeFile(vault.places.deviceState(vault.vault, vault.ada.partner))
    let ada = try vault.open(vault.ada)
    #expect(ada.other == nil)
    #expect(try ada.texts() == ["2", "1"])
    try ada.append(draft("3", at: 3))
    #expect(throws: VaultError.noPartner) { try ada.append(draft("4", .shared)) }
    #expect(try vault.open(vault.ada).texts() == ["3", "2", "1"])
  }
}

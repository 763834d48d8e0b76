import Glibc
import Testing

@testable import Vault

/// What is awaited is looked for when it may have come, and at no other time.
@Suite(.temporaryVault) struct `Looking through shared logs` {
  private static let awaited: Set<UInt16> = [20, 21]

  /// Opens it as a command does: how far others have come is taken note of first.
  private func open(_ person: TestVault.Person, awaiting kinds: Set<UInt16> = awaited) throws
    -> OpenVault
  {
    let vault = try TestVault.current.open(person)
    vault.awaited = kinds
    try vault.remember()
    return vault
  }

  /// Whether a command looks.
  private func looks(
    _ person: TestVault.Person, _ kinds: Set<UInt16> = awaited, isSettled: Bool = true
  ) throws -> Bool {
    var hasLooked = false
    try open(person, awaiting: kinds).lookThrough {
      hasLooked = true
      return isSettled
    }
    return hasLooked
  }

  /// Both have written something; Ada has looked through it.
  private func begun() throws -> TestVault {
    let vault = try TestVault.current
    try open(vault.ada).append(draft("a", .shared, at: 1))
    try open(vault.noor).append(draft("n", .shared, at: 2))
    #expect(try looks(vault.ada))
    #expect(try !looks(vault.ada))
    return vault
  }

  @Test func `looks for nothing more, and writes nothing, where nothing came`() throws {
    let vault = try begun()
    let state = try vault.state(vault.ada)
    for _ in 0..<3 { #expect(try !looks(vault.ada)) }
    #expect(try vault.state(vault.ada) == state)
  }

  @Test func `records of other kinds are followed without a look or a state of their own`() throws {
    let vault = try begun()
    try open(vault.ada).write((0..<600).map { draft("\($0)", .shared, at: 3) })
    let state = try vault.state(vault.ada)
    #expect(try !looks(vault.ada))
    #expect(try vault.state(vault.ada) == state)
    try open(vault.noor).write((0..<600).map { draft("\($0)", .shared, at: 4) })
    #expect(try !looks(vault.ada))
    // The one state was due anyway: how far the other has come.
    #expect(try vault.state(vault.ada).generation == state.generation + 1)
    try open(vault.ada).append(draft("mine", at: 5))
    try open(vault.ada).append(draft("agreed", .shared, .consent, at: 6))
    try open(vault.noor).append(draft("agreed", .shared, .consent, at: 7))
    #expect(try !looks(vault.ada))
  }

  @Test(arguments: [true, false])
  func `looks once where something came that is awaited`(isOwn: Bool) throws {
    let vault = try begun()
    let writer = isOwn ? vault.ada : vault.noor
    try open(writer).write([
      draft("awaited", .shared, at: 3, kind: 21), draft("after it", .shared, at: 4),
    ])
    #expect(try looks(vault.ada))
    #expect(try !looks(vault.ada))
  }

  @Test func `looks again as long as something is left to be done`() throws {
    let vault = try begun()
    try open(vault.noor).append(draft("awaited", .shared, at: 3, kind: 20))
    for _ in 0..<3 { #expect(try looks(vault.ada, isSettled: false)) }
    #expect(try looks(vault.ada))
    #expect(try !looks(vault.ada))
  }

  @Test func `looks again where the look was given up`() throws {
    let vault = try begun()
    try open(vault.noor).append(draft("awaited", .shared, at: 3, kind: 20))
    #expect(throws: VaultError.busy) {
      try open(vault.ada).lookThrough { () throws(VaultError) in throw .busy }
    }
    #expect(try looks(vault.ada))
  }

  @Test func `looks where it was asked for, whatever came`() throws {
    let vault = try begun()
    var hasLooked = false
    try open(vault.ada).lookThrough(always: true) {
      hasLooked = true
      return true
    }
    #expect(hasLooked)
  }

  @Test func `what came before anybody took note of it is looked for`() throws {
    let vault = try begun()
    let ada = try open(vault.ada)
    try open(vault.noor).append(draft("awaited", .shared, at: 3, kind: 20))
    var hasLooked = false
    ada.lookThrough {
      hasLooked = true
      return true
    }
    // It was not known of yet, so it was not looked through either.
    #expect(hasLooked)
    #expect(try looks(vault.ada))
    #expect(try !looks(vault.ada))
  }

  @Test func `another log of a partner's is followed from its first record on`() throws {
    let vault = try begun()
    let noor = try open(vault.noor)
    try noor.leaveLog(.diary, .shared)
    try noor.append(draft("in another", .shared, at: 3))
    #expect(try !looks(vault.ada))
    try noor.leaveLog(.diary, .shared)
    try noor.append(draft("in a third", .shared, at: 4, kind: 20))
    #expect(try looks(vault.ada))
    #expect(try !looks(vault.ada))
  }

  @Test func `forgetting is looked at`() throws {
    let vault = try begun()
    let id = try open(vault.ada).append(draft("a", .shared, at: 3))
    #expect(try !looks(vault.ada))
    try open(vault.ada).forget([id], at: RecordTime(entered: 4, zone: 0, today: 0))
    #expect(try looks(vault.ada))
    #expect(try !looks(vault.ada))
  }

  @Test func `other kinds are another question`() throws {
    let vault = try begun()
    #expect(try looks(vault.ada, [20, 21, 22]))
    #expect(try looks(vault.ada))
  }

  @Test func `nothing is trusted that does not fit what is held`() throws {
    let vault = try begun()
    let state = try vault.state(vault.ada)
    let known = try #require(state.lookedThrough)
    // Lost, of another partner, cut off, twice, of another ending, of a log less.
    var items: [[[UInt8]]] = [[]]
    let item = try #require(state.items(8).first)
    items.append([[UInt8](repeating: 9, count: 32) + item.dropFirst(32)])
    items.append([item.dropLast()])
    items.append([item, item])
    items.append([item.dropLast() + [item[item.count - 1] ^ 1]])
    items.append([item.dropLast(56)])
    items.append([[]])
    for wrong in items {
      var state = try vault.state(vault.ada)
      state.setItems(8, to: wrong.map { Array($0) })
      try vault.save(state, vault.ada)
      #expect(try looks(vault.ada))
      #expect(try vault.state(vault.ada).lookedThrough == known)
      #expect(try !looks(vault.ada))
    }
  }

  @Test func `a log that is cut, goes on unfinished, is gone or has two endings is looked at`()
    throws
  {
    let vault = try begun()
    try open(vault.noor).append(draft("n1", .shared, at: 3))
    #expect(try !looks(vault.ada))
    let log = try vault.log(vault.noor, .shared)
    let bytes = try TestVault.read(log.path(of: 0))
    for changed in [Array(bytes.dropLast(512)), bytes + [UInt8](repeating: 7, count: 300)] {
      try TestVault.write(changed, to: log.path(of: 0))
      for _ in 0..<2 { #expect(try looks(vault.ada)) }
    }
    try removeFile(log.path(of: 0))
    for _ in 0..<2 { #expect(try looks(vault.ada)) }
    try TestVault.write(bytes, to: log.path(of: 0))
    #expect(try !looks(vault.ada))
    try TestVault.write(bytes, to: log.path(of: LogPlace.Branch(number: 0, copy: 1)))
    for _ in 0..<2 { #expect(try looks(vault.ada)) }
  }

  @Test func `nothing is held to be looked through where a segment is missing`() throws {
    let vault = try TestVault.current
    try open(vault.noor).write((0..<1_100).map { draft("\($0)", .shared, at: Int64($0)) })
    let log = try vault.log(vault.noor, .shared)
    try #require(try log.segments().count == 3)
    // As after a state of before there was such a thing: seen to its end, and not looked through.
    try open(vault.ada).remember()
    let middle = try TestVault.read(log.path(of: 1))
    try removeFile(log.path(of: 1))
    for _ in 0..<2 { #expect(try looks(vault.ada)) }
    try TestVault.write(middle, to: log.path(of: 1))
    #expect(try looks(vault.ada))
    #expect(try !looks(vault.ada))
  }

  @Test func `a segment that came without the one before it is looked at`() throws {
    let vault = try begun()
    try open(vault.noor).write(
      (0..<1_100).map { draft("\($0)", .shared, at: Int64($0 + 3), kind: $0 == 1_050 ? 20 : 7) })
    let log = try vault.log(vault.noor, .shared)
    try #require(try log.segments() == [0, 1, 2])
    let last = try TestVault.read(log.path(of: 2))
    for number: UInt32 in [1, 2] { try removeFile(log.path(of: number)) }
    // What is here was followed to its end.
    #expect(try !looks(vault.ada))
    try TestVault.write(last, to: log.path(of: 2))
    for _ in 0..<2 { #expect(try looks(vault.ada)) }
  }
}

import Glibc
import Sodium
import Synchronization
import Testing

@testable import Vault

/// Clocks that a test moves by hand.
final class HandClocks: Sendable {
  private let now = Mutex<(boot: UInt32, suspended: Int64)>((1_000, 5_000_000_000))

  var clocks: SessionClocks {
    SessionClocks(
      suspended: { self.now.withLock { $0.suspended } }, boot: { self.now.withLock { $0.boot } })
  }

  func pass(_ seconds: UInt32, asleep nanoseconds: Int64 = 0) {
    now.withLock { $0 = ($0.boot + seconds, $0.suspended + nanoseconds) }
  }

  func set(boot: UInt32) { now.withLock { $0.boot = boot } }
}

@Suite(.temporaryVault) struct SessionTests {
  private let hand = HandClocks()
  private let limits = SessionLimits(idle: 600, absolute: 3_600)

  private func name(_ vault: TestVault) -> SessionName {
    SessionName(vault: vault.vault, partner: vault.ada.partner)
  }

  private func begin(_ store: any SessionStore, limits: SessionLimits? = nil) throws -> SessionName
  {
    let vault = try TestVault.current
    try vault.open(vault.ada).beginSession(
      store, limits: limits ?? self.limits, clocks: hand.clocks)
    return name(vault)
  }

  /// Whether there is a session; looking is using it.
  private func isOpen(_ store: any SessionStore, _ name: SessionName) throws -> Bool {
    guard let payload = try store.resume(name) else { return false }
    return try payload.identity().partner == name.partner
  }

  @Test func `a session gives back the identity that began it`() throws {
    let vault = try TestVault.current
    let store = MemorySessions(clocks: hand.clocks)
    let name = try begin(store)
    guard let payload = try store.resume(name) else {
      Issue.record("no session")
      return
    }
    let again = try OpenVault(vault.places, as: payload.identity(), randomness: .seeded([3]))
    #expect(again.partner == vault.ada.partner && again.name == "Ada")
    #expect(again.other?.name == "Noor")
  }

  @Test func `a session is its partner's and its vault's alone`() throws {
    let vault = try TestVault.current
    let store = MemorySessions(clocks: hand.clocks)
    let name = try begin(store)
    #expect(try isOpen(store, name))
    for other in [
      SessionName(vault: vault.vault, partner: vault.noor.partner),
      SessionName(vault: VaultID(value: 1), partner: vault.ada.partner),
    ] {
      let nothing = try store.resume(other) == nil
      #expect(nothing)
    }
  }

  @Test func `use renews the idle time, and without use it ends`() throws {
    let store = MemorySessions(clocks: hand.clocks)
    let name = try begin(store)
    for _ in 0..<5 {
      hand.pass(599)
      #expect(try isOpen(store, name))
    }
    hand.pass(600)
    #expect(try !isOpen(store, name))
    #expect(try !isOpen(store, name))
  }

  @Test func `a session ends at its limit however much it is used`() throws {
    let store = MemorySessions(clocks: hand.clocks)
    let name = try begin(store)
    for _ in 0..<6 {
      hand.pass(599)
      #expect(try isOpen(store, name))
    }
    hand.pass(5)
    #expect(try isOpen(store, name))
    hand.pass(1)
    #expect(try !isOpen(store, name))
  }

  @Test func `sleep ends a session, and a clock's trembling does not`() throws {
    let store = MemorySessions(clocks: hand.clocks)
    let name = try begin(store)
    hand.pass(1, asleep: 1_000_000_000)
    #expect(try isOpen(store, name))
    hand.pass(0, asleep: 1)
    #expect(try !isOpen(store, name))
  }

  @Test func `lock ends a session, twice without complaint`() throws {
    let store = MemorySessions(clocks: hand.clocks)
    let name = try begin(store)
    try store.end(name)
    #expect(try !isOpen(store, name))
    try store.end(name)
  }

  @Test(arguments: [UInt32(4_294_967_295), 4_294_967_294, 4_294_963_695])
  func `a clock near its end does not make a session endless or stop the program`(
    _ boot: UInt32
  ) throws {
    hand.set(boot: boot)
    let store = MemorySessions(clocks: hand.clocks)
    _ = try begin(store)
    _ = try begin(store, limits: SessionLimits(idle: .max, absolute: .max))
    let vault = try TestVault.current
    let payload = try SessionPayload(
      vault.identity(vault.ada), limits: limits, clocks: hand.clocks)
    #expect(payload.secondsLeft(hand.clocks) <= 600)
  }

  @Test func `the payload is laid out as the format page says`() throws {
    let vault = try TestVault.current
    let payload = try SessionPayload(
      vault.identity(vault.ada), limits: limits, clocks: hand.clocks)
    var expected = FieldWriter()
    expected.put([1, 0, 0, 0, 0, 0, 0, 0])
    expected.put(vault.ada.payload)
    expected.put(Int64(5_000_000_000))
    expected.put(UInt32(4_600))
    expected.put(UInt32(600))
    #expect(try payload.bytes.revealed(0..<payload.bytes.count) == expected.bytes)
    #expect(expected.bytes.count == 120)
    #expect(name(vault).description == "vesper:\(vault.vault):\(vault.ada.partner)")
  }

  @Test func `a payload of any other shape is no session, whatever its numbers`() throws {
    let vault = try TestVault.current
    let right = try SessionPayload(vault.identity(vault.ada), limits: limits, clocks: hand.clocks)
    let bytes = try right.bytes.revealed(0..<120)
    for count in [0, 1, 8, 119, 121, 4_096] {
      let other = Array((bytes + bytes + Array(repeating: 0, count: 4_096)).prefix(count))
      let nothing = SessionPayload(try SecretBytes(copying: other)) == nil
      #expect(nothing, "\(count) bytes")
    }
    for place in 0..<8 {
      var other = bytes
      other[place] ^= 4
      let nothing = SessionPayload(try SecretBytes(copying: other)) == nil
      #expect(nothing, "byte \(place)")
    }
    for number in [Int64.min, .max, -1] {
      var writer = FieldWriter()
      writer.put(bytes[..<104])
      writer.put(number)
      writer.put(bytes[112...])
      // A difference of clocks that no machine has must not stop the program.
      let isOver = SessionPayload(try SecretBytes(copying: writer.bytes))?.isOver(hand.clocks)
      #expect(isOver == (number != .max))
    }
  }
}

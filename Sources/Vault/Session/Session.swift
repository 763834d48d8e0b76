import Sodium

// docs/format.md § Session

/// The time between `unlock` and `lock` for one partner: where it is kept is an input.
public protocol SessionStore: Sendable {
  /// Begins a session, replacing one of the same partner.
  func begin(_ payload: borrowing SessionPayload, _ name: SessionName) throws(VaultError)
  /// The session's payload; `nil` when there is none. Looking is no use: the idle time goes on.
  func find(_ name: SessionName) throws(VaultError) -> SessionPayload?
  /// The session's payload, its idle time begun anew; `nil` when there is none.
  func resume(_ name: SessionName) throws(VaultError) -> SessionPayload?
  /// Ends the session; nothing happens when there is none.
  func end(_ name: SessionName) throws(VaultError)
}

/// Which session: one vault, one partner.
public struct SessionName: Hashable, Sendable {
  let vault: VaultID
  let partner: PartnerID

  public init(vault: VaultID, partner: PartnerID) {
    self.vault = vault
    self.partner = partner
  }

  /// The key's description in the kernel keyring; it names ids only.
  var description: String { "vesper:\(vault):\(partner)" }
}

/// How long a session may last.
public struct SessionLimits: Sendable, Equatable {
  /// Seconds without use after which it ends.
  public var idle: UInt32
  /// Seconds after which it ends however much it is used.
  public var absolute: UInt32

  public init(idle: UInt32, absolute: UInt32) {
    self.idle = idle
    self.absolute = absolute
  }

  /// Ten minutes idle, eight hours in all.
  public static let standard = SessionLimits(idle: 600, absolute: 28_800)
}

/// What a session holds: the identity, and when it ends.
public struct SessionPayload: ~Copyable, Sendable {
  let bytes: SecretBytes
  /// CLOCK_BOOTTIME − CLOCK_MONOTONIC when it began, nanoseconds.
  let suspended: Int64
  /// When it ends at the latest, CLOCK_BOOTTIME seconds.
  let end: UInt32
  /// Seconds without use after which it ends.
  public let idle: UInt32

  static let count = 120
  private static let timesAt = 8 + Identity.payloadCount

  init(_ identity: borrowing Identity, limits: SessionLimits, clocks: SessionClocks)
    throws(VaultError)
  {
    suspended = clocks.suspended()
    let now = clocks.boot()
    end = now > UInt32.max - limits.absolute ? .max : now + limits.absolute
    idle = limits.idle
    let payload = try identity.payload()
    var writer = FieldWriter()
    writer.put(suspended)
    writer.put(end)
    writer.put(idle)
    do {
      let head = try SecretBytes.concatenate([1, 0, 0, 0, 0, 0, 0, 0], payload)
      bytes = try SecretBytes.concatenate(head, writer.bytes)
    } catch { throw .primitive(error) }
  }

  /// Reads a payload; one that does not have the right shape counts as no session.
  init?(_ bytes: consuming SecretBytes) {
    guard bytes.count == SessionPayload.count,
      let clear = try? bytes.revealed(SessionPayload.timesAt..<SessionPayload.count),
      let begin = try? bytes.revealed(0..<8), begin == [1, 0, 0, 0, 0, 0, 0, 0]
    else { return nil }
    var reader = FieldReader(clear, file: "session")
    guard let suspended = try? reader.number(Int64.self), let end = try? reader.number(UInt32.self),
      let idle = try? reader.number(UInt32.self)
    else { return nil }
    self.bytes = bytes
    self.suspended = suspended
    self.end = end
    self.idle = idle
  }

  /// The same payload in locked memory of its own.
  borrowing func copy() throws(VaultError) -> SessionPayload {
    do {
      guard let copy = SessionPayload(try bytes.copy()) else { throw VaultError.locked }
      return copy
    } catch let error as VaultError { throw error } catch { throw .primitive(.outOfLockedMemory) }
  }

  /// Whether the session is past its end, or the machine has slept since it began.
  public func isOver(_ clocks: SessionClocks) -> Bool {
    // The payload is input: whoever can write to the keyring chooses its numbers.
    let (growth, overflow) = clocks.suspended().subtractingReportingOverflow(suspended)
    return clocks.boot() >= end || overflow || growth > 1_000_000_000
  }

  /// Seconds until it ends, however much it is used.
  public func secondsAtMost(_ clocks: SessionClocks) -> UInt32 {
    let now = clocks.boot()
    return now >= end ? 0 : end - now
  }

  /// Whether the identity in it is the one that the session is named for. Any program of the login
  /// can lay a key under any name, and what is written then would go to whoever laid it there.
  ///
  /// - Throws: `primitive` where there was no memory to tell: that is no reason to end a session.
  func isOf(_ name: SessionName) throws(VaultError) -> Bool {
    do { return try identity().partner == name.partner } catch {
      guard case .damaged = error else { throw error }
      return false
    }
  }

  /// Seconds that an idle session has from now, never beyond the end.
  public func secondsLeft(_ clocks: SessionClocks) -> UInt32 {
    let now = clocks.boot()
    return now >= end ? 0 : min(idle, end - now)
  }

  /// The identity the session holds.
  public func identity() throws(VaultError) -> Identity {
    let payload: SecretBytes
    do { payload = try bytes.slice(8..<SessionPayload.timesAt) } catch { throw .primitive(error) }
    return try Identity.read(payload, file: "session")
  }
}

/// The clocks that a session's end depends on; inputs, so that tests can let time pass.
public struct SessionClocks: Sendable {
  /// CLOCK_BOOTTIME − CLOCK_MONOTONIC, nanoseconds: grows while the machine sleeps.
  let suspended: @Sendable () -> Int64
  /// CLOCK_BOOTTIME, seconds.
  let boot: @Sendable () -> UInt32

  public init(
    suspended: @escaping @Sendable () -> Int64, boot: @escaping @Sendable () -> UInt32
  ) {
    self.suspended = suspended
    self.boot = boot
  }

  public static let system = SessionClocks(
    suspended: { SystemClocks.suspendedNanoseconds() },
    boot: { UInt32(clamping: SystemClocks.bootSeconds()) })
}

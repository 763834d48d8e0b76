import Synchronization

/// Sessions that last as long as this value: for tests, and for programs that run many commands.
public final class MemorySessions: SessionStore {
  private let held = Mutex<[SessionName: Held]>([:])
  private let clocks: SessionClocks

  /// A payload and when it was last used.
  private final class Held: Sendable {
    let payload: SessionPayload
    let idleUntil: UInt32

    init(_ payload: consuming SessionPayload, _ clocks: SessionClocks) {
      idleUntil = clocks.boot() &+ payload.secondsLeft(clocks)
      self.payload = payload
    }
  }

  public init(clocks: SessionClocks = .system) { self.clocks = clocks }

  public func begin(_ payload: borrowing SessionPayload, _ name: SessionName) throws(VaultError) {
    let copy = Held(try payload.copy(), clocks)
    held.withLock { $0[name] = copy }
  }

  public func resume(_ name: SessionName) throws(VaultError) -> SessionPayload? {
    guard let payload = try find(name) else { return nil }
    try begin(payload, name)
    return payload
  }

  public func find(_ name: SessionName) throws(VaultError) -> SessionPayload? {
    guard let found = held.withLock({ $0[name] }) else { return nil }
    guard !found.payload.isOver(clocks), clocks.boot() < found.idleUntil else {
      try end(name)
      return nil
    }
    return try found.payload.copy()
  }

  public func end(_ name: SessionName) throws(VaultError) {
    held.withLock { $0[name] = nil }
  }
}

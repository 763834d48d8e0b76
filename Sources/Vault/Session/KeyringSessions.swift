import Sodium

// docs/format.md § Session

/// Sessions in the login's kernel keyring: in no file, gone at the time-out, revoked by `lock`.
public struct KeyringSessions: SessionStore {
  private let clocks: SessionClocks

  public init(clocks: SessionClocks = .system) { self.clocks = clocks }

  public func begin(_ payload: borrowing SessionPayload, _ name: SessionName) throws(VaultError) {
    do {
      try KernelKeyring.login().add(
        description: name.description, secret: payload.bytes,
        timeoutSeconds: payload.secondsLeft(clocks))
    } catch { throw KeyringSessions.error(error) }
  }

  public func find(_ name: SessionName) throws(VaultError) -> SessionPayload? {
    try look(for: name, renewing: false)
  }

  public func resume(_ name: SessionName) throws(VaultError) -> SessionPayload? {
    try look(for: name, renewing: true)
  }

  private func look(for name: SessionName, renewing: Bool) throws(VaultError) -> SessionPayload? {
    do {
      let ring = try KernelKeyring.login()
      guard let serial = try ring.search(description: name.description) else { return nil }
      guard let payload = SessionPayload(try ring.read(serial)), !payload.isOver(clocks),
        try payload.isOf(name)
      else {
        try ring.revoke(serial)
        return nil
      }
      if renewing { try ring.setTimeout(serial, seconds: payload.secondsLeft(clocks)) }
      return payload
    } catch let error as KeyringError {
      switch error {
      case .notFound, .expired, .revoked: return nil
      default: throw KeyringSessions.error(error)
      }
    } catch let error as VaultError {
      throw error
    } catch { throw .locked }
  }

  public func end(_ name: SessionName) throws(VaultError) {
    do {
      let ring = try KernelKeyring.login()
      while let serial = try ring.search(description: name.description) { try ring.revoke(serial) }
    } catch .notFound, .expired, .revoked {
      return
    } catch { throw KeyringSessions.error(error) }
  }

  /// Leaves the login's keyring for one that only this process and its children have.
  public static func separate() throws(VaultError) {
    do { _ = try KernelKeyring.joinNew(name: "vesper") } catch {
      throw KeyringSessions.error(error)
    }
  }

  private static func error(_ error: KeyringError) -> VaultError {
    switch error {
    case .unavailable(let number): .noKeyring(errno: number)
    case .outOfLockedMemory: .primitive(.outOfLockedMemory)
    default: .noKeyring(errno: 0)
    }
  }
}

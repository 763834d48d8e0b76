import Glibc
import Sodium
import Testing

@testable import Vault

/// Sessions in the keyring that this test shares with every process of its login.
///
/// So each test has a name of its own, and waits nowhere with its thread given away.
@Suite(.temporaryVault, .enabled(if: Keyring.isThere, "the kernel refuses keyrings here"))
struct KeyringSessionTests {
  private let hand = HandClocks()
  private let limits = SessionLimits(idle: 600, absolute: 3_600)
  private let store: KeyringSessions
  /// Ada's, in a vault that is nowhere else.
  private let name: SessionName

  init() throws {
    store = KeyringSessions(clocks: hand.clocks)
    let vault = try #require(VaultID(bytes: Randomness.system.bytes(16)))
    name = SessionName(vault: vault, partner: try TestVault.current.ada.partner)
  }

  private func begin(_ limits: SessionLimits? = nil) throws {
    let vault = try TestVault.current
    let payload = try SessionPayload(
      vault.identity(vault.ada), limits: limits ?? self.limits, clocks: hand.clocks)
    try store.begin(payload, name)
  }

  /// Whether there is a session; looking is using it.
  private func isOpen(_ store: KeyringSessions? = nil) throws -> Bool {
    guard let payload = try (store ?? self.store).resume(name) else { return false }
    return try payload.identity().partner == name.partner
  }

  @Test func `a session in the kernel keyring opens, renews and ends`() throws {
    try begin()
    defer { try? store.end(name) }
    #expect(try isOpen())
    #expect(try isOpen(KeyringSessions(clocks: hand.clocks)))
    try store.end(name)
    #expect(try !isOpen())
    try store.end(name)
    try begin()
    #expect(try isOpen())
  }

  @Test func `the kernel keyring forgets a session at its limit and after sleep`() throws {
    try begin()
    defer { try? store.end(name) }
    hand.pass(3_600)
    #expect(try !isOpen())
    try begin()
    #expect(try isOpen())
    hand.pass(1, asleep: 1_000_000_001)
    #expect(try !isOpen())
  }

  @Test func `the kernel ends an idle session by itself`() throws {
    try begin(SessionLimits(idle: 1, absolute: 3_600))
    defer { try? store.end(name) }
    usleep(1_300_000)
    #expect(try !isOpen())
    // The same wait with longer limits; a look within the second itself could come too late.
    try begin()
    usleep(1_300_000)
    #expect(try isOpen())
  }

  @Test func `a key that another program laid under a partner's name is no session`() throws {
    let vault = try TestVault.current
    defer { try? store.end(name) }
    let stranger = try Identity(secret: SecretBytes(copying: Array(1...32)), name: "Ada")
    for identity in [0, 1] {
      let payload =
        identity == 0
        ? try SessionPayload(stranger, limits: limits, clocks: hand.clocks)
        : try SessionPayload(vault.identity(vault.noor), limits: limits, clocks: hand.clocks)
      try store.begin(payload, name)
      let found = try store.find(name) == nil
      #expect(found)
      try store.begin(payload, name)
      let resumed = try store.resume(name) == nil
      #expect(resumed)
    }
  }
}

private enum Keyring {
  /// Whether the kernel gives this process a keyring that keeps keys.
  static let isThere: Bool = {
    let name = Randomness.system.bytes(8).map { String($0) }.joined(separator: ".")
    guard let ring = try? KernelKeyring.login(), let secret = try? SecretBytes(count: 8),
      let key = try? ring.add(
        description: "vesper-test:probe." + name, secret: secret, timeoutSeconds: 5)
    else { return false }
    try? ring.revoke(key)
    return true
  }()
}

import Clibkeyutils
import Glibc

/// A keyring of the Linux kernel, where an unlocked session's secret waits between commands.
///
/// The payload is in kernel memory: not swapped, in no file, gone when its time is over or it is
/// revoked. Sources: keyrings(7), session-keyring(7), user-session-keyring(7), keyctl(2).
public struct KernelKeyring: Equatable, Sendable {
  /// The kernel's number of a key or keyring.
  public typealias Serial = Int32

  /// The kernel's number of this keyring.
  public let serial: Serial

  /// The keyring that every command of this login shares.
  ///
  /// Resolved without creating one: where the login has none (containers, cron, many servers),
  /// creating would give a keyring that dies with this process; not creating gives the user session
  /// keyring, which later commands of the same user find too.
  /// - Throws: `unavailable` where the kernel refuses.
  public static func login() throws(KeyringError) -> KernelKeyring {
    KernelKeyring(serial: try check(keyctl_get_keyring_ID(KEY_SPEC_SESSION_KEYRING, 0)))
  }

  /// Leaves the login's keyring for a new, empty one, inherited by what this thread executes.
  ///
  /// The kernel keeps keyrings per THREAD: replace this process (`execve`) from the very thread
  /// that called this. The name only tells people what they see in `/proc/keys`; random digits are
  /// added, because a ring of a known name could have been laid out by another process beforehand.
  /// Only possessors may use the ring: by default another process of the same user could link to
  /// it, and so read its keys.
  public static func joinNew(
    name: String, randomness: Randomness = .system
  ) throws(KeyringError) -> KernelKeyring {
    let digits = randomness.bytes(16).map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }
    let ring = KernelKeyring(
      serial: try check(unsafe keyctl_join_session_keyring(name + "." + digits.joined())))
    _ = try check(keyctl_setperm(ring.serial, possessorOnly))
    return ring
  }

  /// Adds a secret under `description`, replacing the one that was there, for so many seconds.
  ///
  /// Whoever possesses the keyring (the processes of this login) can find, read, renew and revoke
  /// it; nobody else can even see it. At most 32,767 bytes.
  /// - Throws: `full`, `denied`, `unavailable`. Nothing stays behind then.
  @discardableResult
  public func add(
    description: String, secret: borrowing SecretBytes, timeoutSeconds: UInt32
  ) throws(KeyringError) -> Serial {
    let key = try Self.check(
      unsafe add_key("user", description, secret.address, secret.count, serial))
    do throws(KeyringError) {
      try setTimeout(key, seconds: timeoutSeconds)
      _ = try Self.check(keyctl_setperm(key, Self.possessorOnly))
    } catch {
      _ = keyctl_revoke(key)
      throw error
    }
    return key
  }

  /// The key with this description; `nil` when there is none.
  ///
  /// - Throws: `expired`, `revoked` for a while after that happened; `denied`; `unavailable`.
  public func search(description: String) throws(KeyringError) -> Serial? {
    do throws(KeyringError) {
      let key = try Self.check(unsafe keyctl_search(serial, "user", description, 0))
      return Serial(truncatingIfNeeded: key)
    } catch {
      if error == .notFound { return nil }
      throw error
    }
  }

  /// The secret a key holds, read straight into guarded memory.
  ///
  /// - Throws: `tooLarge` above `limit` bytes; `notFound`, `expired`, `revoked`, `denied`,
  ///   `unavailable`, `outOfLockedMemory`.
  public func read(_ key: Serial, limit: Int = 4096) throws(KeyringError) -> SecretBytes {
    try Self.whole(limit: limit) { (room) throws(KeyringError) in
      Int(try Self.check(Self.read(key, into: room)))
    }
  }

  /// Looks until what is there has room; a look gives the whole length and fills in what fits.
  static func whole(
    limit: Int, _ look: (borrowing SecretBytes) throws(KeyringError) -> Int
  ) throws(KeyringError) -> SecretBytes {
    var room = min(limit, 256)
    // Another process may lengthen the key between two looks.
    for _ in 0..<8 {
      do {
        let secret = try SecretBytes(count: room)
        let count = try look(secret)
        guard count <= limit else { throw KeyringError.tooLarge(limit: limit) }
        if count <= room { return try secret.slice(0..<count) }
        room = count
      } catch let error as KeyringError {
        throw error
      } catch {
        throw .outOfLockedMemory
      }
    }
    throw .tooLarge(limit: limit)
  }

  /// Lets the key expire so many seconds from now; 0 would mean never, and is taken as 1.
  public func setTimeout(_ key: Serial, seconds: UInt32) throws(KeyringError) {
    _ = try Self.check(keyctl_set_timeout(key, max(1, seconds)))
  }

  /// Ends the key at once: its payload is wiped by the kernel, and reading it gives `revoked`.
  public func revoke(_ key: Serial) throws(KeyringError) {
    _ = try Self.check(keyctl_revoke(key))
  }

  /// Every right for possessors; none for the user, the group and others (KEY_POS_ALL).
  private static let possessorOnly: key_perm_t = 0x3f00_0000

  private static func read(_ key: Serial, into secret: borrowing SecretBytes) -> Int {
    unsafe secret.address.withMemoryRebound(to: CChar.self, capacity: secret.count) { room in
      unsafe keyctl_read(key, room, secret.count)
    }
  }

  private static func check<Answer: SignedInteger>(_ answer: Answer) throws(KeyringError) -> Answer
  {
    guard answer < 0 else { return answer }
    switch errno {
    case ENOKEY: throw .notFound
    case EKEYEXPIRED: throw .expired
    case EKEYREVOKED: throw .revoked
    case EACCES: throw .denied
    case EDQUOT, ENFILE: throw .full
    case let number: throw .unavailable(errno: number)
    }
  }
}

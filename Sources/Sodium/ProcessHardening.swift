import Clibkeyutils
import Clibsodium
import Glibc

/// Keeping the process's memory out of core dumps and debuggers.
public enum ProcessHardening {
  /// What the operating system allowed.
  public struct Report: Equatable, Sendable {
    /// libsodium is ready (`sodium_init`).
    public let cryptography: Bool
    /// No core file can be written (`RLIMIT_CORE` is 0).
    public let coreDumpsOff: Bool
    /// Other processes of the same user cannot attach (`PR_SET_DUMPABLE` is 0).
    public let dumpableOff: Bool
    /// Secret memory can be locked, so that it is never swapped out (`mlock`).
    public let memoryLocking: Bool
  }

  /// Applies everything; nothing here stops the program, the caller decides what to say.
  ///
  /// Call it first, before any secret is read. Children are not affected by `PR_SET_DUMPABLE` after
  /// they `exec`; the core limit is inherited. Source: setrlimit(2), prctl(2), mlock(2).
  public static func apply() -> Report {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    return Report(
      cryptography: Library.isReady,
      coreDumpsOff: unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none) == 0,
      dumpableOff: clibkeyutils_set_undumpable() == 0,
      memoryLocking: memoryCanBeLocked())
  }

  /// How much is tried: a page for each secret, and more of them than any command holds at a time.
  static let lockedAtMost = 131_072

  /// Whether so much can be locked now. `sodium_malloc` does not tell, so it is tried.
  private static func memoryCanBeLocked() -> Bool {
    let size = lockedAtMost
    guard
      let page = unsafe mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      unsafe page != MAP_FAILED
    else { return false }
    let locked = unsafe mlock(page, size) == 0
    _ = unsafe munmap(page, size)
    return locked
  }
}

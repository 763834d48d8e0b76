/// Why the kernel keyring did not do what was asked.
public enum KeyringError: Error, Equatable, Sendable {
  /// The kernel refuses keyrings here (`ENOSYS`, a container's filter), or an unlisted answer.
  case unavailable(errno: Int32)
  /// There is no such key.
  case notFound
  /// The key's time is over.
  case expired
  /// The key was revoked.
  case revoked
  /// The permissions of the key or its keyring do not allow it.
  case denied
  /// The user's quota of keys is used up.
  case full
  /// The key holds more than the reader accepts.
  case tooLarge(limit: Int)
  /// Guarded memory could not be allocated.
  case outOfLockedMemory
}

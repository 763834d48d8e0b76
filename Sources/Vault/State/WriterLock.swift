import Glibc

// docs/format.md § Appending

/// The right to write as one partner on this device; given back when it goes.
struct WriterLock: ~Copyable {
  private let file: OpenFile

  private init(_ file: consuming OpenFile) { self.file = file }

  /// Waits up to two seconds for another process of the same partner, or not at all.
  static func take(_ path: String, waiting: Bool = true) throws(VaultError) -> WriterLock {
    try Storage.createFolder(Storage.parent(of: path))
    return try lock(try OpenFile(path, O_RDWR | O_CREAT), waiting)
  }

  /// Holds a directory itself, so that no file is left in it.
  static func take(folder: String) throws(VaultError) -> WriterLock {
    try lock(try OpenFile(folder, O_RDONLY | O_DIRECTORY), true)
  }

  private static func lock(_ file: consuming OpenFile, _ waiting: Bool) throws(VaultError)
    -> WriterLock
  {
    for _ in 0..<(waiting ? 200 : 1) {
      if flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 { return WriterLock(file) }
      guard errno == EWOULDBLOCK || errno == EINTR else {
        throw .system(operation: "lock", path: file.path, errno: errno)
      }
      if waiting { usleep(10_000) }
    }
    throw .busy
  }
}

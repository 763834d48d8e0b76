import Glibc

// docs/format.md § Appending

/// The right to write as one partner on this device; given back when it goes.
struct WriterLock: ~Copyable {
  private let file: OpenFile

  private init(_ file: consuming OpenFile) { self.file = file }

  /// Waits up to two seconds for another process of the same partner.
  static func take(_ path: String) throws(VaultError) -> WriterLock {
    try Storage.createFolder(Storage.parent(of: path))
    let file = try OpenFile(path, O_RDWR | O_CREAT)
    for _ in 0..<200 {
      if flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 { return WriterLock(file) }
      guard errno == EWOULDBLOCK || errno == EINTR else {
        throw .system(operation: "lock", path: path, errno: errno)
      }
      usleep(10_000)
    }
    throw .busy
  }
}

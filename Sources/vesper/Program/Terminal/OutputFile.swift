import Glibc

/// A file that leaves the vault: for its owner alone, complete or not there at all.
enum OutputFile {
  /// Writes a file with mode 0600 under a temporary name, then gives it its own.
  ///
  /// - Parameter replacing: whether a file of that name may be replaced.
  static func write(_ bytes: [UInt8], to path: String, replacing: Bool) throws(Failure) {
    var facts = stat()
    if replacing, stat(path, &facts) == 0, [S_IFCHR, S_IFIFO].contains(facts.st_mode & S_IFMT) {
      return try pass(bytes, to: path)
    }
    let temporary = "\(path).\(getpid()).part"
    let descriptor = open(
      temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode_t(0o600))
    guard descriptor >= 0 else { throw failure(path) }
    do throws(Failure) {
      try Console.write(bytes, to: descriptor)
    } catch {
      close(descriptor)
      unlink(temporary)
      throw error
    }
    let isDurable = fsync(descriptor) == 0
    close(descriptor)
    guard isDurable, replacing ? rename(temporary, path) == 0 : link(temporary, path) == 0 else {
      let failure = failure(path)
      unlink(temporary)
      throw failure
    }
    if !replacing { unlink(temporary) }
  }

  /// Writes into a device or a pipe: one cannot be replaced by a file without harm to the machine.
  private static func pass(_ bytes: [UInt8], to path: String) throws(Failure) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    try Console.write(bytes, to: descriptor)
  }

  private static func failure(_ path: String) -> Failure {
    errno == EEXIST
      ? Failure(
        .cannotCreate, "\(path) is there already", hint: "choose another name, or add --force")
      : Failure(
        .cannotCreate, "\(path) could not be written: \(systemReason(errno))",
        hint: "check the path and who may write there")
  }
}

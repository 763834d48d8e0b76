import Glibc

/// A file that leaves the vault: for its owner alone, complete or not there at all.
///
/// It is written without a name, so that a program that is ended early leaves nothing to read, and
/// gets its name once it is whole (O_TMPFILE in open(2)). File systems that cannot do that, such as
/// a USB stick's, get a temporary name instead.
enum OutputFile {
  /// Writes what a file of its own holds into a descriptor; it may be asked more than once.
  typealias Contents = (Int32) throws(Failure) -> Void

  /// Writes a file with mode 0600.
  ///
  /// - Parameter replacing: whether a file of that name may be replaced.
  static func write(_ bytes: [UInt8], to path: String, replacing: Bool) throws(Failure) {
    try write(to: path, replacing: replacing) { file throws(Failure) in
      try Console.write(bytes, to: file)
    }
  }

  /// Writes a file with mode 0600, of which not all has to be held at once.
  static func write(to path: String, replacing: Bool, _ contents: Contents) throws(Failure) {
    var facts = stat()
    let isThere = lstat(path, &facts) == 0
    if replacing, stat(path, &facts) == 0, [S_IFCHR, S_IFIFO].contains(facts.st_mode & S_IFMT) {
      return try pass(contents, to: path)
    }
    if isThere && !replacing { throw refusal(path, EEXIST) }
    let nameless = open(folder(of: path), O_WRONLY | unnamed | O_CLOEXEC, mode_t(0o600))
    guard nameless >= 0 else { return try writeNamed(to: path, replacing: replacing, contents) }
    defer { close(nameless) }
    try contents(nameless)
    guard fsync(nameless) == 0 else { throw refusal(path, errno) }
    // Nothing can be linked over a file, and a second name would be one more to find.
    if isThere, unlink(path) != 0 { throw refusal(path, errno) }
    guard
      linkat(AT_FDCWD, "/proc/self/fd/\(nameless)", AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0
    else {
      if errno == EEXIST { throw refusal(path, EEXIST) }
      return try writeNamed(to: path, replacing: replacing, contents)
    }
    keepName(path)
  }

  /// O_TMPFILE, which Swift does not import; its own bit is the same on every architecture that
  /// Swift knows (asm-generic/fcntl.h).
  private static let unnamed = O_DIRECTORY | 0o20_000_000

  /// Where files cannot be without a name, or where one takes the place of another at a stroke.
  static func writeNamed(_ bytes: [UInt8], to path: String, replacing: Bool) throws(Failure) {
    try writeNamed(to: path, replacing: replacing) { file throws(Failure) in
      try Console.write(bytes, to: file)
    }
  }

  private static func writeNamed(to path: String, replacing: Bool, _ contents: Contents)
    throws(Failure)
  {
    let temporary = "\(path).\(getpid()).part"
    let descriptor = open(
      temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode_t(0o600))
    guard descriptor >= 0 else { throw refusal(path, errno) }
    do throws(Failure) {
      try contents(descriptor)
    } catch {
      close(descriptor)
      unlink(temporary)
      throw error
    }
    let isDurable = fsync(descriptor) == 0
    close(descriptor)
    guard isDurable, give(path, to: temporary, replacing: replacing) else {
      let reason = errno
      unlink(temporary)
      throw refusal(path, reason)
    }
    keepName(path)
  }

  private static func give(_ path: String, to temporary: String, replacing: Bool) -> Bool {
    if replacing { return rename(temporary, path) == 0 }
    if link(temporary, path) == 0 { return unlink(temporary) == 0 }
    // FAT knows no links.
    guard errno == EPERM || errno == EOPNOTSUPP, access(path, F_OK) != 0, errno == ENOENT else {
      return false
    }
    return rename(temporary, path) == 0
  }

  /// Makes a new name durable, as far as the file system lets it.
  private static func keepName(_ path: String) {
    let folder = open(folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Writes into a device or a pipe: one cannot be replaced by a file without harm to the machine.
  private static func pass(_ contents: Contents, to path: String) throws(Failure) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw refusal(path, errno) }
    defer { close(descriptor) }
    try contents(descriptor)
  }

  private static func refusal(_ path: String, _ number: Int32) -> Failure {
    number == EEXIST
      ? Failure(
        .cannotCreate, "\(path) is there already", hint: "choose another name, or add --force")
      : Failure(
        .cannotCreate, "\(path) could not be written: \(systemReason(number))",
        hint: "check the path and who may write there")
  }
}

import Glibc

// docs/format.md § Files, § Appending

/// One open file; closed when it goes.
struct OpenFile: ~Copyable {
  let descriptor: Int32
  /// For errors.
  let path: String

  /// Opens a file; never follows a link in its last component, and never waits for a pipe.
  init(_ path: String, _ flags: Int32) throws(VaultError) {
    descriptor = open(path, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, mode_t(0o600))
    guard descriptor >= 0 else { throw .system(operation: "open", path: path, errno: errno) }
    self.path = path
  }

  /// Opens a file in an open directory, as carefully.
  init(
    _ name: String, in folder: Int32, of folderPath: String, _ flags: Int32, mode: mode_t = 0o600
  ) throws(VaultError) {
    let path = "\(folderPath)/\(name)"
    descriptor = openat(
      folder, name, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, mode)
    guard descriptor >= 0 else { throw .system(operation: "open", path: path, errno: errno) }
    if flags & O_CREAT != 0 { _ = fchmod(descriptor, mode) }
    self.path = path
  }

  deinit { close(descriptor) }

  private func refused(_ operation: String) -> VaultError {
    .system(operation: operation, path: path, errno: errno)
  }

  /// The file's length in bytes; refuses anything that is not a plain file.
  func length() throws(VaultError) -> Int {
    var facts = stat()
    guard fstat(descriptor, &facts) == 0 else { throw refused("look at") }
    guard facts.st_mode & S_IFMT == S_IFREG else {
      throw .system(operation: "read", path: path, errno: EINVAL)
    }
    return Int(facts.st_size)
  }

  /// Up to `count` bytes from `offset`; fewer only where the file ends.
  func read(_ count: Int, at offset: Int = 0) throws(VaultError) -> [UInt8] {
    var all: [UInt8] = []
    while all.count < count {
      var part = [UInt8](repeating: 0, count: count - all.count)
      let got = pread(descriptor, &part, part.count, off_t(offset + all.count))
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw refused("read") }
      if got == 0 { break }
      if all.isEmpty && got == part.count { return part }
      all.append(contentsOf: part.prefix(got))
    }
    return all
  }

  func write(_ bytes: [UInt8], at offset: Int) throws(VaultError) {
    var done = 0
    while done < bytes.count {
      let rest = done == 0 ? bytes : Array(bytes[done...])
      let put = pwrite(descriptor, rest, rest.count, off_t(offset + done))
      if put < 0 && errno == EINTR { continue }
      guard put > 0 else { throw refused("write") }
      done += put
    }
  }

  func cut(to length: Int) throws(VaultError) {
    guard ftruncate(descriptor, off_t(length)) == 0 else { throw refused("cut") }
  }

  func syncData() throws(VaultError) {
    guard fdatasync(descriptor) == 0 else { throw refused("sync") }
  }

  func sync() throws(VaultError) {
    guard fsync(descriptor) == 0 else { throw refused("sync") }
  }
}

/// Whole files and directories.
enum Storage {
  /// The whole file, when it is at most `limit` bytes long; a longer one is damaged.
  ///
  /// - Parameter first: how many of its bytes are wanted at the most; all where nothing is said.
  static func read(_ path: String, limit: Int, name: String, first: Int = .max)
    throws(VaultError) -> [UInt8]
  {
    let file = try OpenFile(path, O_RDONLY)
    let length = try file.length()
    guard length <= limit else { throw .damage(.length, in: name) }
    return try file.read(min(length, first))
  }

  /// The same; `nil` where there is no such file, and nowhere else: what cannot be read just now is there.
  static func readIfThere(_ path: String, limit: Int, name: String) throws(VaultError) -> [UInt8]? {
    do throws(VaultError) {
      return try read(path, limit: limit, name: name)
    } catch .system("open", _, ENOENT) { return nil } catch .system("open", _, ENOTDIR) {
      return nil
    }
  }

  /// Makes a file that stands complete under its name, or not at all.
  ///
  /// - Parameter replacing: whether a file of that name may be replaced.
  static func create(_ path: String, _ bytes: [UInt8], replacing: Bool, suffix: [UInt8])
    throws(VaultError)
  {
    let folder = parent(of: path)
    let temporary = "\(folder)/.new-\(Hex.encode(suffix))"
    do throws(VaultError) {
      let file = try OpenFile(temporary, O_WRONLY | O_CREAT | O_EXCL)
      try file.write(bytes, at: 0)
      try file.sync()
      try replacing ? move(temporary, to: path) : place(temporary, at: path)
      try syncFolder(folder)
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// Puts a file in the place of another, whole, without waiting for the disk: for what can be lost.
  static func replace(_ path: String, by bytes: [UInt8], suffix: [UInt8]) throws(VaultError) {
    let temporary = "\(parent(of: path))/.new-\(Hex.encode(suffix))"
    do throws(VaultError) {
      let file = try OpenFile(temporary, O_WRONLY | O_CREAT | O_EXCL)
      try file.write(bytes, at: 0)
      try move(temporary, to: path)
    } catch {
      unlink(temporary)
      throw error
    }
  }

  private static func move(_ temporary: String, to path: String) throws(VaultError) {
    guard rename(temporary, path) == 0 else {
      throw .system(operation: "create", path: path, errno: errno)
    }
  }

  /// Gives a file its name unless something has that name already.
  private static func place(_ temporary: String, at path: String) throws(VaultError) {
    if link(temporary, path) == 0 {
      unlink(temporary)
      return
    }
    // Some file systems (FAT on a USB stick) have no links; there the writer's lock has to do.
    guard errno == EPERM || errno == EOPNOTSUPP, try !exists(path) else {
      throw .system(operation: "create", path: path, errno: errno)
    }
    try move(temporary, to: path)
  }

  /// Makes a directory, and those above it, for its owner alone; makes them durable.
  static func createFolder(_ path: String) throws(VaultError) {
    if try makeFolder(path) { return }
    // Only once more: where a parent is a link into nothing, trying again would never end.
    try createFolder(parent(of: path))
    guard try makeFolder(path) else {
      throw .system(operation: "create", path: path, errno: ENOENT)
    }
  }

  /// Makes one directory; `false` where its parent does not exist.
  private static func makeFolder(_ path: String) throws(VaultError) -> Bool {
    if mkdir(path, 0o700) == 0 {
      try syncFolder(parent(of: path))
      return true
    }
    switch errno {
    case EEXIST: return true
    case ENOENT where parent(of: path) != path: return false
    default: throw .system(operation: "create", path: path, errno: errno)
    }
  }

  static func syncFolder(_ path: String) throws(VaultError) {
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw .system(operation: "open", path: path, errno: errno) }
    defer { close(folder) }
    guard fsync(folder) == 0 else { throw .system(operation: "sync", path: path, errno: errno) }
  }

  /// The names in a directory, sorted; none where there is no such directory, or something else.
  static func names(in path: String) throws(VaultError) -> [String] {
    var found: [String] = []
    try eachName(in: path) { bytes in
      if let name = Folder.name(bytes) { found.append(name) }
      return true
    }
    return found.sorted()
  }

  /// Each name in a directory as its bytes, in no order, as long as more are wanted; none where there is no such
  /// directory, or something else.
  static func eachName(
    in path: String, _ isMoreWanted: (ArraySlice<UInt8>) -> Bool
  ) throws(VaultError) {
    guard let listing = opendir(path) else {
      if errno == ENOENT || errno == ENOTDIR { return }
      throw .system(operation: "read", path: path, errno: errno)
    }
    defer { closedir(listing) }
    try Folder.eachName(in: listing, of: path, isMoreWanted)
  }

  /// Whether there is anything by that name.
  ///
  /// - Throws: where that cannot be told just now, since what is there must never be taken for missing.
  static func exists(_ path: String) throws(VaultError) -> Bool {
    if access(path, F_OK) == 0 { return true }
    guard errno == ENOENT || errno == ENOTDIR else {
      throw .system(operation: "look for", path: path, errno: errno)
    }
    return false
  }

  static func parent(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The operating system's own sentence for an error number.
  static func reason(_ number: Int32) -> String { String(cString: strerror(number)) }
}

import FoundationEssentials
import Glibc

// docs/format.md § Shared folder

/// An open directory that others can write to: what is in it is reached name by name, and never
/// through a link.
struct Folder: ~Copyable {
  private let descriptor: Int32
  /// For errors.
  let path: String
  /// How open new files and folders are made: as open as the folder that was linked.
  private let mode: mode_t

  /// Opens the folder that a person named; its own path may lead through links.
  init(_ path: String) throws(VaultError) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(operation: "open", path: path, errno: errno) }
    var facts = stat()
    mode = fstat(descriptor, &facts) == 0 ? facts.st_mode & 0o777 : 0o700
    self.descriptor = descriptor
    self.path = path
  }

  private init(descriptor: Int32, path: String, mode: mode_t) {
    self.descriptor = descriptor
    self.path = path
    self.mode = mode
  }

  deinit { close(descriptor) }

  /// The path without links.
  func realPath() throws(VaultError) -> String {
    do {
      return try FileManager.default.destinationOfSymbolicLink(
        atPath: "/proc/self/fd/\(descriptor)")
    } catch { throw .system(operation: "read", path: path, errno: ENOENT) }
  }

  private func refused(_ operation: String, _ name: String) -> VaultError {
    .system(operation: operation, path: "\(path)/\(name)", errno: errno)
  }

  /// A folder in this one; `nil` where there is none, or something else of that name.
  func folder(_ name: String) throws(VaultError) -> Folder? {
    let inner = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
    guard inner >= 0 else {
      if [ENOENT, ENOTDIR, ELOOP].contains(errno) { return nil }
      throw refused("open", name)
    }
    return Folder(descriptor: inner, path: "\(path)/\(name)", mode: mode)
  }

  /// The folder at the end of a way down from here.
  func folder(at way: [String]) throws(VaultError) -> Folder? {
    guard let first = way.first else { throw .fault }
    guard way.count > 1 else { return try folder(first) }
    guard let next = try folder(first) else { return nil }
    return try next.folder(at: Array(way.dropFirst()))
  }

  /// The folder at the end of a way down from here, made where it is not there yet.
  func making(_ way: [String]) throws(VaultError) -> Folder {
    guard let first = way.first else { throw .fault }
    if mkdirat(descriptor, first, mode) == 0 {
      // The process's mask has taken something away; a file system without modes keeps its own.
      _ = fchmodat(descriptor, first, mode, 0)
    } else if errno != EEXIST {
      throw refused("create", first)
    }
    guard let next = try folder(first) else {
      errno = ENOTDIR
      throw refused("open", first)
    }
    if way.count == 1 { return next }
    return try next.making(Array(way.dropFirst()))
  }

  /// What stands under a name: a plain file of so many bytes, a folder, or something to stay away from.
  enum Thing: Equatable {
    case file(Int)
    case folder
    case other
  }

  /// The facts of a name, without following it.
  func facts(of name: String) -> stat? {
    var facts = stat()
    return fstatat(descriptor, name, &facts, AT_SYMLINK_NOFOLLOW) == 0 ? facts : nil
  }

  /// What a name stands for, without following it; `nil` where it stands for nothing.
  func look(at name: String) -> Thing? {
    guard let facts = facts(of: name) else { return nil }
    switch facts.st_mode & S_IFMT {
    case S_IFREG: return .file(Int(facts.st_size))
    case S_IFDIR: return .folder
    default: return .other
    }
  }

  /// Opens a plain file; `nil` where there is none of that name.
  func file(_ name: String) throws(VaultError) -> OpenFile? {
    do {
      return try OpenFile(name, in: descriptor, of: path, O_RDONLY)
    } catch .system("open", _, let reason) where [ENOENT, ELOOP].contains(reason) { return nil }
  }

  /// A whole file of at most `limit` bytes; `nil` where it is not there, longer, or no plain file.
  func read(_ name: String, limit: Int) throws(VaultError) -> [UInt8]? {
    guard let file = try file(name), let length = try? file.length(), length <= limit else {
      return nil
    }
    return try file.read(length)
  }

  /// Puts a whole file under a name, over whatever file has it.
  ///
  /// - Parameter durably: whether to wait until it is on the disk; it is a copy, so a copy that a
  ///   power cut takes is made again.
  func put(_ name: String, _ bytes: [UInt8], suffix: [UInt8], durably: Bool) throws(VaultError) {
    let temporary = ".new-\(Hex.encode(suffix))"
    do throws(VaultError) {
      let file = try OpenFile(
        temporary, in: descriptor, of: path, O_WRONLY | O_CREAT | O_EXCL, mode: mode & 0o666)
      try file.write(bytes, at: 0)
      outdate(name, by: file)
      if durably { try file.sync() }
      guard renameat(descriptor, temporary, descriptor, name) == 0 else {
        throw refused("create", name)
      }
    } catch {
      unlinkat(descriptor, temporary, 0)
      throw error
    }
  }

  /// The coarsest clock of a file system that copies travel on: FAT counts in two seconds.
  private static let coarsestSecond = 2

  /// Dates a file later than the one whose place it takes, also by a clock that counts in whole seconds.
  ///
  /// Engines that compare by time would otherwise bring an older copy back over a newer one that was written
  /// in the same second: docs/decisions/0044.
  private func outdate(_ name: String, by file: borrowing OpenFile) {
    var old = stat()
    var new = stat()
    guard fstatat(descriptor, name, &old, AT_SYMLINK_NOFOLLOW) == 0,
      fstat(file.descriptor, &new) == 0
    else { return }
    let (least, isBeyond) = old.st_mtim.tv_sec.addingReportingOverflow(Folder.coarsestSecond)
    guard !isBeyond, new.st_mtim.tv_sec < least else { return }
    // A file system that cannot say so keeps its own time: the copy is mended the next time round.
    _ = futimens(file.descriptor, [new.st_atim, timespec(tv_sec: least, tv_nsec: 0)])
  }

  func remove(_ name: String) { unlinkat(descriptor, name, 0) }

  /// The names in the folder, sorted; at most so many of them.
  func names(limit: Int) throws(VaultError) -> (names: [String], areAll: Bool) {
    let again = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard again >= 0, let listing = fdopendir(again) else {
      if again >= 0 { close(again) }
      throw refused("read", ".")
    }
    defer { closedir(listing) }
    var found: [String] = []
    var areAll = true
    try Folder.eachName(in: listing, of: path) { bytes in
      guard let name = Folder.name(bytes) else { return true }
      areAll = found.count < limit
      if areAll { found.append(name) }
      return areAll
    }
    return (found.sorted(), areAll)
  }

  /// A name in a directory; `nil` for the directory itself and the one above, and what is not UTF-8 is none of ours.
  static func name(_ bytes: ArraySlice<UInt8>) -> String? {
    guard let name = String(validating: bytes, as: UTF8.self), name != ".", name != ".." else {
      return nil
    }
    return name
  }

  /// Each name in an open directory as its bytes, in no order, as long as more are wanted: of thousands of them no
  /// strings are made.
  ///
  /// - Parameter path: the directory's own, for errors.
  static func eachName(
    in listing: OpaquePointer, of path: String, _ isMoreWanted: (ArraySlice<UInt8>) -> Bool
  ) throws(VaultError) {
    var bytes = [UInt8](repeating: 0, count: 256)
    let start = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
    while true {
      // Its end and an error look alike but for this: what could not be listed is not what is not there.
      errno = 0
      guard let entry = readdir(listing) else { break }
      guard let name = entry.pointer(to: \.d_name) else { continue }
      let length = max(0, min(255, Int(entry.pointee.d_reclen) - start))
      memcpy(&bytes, name, length)
      guard isMoreWanted(bytes[..<(bytes[..<length].firstIndex(of: 0) ?? length)]) else { return }
    }
    guard errno == 0 else { throw .system(operation: "read", path: path, errno: errno) }
  }
}

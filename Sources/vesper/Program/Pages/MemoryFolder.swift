import FoundationEssentials
import Glibc

/// A folder for its owner alone that lies in memory and on no disk; wiped when it is done with.
///
/// It is where a browser can read a page from. The system may swap memory out: encrypted swap closes
/// that, as docs/threat-model.md says.
struct MemoryFolder {
  let path: String
  /// Held to the end of this process: nobody takes the folder for one that was left behind.
  private let lock: Int32

  private static let prefix = "vesper-page-"

  /// A folder in the login's own run directory, else in shared memory, whichever is in memory.
  ///
  /// - Throws: unavailable where neither is.
  init(for purpose: String, _ world: World) throws(Failure) {
    for place in MemoryFolder.places(world) {
      MemoryFolder.sweep(place)
      let path = "\(place)/\(MemoryFolder.prefix)\(purpose)-\(getpid())"
      // Between the two calls another sweep can take the folder for one that was left, and wipe it.
      for _ in 0..<3 {
        // mkdir fails where anything stands, a link too.
        guard mkdir(path, 0o700) == 0 else { continue }
        guard let lock = MemoryFolder.lock(path) else { continue }
        (self.path, self.lock) = (path, lock)
        return
      }
    }
    throw Failure(
      .unavailable,
      "there is no folder in memory here, and a page is never put on a disk to be seen",
      hint: "vesper visit preview shows it in this terminal")
  }

  private static func places(_ world: World) -> [String] {
    [world.environment["XDG_RUNTIME_DIR"], "/dev/shm"].compactMap(\.self).filter {
      $0.hasPrefix("/") && isInMemory($0)
    }
  }

  /// Takes a folder as one's own; `nil` where somebody has it, or where it is no folder of ours.
  private static func lock(_ path: String) -> Int32? {
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard folder >= 0 else { return nil }
    var facts = stat()
    var named = stat()
    guard flock(folder, LOCK_EX | LOCK_NB) == 0, fstat(folder, &facts) == 0,
      facts.st_uid == getuid(), lstat(path, &named) == 0, named.st_ino == facts.st_ino
    else {
      close(folder)
      return nil
    }
    return folder
  }

  /// Whether what is written there stays in memory: the file system is a tmpfs, see tmpfs(5).
  ///
  /// As /proc/self/mountinfo has it, by the number of the device: `36 35 0:27 / /mnt … - tmpfs none rw`.
  static func isInMemory(_ path: String) -> Bool {
    var facts = stat()
    guard stat(path, &facts) == 0,
      let table = FileManager.default.contents(atPath: "/proc/self/mountinfo")
    else { return false }
    let device = UInt64(facts.st_dev)
    // As makedev(3) of the GNU C library packs them.
    let major = (device >> 8 & 0xFFF) | (device >> 32 & ~0xFFF)
    let minor = (device & 0xFF) | (device >> 12 & ~0xFF)
    let mounts = String(decoding: table, as: UTF8.self).split(separator: "\n")
      .map { $0.split(separator: " ") }.filter { $0.count > 4 && $0[2] == "\(major):\(minor)" }
    return !mounts.isEmpty
      && mounts.allSatisfy { fields in
        guard let rule = fields.firstIndex(of: "-"), rule + 1 < fields.count else { return false }
        return fields[rule + 1] == "tmpfs"
      }
  }

  /// Writes a file in it; its name may have a folder before it.
  func write(_ bytes: [UInt8], as name: String) throws(Failure) -> String {
    let file = "\(path)/\(name)"
    if let end = name.lastIndex(of: "/") { mkdir("\(path)/\(name[..<end])", 0o700) }
    try OutputFile.write(bytes, to: file, replacing: false)
    return file
  }

  /// Bytes to be read from a descriptor, in a file that has no name.
  func namelessFile(holding bytes: [UInt8]) throws(Failure) -> Int32 {
    let name = "\(path)/file"
    let file = open(name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode_t(0o600))
    guard file >= 0, unlink(name) == 0 else {
      throw Failure(.system, "no memory for the page: \(systemReason(errno))")
    }
    do { try Console.write(bytes, to: file) } catch {
      close(file)
      throw error
    }
    return file
  }

  /// Overwrites every file with zeros, then removes all of it.
  func wipe() {
    MemoryFolder.wipe(path)
    close(lock)
  }

  private static func wipe(_ path: String) {
    let files = FileManager.default
    for name in (try? files.subpathsOfDirectory(atPath: path)) ?? [] {
      let file = open("\(path)/\(name)", O_WRONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
      guard file >= 0 else { continue }
      var facts = stat()
      if fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG {
        let zeros = [UInt8](repeating: 0, count: 65_536)
        var rest = Int(facts.st_size)
        while rest > 0 {
          let put = Glibc.write(file, zeros, min(rest, zeros.count))
          guard put > 0 else { break }
          rest -= put
        }
      }
      close(file)
    }
    try? files.removeItem(atPath: path)
  }

  /// Wipes what a process that was killed left behind.
  static func sweep(_ world: World) { for place in places(world) { sweep(place) } }

  private static func sweep(_ place: String) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
    where name.hasPrefix(prefix) {
      let path = "\(place)/\(name)"
      // Its number may be another process's by now: whether somebody holds it says whether it is left.
      guard name.split(separator: "-").last.flatMap({ pid_t($0) }) != nil, let held = lock(path)
      else { continue }
      wipe(path)
      close(held)
    }
  }
}

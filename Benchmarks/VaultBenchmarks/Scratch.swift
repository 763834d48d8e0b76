import FoundationEssentials
import Glibc

/// A folder of this process's own: not under `/tmp`, which may be memory, where an `fdatasync` costs
/// nothing.
enum Scratch {
  static let path = "/var/tmp/vesper-benchmark-\(getpid())"

  /// Begins with an empty folder.
  static func make() throws {
    try remove()
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  static func remove() throws {
    if FileManager.default.fileExists(atPath: path) {
      try FileManager.default.removeItem(atPath: path)
    }
  }
}

/// What a benchmark met that it must not pass over.
enum Unexpected: Error {
  case system(String, errno: Int32)
  case records(Int, wanted: Int)
}

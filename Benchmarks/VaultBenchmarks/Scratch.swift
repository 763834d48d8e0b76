import FoundationEssentials
import Glibc
import Vault

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

  static var places: Places {
    Places(
      vault: nil, environment: ["XDG_DATA_HOME": path + "/data", "XDG_STATE_HOME": path + "/state"])
  }

  static func passphrase() throws -> Passphrase {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw Unexpected.system("pipe", errno: errno) }
    defer { for end in ends { close(end) } }
    let line = Array("apple tree by the river\n".utf8)
    guard write(ends[1], line, line.count) == line.count else {
      throw Unexpected.system("write", errno: errno)
    }
    return try Passphrase.readLine(from: ends[0])
  }

  /// How many cells the segments below a folder named so hold, their headers apart.
  static func cells(in audience: String) throws -> Int {
    let logs = path + "/data/vesper/vault/logs"
    let segments = try FileManager.default.subpathsOfDirectory(atPath: logs).filter {
      $0.hasSuffix(".segment") && $0.contains("/\(audience)/")
    }
    return try segments.reduce(0) { sum, name in
      let attributes = try FileManager.default.attributesOfItem(atPath: logs + "/" + name)
      return sum + (attributes[.size] as? Int ?? 0) / 512 - 1
    }
  }
}

/// What a benchmark met that it must not pass over.
enum Unexpected: Error {
  case system(String, errno: Int32)
  case records(Int, wanted: Int)
}

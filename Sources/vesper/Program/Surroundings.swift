import FoundationEssentials
import Glibc

/// What the machine around Vesper does with memory; an input, so that tests say it.
public struct Surroundings: Sendable {
  /// A place that memory can be written out to.
  public enum Swap: Sendable, Equatable {
    case encrypted
    /// In memory itself (zram).
    case compressed
    case plain
    /// A file: whether the disk under it is encrypted cannot be told from here.
    case file
  }

  public var swap: [Swap]
  /// How many bytes a process may lock in memory; `nil` where there is no limit.
  public var lockable: UInt64?

  public init(swap: [Swap] = [], lockable: UInt64? = nil) {
    self.swap = swap
    self.lockable = lockable
  }

  /// What the kernel says: proc_swaps(5), getrlimit(2), and the name that cryptsetup gives a device.
  public static func read() -> Surroundings {
    var limit = rlimit()
    let isLimited =
      getrlimit(__rlimit_resource_t(__RLIMIT_MEMLOCK.rawValue), &limit) == 0
      && limit.rlim_cur != rlim_t.max
    let table = text("/proc/swaps").split(separator: "\n").dropFirst()
    return Surroundings(
      swap: table.compactMap { line in
        let parts = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
        return parts.count > 1 ? kind(parts[0], parts[1]) : nil
      }, lockable: isLimited ? UInt64(limit.rlim_cur) : nil)
  }

  private static func kind(_ path: Substring, _ type: Substring) -> Swap {
    if type == "file" { return .file }
    // /dev/mapper/name is a link to /dev/dm-0, whose name the kernel knows.
    let target =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: String(path))) ?? String(path)
    let device = target.split(separator: "/").last ?? ""
    if device.hasPrefix("zram") { return .compressed }
    return text("/sys/class/block/\(device)/dm/uuid").hasPrefix("CRYPT-") ? .encrypted : .plain
  }

  private static func text(_ path: String) -> String {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}

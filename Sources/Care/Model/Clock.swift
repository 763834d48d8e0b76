internal import Glibc

/// Where the time comes from: an input everywhere, so that tests and the demo choose it.
public struct Clock: Sendable {
  /// The present moment.
  public let now: @Sendable () -> Moment

  public init(now: @escaping @Sendable () -> Moment) { self.now = now }

  /// A clock that stands where it is put.
  public static func fixed(_ moment: Moment) -> Clock { Clock { moment } }

  /// The machine's clock and time zone (`clock_gettime`, `localtime_r`; POSIX.1-2008).
  public static let system = Clock {
    var time = timespec()
    guard clock_gettime(CLOCK_REALTIME, &time) == 0 else { return Moment(milliseconds: 0) }
    var seconds = time.tv_sec
    var local = tm()
    // Where the zone is unknown, UTC is the honest answer.
    let offset = localtime_r(&seconds, &local) == nil ? 0 : local.tm_gmtoff / 60
    let (whole, overflow) = Int64(time.tv_sec).multipliedReportingOverflow(by: 1000)
    return Moment(
      milliseconds: overflow ? Int64(time.tv_sec) : whole + Int64(time.tv_nsec) / 1_000_000,
      offsetMinutes: Int16(clamping: offset))
  }
}

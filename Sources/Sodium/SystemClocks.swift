import Glibc

/// The two clocks of the running machine that nobody can set: one counts sleep, one does not.
public enum SystemClocks {
  /// How long the machine has slept since it started: CLOCK_BOOTTIME − CLOCK_MONOTONIC, in ns.
  ///
  /// The clocks cannot be read at one instant, so two answers may differ by a little although the
  /// machine was awake; a growth of under a second is no sleep. Source: clock_gettime(2).
  public static func suspendedNanoseconds() -> Int64 {
    var closest: (gap: Int64, difference: Int64) = (.max, 0)
    for _ in 0..<3 {
      let before = nanoseconds(CLOCK_MONOTONIC)
      let boot = nanoseconds(CLOCK_BOOTTIME)
      let gap = nanoseconds(CLOCK_MONOTONIC) &- before
      if gap < closest.gap { closest = (gap, boot &- before) }
    }
    return closest.difference
  }

  /// Seconds since the machine started, sleep left out.
  public static func monotonicSeconds() -> Int64 { nanoseconds(CLOCK_MONOTONIC) / 1_000_000_000 }

  /// Seconds since the machine started, sleep included.
  public static func bootSeconds() -> Int64 { nanoseconds(CLOCK_BOOTTIME) / 1_000_000_000 }

  private static func nanoseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    _ = unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}

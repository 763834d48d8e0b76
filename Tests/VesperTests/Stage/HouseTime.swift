import Care
import Synchronization
import Vault

/// The wall clock, and the clocks that a session's end depends on: they stand until they are moved.
final class HouseTime: Sendable {
  private struct Reading {
    /// 2026-03-02T20:15:00+01:00, a Monday evening.
    var milliseconds: Int64 = 1_772_478_900_000
    var boot: UInt32 = 5_000
    var slept: Int64 = 0
  }

  private let reading = Mutex(Reading())

  var clock: Clock {
    Clock { Moment(milliseconds: self.reading.withLock(\.milliseconds), offsetMinutes: 60) }
  }

  var clocks: SessionClocks {
    SessionClocks(
      suspended: { self.reading.withLock(\.slept) }, boot: { self.reading.withLock(\.boot) })
  }

  /// Lets time pass while the machine is awake.
  func pass(seconds: Int) {
    reading.withLock { reading in
      reading.milliseconds += Int64(seconds) * 1000
      reading.boot += UInt32(seconds)
    }
  }

  /// Lets time pass while the machine sleeps.
  func sleep(seconds: Int) {
    pass(seconds: seconds)
    reading.withLock { $0.slept += Int64(seconds) * 1_000_000_000 }
  }

  /// Sets the wall clock back without any time passing.
  func setBack(seconds: Int) {
    reading.withLock { $0.milliseconds -= Int64(seconds) * 1000 }
  }
}

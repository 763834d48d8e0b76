/// An instant, together with what the wall clock said where it was noted.
///
/// The instant is in unix milliseconds (POSIX: no leap seconds), kept within the years 1 through
/// 9999; the offset is in minutes east of UTC, kept within 18 hours either way (as ISO 8601 texts
/// are read in practice). Both are brought within these bounds, so no later sum can overflow.
public struct Moment: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  public let milliseconds: Int64
  /// Minutes to add to UTC for the local wall clock.
  public let offsetMinutes: Int16

  public init(milliseconds: Int64, offsetMinutes: Int16 = 0) {
    // One day inside the calendar at both ends, so that no offset can leave it.
    self.milliseconds = min(
      max(milliseconds, -719_161 * Self.dayLength), 2_932_896 * Self.dayLength - 1)
    self.offsetMinutes = min(max(offsetMinutes, -1080), 1080)
  }

  /// Earlier instants first; the offset only separates equal instants.
  public static func < (left: Self, right: Self) -> Bool {
    (left.milliseconds, left.offsetMinutes) < (right.milliseconds, right.offsetMinutes)
  }

  /// The day on the local wall clock.
  public var date: CivilDate { CivilDate(day: Int32(clamping: split.day)) }

  /// ISO 8601 with milliseconds and offset: `2026-03-01T21:30:00.000+01:00`.
  public var description: String {
    let time = Int(split.time)
    let (seconds, rest) = time.quotientAndRemainder(dividingBy: 1000)
    let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { Digits.padded($0, 2) }
    let offset = Int(offsetMinutes.magnitude)
    let zone = "\(Digits.padded(offset / 60, 2)):\(Digits.padded(offset % 60, 2))"
    return "\(date)T\(clock.joined(separator: ":")).\(Digits.padded(rest, 3))"
      + (offsetMinutes < 0 ? "-" : "+") + zone
  }

  private static let dayLength: Int64 = 86_400_000

  /// The local day since 1970 and the milliseconds into it, rounding down before 1970 too.
  private var split: (day: Int64, time: Int64) {
    let local = milliseconds + Int64(offsetMinutes) * 60_000
    let (day, time) = local.quotientAndRemainder(dividingBy: Self.dayLength)
    return time < 0 ? (day - 1, time + Self.dayLength) : (day, time)
  }
}

/// A day in the civil calendar, with no time and no zone.
public struct CivilDate: Hashable, Sendable, Comparable {
  /// Days since 1970-01-01; negative before it.
  public let day: Int32

  public init(day: Int32) { self.day = day }

  public static func < (left: Self, right: Self) -> Bool { left.day < right.day }
}

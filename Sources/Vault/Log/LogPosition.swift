// docs/format.md § Device state (last seen heads)

/// A place in a log between two records, with what is needed to verify what follows.
struct LogPosition: Equatable, Sendable {
  /// The segment that holds the last record before this place.
  var segment: UInt32
  /// The cell after that record.
  var cell: Int
  /// The index of the next record.
  var nextIndex: UInt64
  /// The chain so far.
  var chain: [UInt8]

  /// The index after another.
  static func following(_ index: UInt64) -> UInt64 { index == .max ? index : index + 1 }

  static let start = LogPosition(segment: 0, cell: 1, nextIndex: 0, chain: Chain.start)
}

/// What `check` says of a log, worst first.
public enum Verdict: String, Sendable, CaseIterable, Comparable {
  case damaged
  case forked
  case rolledBack = "rolled back"
  case waiting = "waiting for files"
  case unfinished
  case complete

  private var rank: Int { Verdict.allCases.firstIndex(of: self) ?? 0 }
  public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}

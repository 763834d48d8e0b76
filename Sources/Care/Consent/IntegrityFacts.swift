public import Vault

/// What the vault's whole verification says of one consent log.
public enum LogVerdict: Sendable, Hashable, CaseIterable {
  /// Every record verified.
  case whole
  /// Whole up to an unfinished last record, which was never acknowledged and is not counted.
  case unfinished
  /// A record that something names has not arrived.
  case waiting
  /// Two different records claim one place.
  case forked
  /// Shorter than this device has known it.
  case rolledBack
  /// Something in it does not verify, or was not written by its author.
  case damaged

  /// Whether what was read of the log is all that anybody has named.
  var isSound: Bool { self == .whole || self == .unfinished }
}

/// The vault's facts about one consent log.
public struct LogFacts: Sendable, Hashable {
  /// From the log's verified header.
  public let author: PartnerID
  public let verdict: LogVerdict
  /// Points of doubt that the records handed over do not show by themselves.
  ///
  /// For damage: `count` is how many records the files seem to reach, as far as can be told, and
  /// `chain` the last chain that verified, so that a log that goes on growing raises new doubt.
  public let doubts: Set<SeenHead>
  /// Whether something of it could not be read, for a moment or for good: not that it was read and is
  /// not as it has to be.
  public let isUnread: Bool

  public init(
    author: PartnerID, verdict: LogVerdict, doubts: Set<SeenHead> = [], isUnread: Bool = false
  ) {
    self.author = author
    self.verdict = verdict
    self.doubts = doubts
    self.isUnread = isUnread
  }
}

/// What the vault knows about all consent logs, beside the records themselves.
public struct IntegrityFacts: Sendable, Hashable {
  /// One for every consent log of which anything is held; records of a log without facts count
  /// against everything.
  public let logs: [LogID: LogFacts]
  /// Heads of consent logs named outside the consent records: by this device's sealed state, and
  /// by shared diary records.
  public let named: [LogID: Set<SeenHead>]

  public init(logs: [LogID: LogFacts], named: [LogID: Set<SeenHead>] = [:]) {
    self.logs = logs
    self.named = named
  }
}

/// The moment a judgement is made for.
public struct ConsentMoment: Sendable, Hashable {
  /// Unix milliseconds.
  public let now: Int64

  /// The later of the clock and the device's high-water mark, so that a clock set back revives
  /// nothing. Both in Unix milliseconds.
  public init(clock: Int64, highWater: Int64) { now = max(clock, highWater) }
}

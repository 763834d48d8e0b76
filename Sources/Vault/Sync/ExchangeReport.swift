// docs/format.md § Shared folder

/// What came of looking into the linked folders.
public struct ExchangeReport: Sendable, Equatable {
  /// Entries that were not here before; records of consent are not counted, since how many there are
  /// says what a partner has done.
  public internal(set) var collected = 0
  /// Files of entries that were put out, or brought up to date.
  public internal(set) var published = 0
  /// Published copies of one's own logs that said something else, and were put right.
  public internal(set) var repaired = 0
  /// Copies kept in quarantine.
  public internal(set) var quarantined = 0
  /// Copies of which quarantine holds one, from before or since now.
  public internal(set) var kept = 0
  /// Copies for which quarantine had no more room.
  public internal(set) var turnedAway = 0
  /// Folders in which it could not be said who this partner is.
  public internal(set) var unintroduced: [LinkedFolder] = []
  /// Copies that cannot be taken before others have arrived.
  public internal(set) var waiting = 0
  /// Logs of which nothing was taken, since something of them that is here cannot be read just now, or be replaced.
  public internal(set) var untaken = 0
  /// Copies that do not verify.
  public internal(set) var damaged = 0
  /// One's own segments that do not verify, and so were not put out.
  public internal(set) var damagedMasters = 0
  /// Logs that could not be put out, or not whole.
  public internal(set) var refused = 0
  /// Files that are too long for a segment, and were not looked at.
  public internal(set) var tooLong = 0
  /// Whether there was more in a folder than is looked at.
  public internal(set) var isCut = false
  /// Whether private records of this partner lie in the folder that both see.
  public internal(set) var holdsPrivate = false
  /// Logs of which another side came to light.
  public internal(set) var forked: [LogID] = []
  /// Logs written on this device that are further in a folder than this device has known: it was
  /// brought back from an earlier copy, and writes to a new log from now on.
  public internal(set) var restored: [LogID] = []
  /// Logs of who this partner was before a renewal that somebody has gone on with: it is kept aside.
  public internal(set) var goneOn: [LogID] = []
  /// The same, of logs of a partner.
  public internal(set) var goneOnByPartner: [LogID] = []
  /// Whether any of it had not been kept aside before.
  public internal(set) var hasNewlyGoneOn = false
  /// Whether the partner has said for the first time to have a new identity, which was not compared yet.
  public internal(set) var hasHeardOfRenewal = false
  /// Folders that were not there.
  public internal(set) var unreachable: [LinkedFolder] = []
  /// Partners whose keys came from another device of one's own.
  public internal(set) var pinned = 0

  public init() {}

  /// Logs that changed here, and files that changed there, of whatever class.
  var moved = 0

  /// Notes that somebody has gone on with a log that has ended.
  mutating func note(_ log: LogPlace, isOwn: Bool, isNew: Bool) {
    hasNewlyGoneOn = hasNewlyGoneOn || isNew
    if isOwn, !goneOn.contains(log.id) { goneOn.append(log.id) }
    if !isOwn, !goneOnByPartner.contains(log.id) { goneOnByPartner.append(log.id) }
  }

  /// Adds what came of looking as who this partner was before a renewal.
  mutating func add(_ other: ExchangeReport) {
    collected += other.collected
    published += other.published
    repaired += other.repaired
    quarantined += other.quarantined
    kept += other.kept
    turnedAway += other.turnedAway
    waiting += other.waiting
    untaken += other.untaken
    damagedMasters += other.damagedMasters
    refused += other.refused
    forked += other.forked
    goneOn += other.goneOn
    goneOnByPartner += other.goneOnByPartner
    hasNewlyGoneOn = hasNewlyGoneOn || other.hasNewlyGoneOn
    moved += other.moved
    isCut = isCut || other.isCut
    holdsPrivate = holdsPrivate || other.holdsPrivate
  }

  /// Whether nothing came, went or was found.
  public var isEmpty: Bool { self == ExchangeReport() }

  /// Whether something was found that the partner has to know of.
  public var isRemarkable: Bool {
    !forked.isEmpty || !restored.isEmpty || holdsPrivate || damagedMasters > 0
  }
}

/// How closely the linked folders are looked at.
public enum ExchangeDepth: Sendable {
  /// As every command does: by length and last cell, which tell every new record.
  case quick
  /// Every byte of every copy.
  case thorough
  /// As thorough, and nothing is changed, here or there.
  case looking
}

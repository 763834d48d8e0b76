// docs/format.md § Verdicts

extension OpenVault {
  /// What one log holds and whether it holds together.
  public struct LogReport {
    public let log: LogID
    public let author: PartnerID
    public let audience: Audience
    /// `nil` where no header could be read.
    public let logClass: LogClass?
    /// For whom it was made; `nil` for a private log, and where no header could be opened.
    public let recipient: PartnerID?
    public let verdict: Verdict
    public let damage: Damage?
    /// How many records verified.
    public let count: Int
    /// How many of them are entries that can be read: no tombstones, and nothing that the vault itself notes.
    public let entries: Int
    /// The index after the last record that verified, and the chain there.
    public let nextIndex: UInt64
    public let chain: [UInt8]
    /// The segment that it stands in.
    public let segment: UInt32
    /// When its last entry was written, in milliseconds, by its author's clock; `nil` where there is none.
    public let lastEntered: Int64?
    /// The first record with which anything is wrong.
    public let firstDoubt: UInt64?
    /// Whether both sides of a fork are here and verify: in a log of one's own, both then bear the
    /// author's own code, and a device was brought back from an earlier copy.
    public let isForkedHere: Bool
    /// Whether somebody has gone on with it after its author's identity was renewed; that does not count.
    public let goesOn: Bool
    /// Whether something of it could not be read, for a moment or for good: it may say more than is
    /// known here.
    public let isUnread: Bool
    /// Whether it was shared with who this partner was before, by who the other was before: its author may
    /// have a new identity too, and nobody can say where it ended then.
    public internal(set) var isEndUntold = false
    /// How far this device's own state has seen the log.
    public let seen: Head?
    /// The ends of other logs that its records name.
    public let named: [Head]
    /// Its author's word that other logs have ended.
    let closings: [Closing]
    /// The verified entries, in order; only where they were asked for.
    public let records: [LinkedRecord]
  }

  /// A verified record, with the chain that it follows.
  public struct LinkedRecord: Sendable {
    public let record: Record
    public let previousChain: [UInt8]
  }

  /// Whether anything is held that may have ended untold (``LogReport/isEndUntold``).
  public func holdsUntoldEnds() throws(VaultError) -> Bool {
    for era in eras.dropFirst() {
      for author in era.keys.pinned.keys where isEndUntold(of: author, in: era) {
        guard try LogPlace.all(of: author, .shared, in: keys.places, vault).isEmpty else {
          return true
        }
      }
    }
    return false
  }

  /// Whether an author to whom this partner was somebody else has never said where those logs end, and is
  /// not who this partner shares with now.
  private func isEndUntold(of author: PartnerID, in era: OpenVault) -> Bool {
    guard let other, author != other.keys.partner, era.keys.pinned[author] != nil else {
      return false
    }
    return era.keys.ended[author] == nil && keys.ended[author] == nil
  }

  /// Verifies whole what this partner wrote and read before renewals.
  ///
  /// None of it bears on consent.
  public func verifyFormer() throws(VaultError) -> (reports: [LogReport], missing: [MissingLog]) {
    var found: (reports: [LogReport], missing: [MissingLog]) = ([], [])
    for era in eras.dropFirst() {
      var reports = try era.verify(nil)
      for place in reports.indices {
        reports[place].isEndUntold = isEndUntold(of: reports[place].author, in: era)
      }
      found.missing += try era.missingLogs(namedIn: reports)
      found.reports += reports
    }
    return found
  }

  /// Verifies every readable log of a class whole.
  ///
  /// - Parameter progress: told of how many segment files were read so far.
  public func verify(
    _ logClass: LogClass?, keepingRecords: Bool = false, progress: ((Int) -> Void)? = nil
  ) throws(VaultError) -> [LogReport] {
    var count = 0
    keys.afterSegment = {
      count += 1
      progress?(count)
    }
    defer { keys.afterSegment = {} }
    return try LogVerification.reports(
      of: logClass, keys, StateFile(keys.places, vault, partner).read(with: keys.identity),
      keepingRecords: keepingRecords)
  }

  /// A log of which nothing is here.
  public struct MissingLog: Sendable {
    /// Rolled back where this device had it, waiting for files where only a record names it.
    public let verdict: Verdict
    /// How far it is known to have come.
    public let head: Head
    /// Whose it is and of which class; `nil` where only a record names it.
    public let author: PartnerID?
    public let logClass: LogClass?
    public let audience: Audience
  }

  /// Logs that this device has seen, or that records in these reports name, and that are gone or have
  /// not come.
  public func missingLogs(namedIn reports: [LogReport]) throws(VaultError) -> [MissingLog] {
    try LogVerification.missing(
      reports, keys, StateFile(keys.places, vault, partner).read(with: keys.identity))
  }
}

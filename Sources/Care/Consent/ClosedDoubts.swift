import Vault

extension ConsentLedger {
  /// Whether every doubt about every log has been closed by the log's author.
  ///
  /// Any log of either partner can hold a withdrawal, a pause or a health change, so a doubt about
  /// one bears on every item.
  var isIntact: Bool {
    logs.allSatisfy(isSettled)
  }

  /// Whether what is here of every log was read, or has been given up by the log's author.
  ///
  /// An answer past what could not be read would not know of it, and once it can be read again it
  /// would count for nothing.
  var isRead: Bool { logs.allSatisfy { id, log in !log.isUnread || isSettled(id, log) } }

  private func isSettled(_ id: LogID, _ log: HeldLog) -> Bool {
    !log.isUnaccountable && log.doubts.isSubset(of: closedDoubts(of: id, log))
  }

  /// The points of doubt that have been closed. Where nothing has arrived that says whose the log
  /// is, both partners have to close it.
  private func closedDoubts(of id: LogID, _ log: HeldLog) -> Set<SeenHead> {
    let owners = log.author.map { [$0] } ?? partners
    return owners.reduce(into: log.doubts) { $0.formIntersection(doubts(of: id, closedBy: $1)) }
  }

  /// The points of a log that one partner's closings name, in logs beyond doubt.
  func doubts(of id: LogID, closedBy owner: PartnerID) -> Set<SeenHead> {
    let own = closings.filter {
      $0.author == owner && $0.value.log == id && mayPermit($0.record)
    }
    return Set(own.flatMap(\.value.doubts))
  }

  /// What settles a log as it stands; nothing where it is beyond doubt.
  ///
  /// Beside the doubts it names the last record of every stretch that is held, so that a later
  /// resume or revision can know of a pause or a withdrawal behind a gap.
  func closingsDue(of id: LogID) -> [LogClosing] {
    guard let log = logs[id], !log.isSound else { return [] }
    var points = log.doubts.union(log.ends).sorted()[...]
    var due: [LogClosing] = []
    while !points.isEmpty {
      if let closing = try? LogClosing(log: id, doubts: points.prefix(128)) { due.append(closing) }
      points = points.dropFirst(128)
    }
    return due
  }
}

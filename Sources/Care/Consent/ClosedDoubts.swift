import Vault

extension ConsentLedger {
  /// Whether every doubt about every log has been closed by the log's author.
  ///
  /// Any log of either partner can hold a withdrawal, a pause or a health change, so a doubt about
  /// one bears on every item.
  var isIntact: Bool {
    logs.allSatisfy { id, log in
      !log.isUnaccountable && log.doubts.isSubset(of: closedDoubts(of: id, log))
    }
  }

  /// The points of doubt that have been closed. Where nothing has arrived that says whose the log
  /// is, both partners have to close it.
  private func closedDoubts(of id: LogID, _ log: HeldLog) -> Set<SeenHead> {
    let owners = log.author.map { [$0] } ?? partners
    var closed = log.doubts
    for owner in owners {
      let own = closings.filter {
        $0.author == owner && $0.value.log == id && mayPermit($0.record)
      }
      closed.formIntersection(own.flatMap(\.value.doubts))
    }
    return closed
  }

  /// The closings that would settle a log as it stands; none where it is beyond doubt.
  func closingsDue(of id: LogID) -> [LogClosing] {
    var doubts = (logs[id]?.doubts ?? []).sorted()[...]
    var due: [LogClosing] = []
    while !doubts.isEmpty {
      if let closing = try? LogClosing(log: id, doubts: doubts.prefix(128)) { due.append(closing) }
      doubts = doubts.dropFirst(128)
    }
    return due
  }
}

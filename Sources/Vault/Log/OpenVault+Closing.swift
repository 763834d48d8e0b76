// docs/format.md § Records (Closing)

extension OpenVault {
  /// Gives up a log of one's own that was lost, forked or damaged: it ends before the first record with
  /// which anything is wrong.
  ///
  /// - Parameters:
  ///   - entered: now, in milliseconds.
  ///   - zone: the offset from UTC, in minutes.
  ///   - about: today.
  /// - Throws: `nothingToClose` where the log is not this partner's, or holds together.
  public func close(_ log: LogID, entered: Int64, zone: Int16, about: Int32) throws(VaultError) {
    let (logClass, audience, last) = try end(of: log)
    var writer = try LogWriter(keys, randomness)
    if writer.currentLog(logClass, audience) == log { try writer.beginLog(logClass, audience) }
    _ = try writer.append(
      [
        RecordDraft(
          kind: 0, audience: audience, logClass: logClass, entered: entered, zone: zone,
          about: about, body: Closing.encode(log, last: last))
      ], type: .closing)
    putOut(audience, &writer)
  }

  /// What a log is, and its last record that counts.
  private func end(of log: LogID) throws(VaultError) -> (LogClass, Audience, Head?) {
    let reports = try verify(nil)
    if let report = reports.first(where: { $0.log == log }) {
      guard report.author == partner, let doubt = report.firstDoubt,
        let logClass = report.logClass ?? keys.seen[log]?.logClass,
        report.verdict != .complete, report.verdict != .unfinished
      else { throw .nothingToClose }
      let count = min(doubt, report.nextIndex)
      return (logClass, report.audience, try head(log, report.audience, count))
    }
    let missing = try missingLogs(namedIn: reports).first { $0.head.log == log }
    guard let missing, missing.author == partner, let logClass = missing.logClass else {
      throw .nothingToClose
    }
    return (logClass, missing.audience, nil)
  }

  /// The last of the first records of a log.
  private func head(_ log: LogID, _ audience: Audience, _ count: UInt64) throws(VaultError) -> Head?
  {
    guard count > 0 else { return nil }
    let place = LogPlace(
      vaultPath: keys.places.vault, vault: vault, author: partner, audience: audience, id: log)
    var head: Head?
    _ = try LogScan.run(place, with: keys) { step in
      if step.index == count - 1 { head = Head(log: log, index: step.index, chain: step.chain) }
    }
    return head
  }
}

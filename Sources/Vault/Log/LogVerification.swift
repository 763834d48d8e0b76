// docs/format.md § Verdicts

/// Judges one log against what it says of itself and what this device's own state has seen of it.
enum LogVerification {
  static func report(
    _ log: LogPlace, _ logClass: LogClass?, _ keys: ReadingKeys, _ state: DeviceState?,
    keepingRecords: Bool
  ) throws(VaultError) -> OpenVault.LogReport {
    let seen = state?.heads[log.id]
    let isWrittenHere = state?.ownLogs.contains { $0.log == log.id } ?? false
    var records: [OpenVault.LinkedRecord] = []
    var meetsSeen = seen == nil
    var isForked = false
    var finding = try LogScan.run(
      log, with: keys, acknowledged: isWrittenHere ? seen?.position : nil
    ) { record, previous in
      if record.type == .entry && keepingRecords {
        records.append(OpenVault.LinkedRecord(record: record.record, previousChain: previous))
      }
      if let seen, record.fields.index == seen.index {
        meetsSeen = record.chain == seen.chain
        isForked = !meetsSeen
      }
    }
    if isForked {
      finding.note(.forked)
    } else if !meetsSeen, let seen, finding.end.nextIndex <= seen.index {
      finding.note(.rolledBack)
    }
    return OpenVault.LogReport(
      log: log.id, author: log.author, audience: log.audience, logClass: logClass,
      verdict: finding.verdict, damage: finding.damage, count: finding.count,
      nextIndex: finding.end.nextIndex, chain: finding.end.chain,
      seen: seen.map {
        Head(log: log.id, index: $0.index, chain: $0.chain)
      }, records: records)
  }
}

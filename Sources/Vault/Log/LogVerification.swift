// docs/format.md § Verdicts

/// Judges logs against what they say of themselves, what the records of other logs say of them, and
/// what this device's own state has seen of them.
enum LogVerification {
  /// Verifies every readable log of a class whole; of every class where none is given.
  static func reports(
    of logClass: LogClass?, _ keys: ReadingKeys, _ state: DeviceState?, keepingRecords: Bool
  ) throws(VaultError) -> [OpenVault.LogReport] {
    var surveys: [Survey] = []
    var forAnother: [LogPlace] = []
    // How many logs go by each id: a vault has no two of one.
    var places: [LogID: Int] = [:]
    for log in try logs(of: logClass, keys, counting: &places) where isHeld(log) {
      var found: LogClass?
      switch try keys.glance(at: log) {
      case .opens(let its): found = its
      case .forAnother where state?.heads[log.id] == nil:
        forAnother.append(log)
        continue
      case .forAnother, .unreadable: break
      }
      places[log.id, default: 0] += 1
      // What this device has verified of a log once says its class for good.
      if let logClass, let its = found ?? state?.heads[log.id]?.logClass, its != logClass {
        continue
      }
      let survey = try survey(log, found, keys, state, keepingRecords: keepingRecords)
      // Its first header may not have been read where a later one was.
      if let logClass, let its = survey.finding.logClass, its != logClass { continue }
      surveys.append(survey)
    }
    // Nothing vouches for the reader that a header names until its slot opens. A log that was seen or
    // that a record names is this reader's: one changed byte must not take it out of the judgement.
    let known = Set(surveys.flatMap(\.named).map(\.log))
    for log in forAnother where known.contains(log.id) {
      surveys.append(try survey(log, nil, keys, state, keepingRecords: keepingRecords))
    }
    let named = Dictionary(grouping: surveys.flatMap(\.named), by: \.log)
    for place in surveys.indices where places[surveys[place].log.id] ?? 0 > 1 {
      let log = surveys[place].log
      surveys[place].finding.note(.damaged, Damage(file: log.name(of: 0), reason: .path), at: 0)
    }
    let secret = Set(surveys.filter { $0.log.audience == .private }.map(\.log.id))
    return surveys.map { survey in
      let closed = surveys.lazy.filter { $0.mayClose(survey) }.flatMap(\.closings)
        .filter { $0.log == survey.log.id }.max { !$0.counts(asManyAs: $1) }
      return report(
        survey, namedAs: named[survey.log.id] ?? [], closed: closed, secret: secret)
    }
  }

  /// The logs among which those of a class are; all where none is given.
  ///
  /// Private logs hold no consent, so that nothing that is wrong with one bears on it. Only that no
  /// shared log goes by the id of one is seen to.
  private static func logs(
    of logClass: LogClass?, _ keys: ReadingKeys, counting places: inout [LogID: Int]
  ) throws(VaultError) -> [LogPlace] {
    guard logClass == .consent else { return try keys.readableLogs() }
    let own = try? LogPlace.all(of: keys.identity.partner, .private, in: keys.places, keys.vault)
    for log in own ?? [] where isHeld(log) { places[log.id, default: 0] += 1 }
    return try keys.sharedLogs()
  }

  /// Whether anything of a log is here; a place that cannot be looked into may well hold it.
  private static func isHeld(_ log: LogPlace) -> Bool { (try? log.isHeld()) ?? true }

  /// Logs of which nothing is here, although this device has seen them or a record names them.
  static func missing(_ reports: [OpenVault.LogReport], _ keys: ReadingKeys, _ state: DeviceState?)
    throws(VaultError) -> [OpenVault.MissingLog]
  {
    var held: Set<LogID> = []
    for log in try keys.readableLogs() where isHeld(log) { held.insert(log.id) }
    var missing: [LogID: OpenVault.MissingLog] = [:]
    for head in reports.flatMap(\.named) where !held.contains(head.log) {
      if let known = missing[head.log], known.head.index >= head.index { continue }
      missing[head.log] = OpenVault.MissingLog(
        verdict: .waiting, head: head, author: nil, logClass: nil, audience: .shared)
    }
    for (log, seen) in state?.heads ?? [:] where !held.contains(log) {
      // Of a log that has ended, what was seen beyond its end was never its author's.
      if let ends = keys.ends(by: seen.author), ends.last(of: log).map({ seen.index > $0 }) ?? true
      {
        continue
      }
      let closed = reports.lazy
        .filter { report in
          (report.author, report.audience) == (seen.author, seen.audience)
            && report.logClass == seen.logClass
        }
        .flatMap(\.closings).filter { $0.log == log }.max { !$0.counts(asManyAs: $1) }
      if let closed, !closed.admits(seen.index) {
        // Given up by its author; what it says counts has to be there all the same.
        missing[log] = closed.last.map { last in
          OpenVault.MissingLog(
            verdict: .waiting, head: last, author: seen.author, logClass: seen.logClass,
            audience: seen.audience)
        }
        continue
      }
      missing[log] = OpenVault.MissingLog(
        verdict: .rolledBack, head: seen.head(of: log), author: seen.author,
        logClass: seen.logClass, audience: seen.audience)
    }
    return missing.values.sorted { $0.head.log < $1.head.log }
  }

  /// One log, read from its beginning to its end.
  private struct Survey {
    let log: LogPlace
    let logClass: LogClass?
    let seen: Head?
    /// Where it ends by its author's word; `nil` where nobody has said so.
    let ends: [Head]?
    var finding: LogScan.Finding
    var records: [OpenVault.LinkedRecord] = []
    /// Heads that the log's records name.
    var named: [Head] = []
    /// The first record that names each log.
    var namedAt: [LogID: UInt64] = [:]
    /// Its author's word, in its records, that other logs have ended.
    var closings: [Closing] = []
    /// The chain after each record; of a private log without a fork, only where it was last seen.
    var chains: [UInt64: [UInt8]] = [:]
    /// Where entries of the log itself stand, by index, how many of them are erased, and how many more its
    /// other sides hold.
    var entries = AscendingIndices()
    var erasedEntries = 0
    var entriesBeside = 0
    /// When the last entry was written.
    var lastEntered: Int64?
    /// Whether another side of a fork is held, and verifies.
    var isForkedHere = false
    /// The index after the last record that counts, on whatever side.
    var reach: UInt64 = 0

    /// Notes what a record names.
    mutating func note(_ heads: [Head], at index: UInt64) {
      named += heads
      for head in heads { namedAt[head.log] = min(namedAt[head.log] ?? .max, index) }
    }

    /// Reads another side of a fork: what it has that the log has not counts as the log's too.
    mutating func read(
      _ branch: LogPlace.Branch, upTo limit: UInt64?, with keys: ReadingKeys, keepingRecords: Bool
    ) {
      let segment: Segment
      do throws(VaultError) { segment = try keys.open(branch, of: log) } catch {
        // What it holds cannot be known, so it counts from the first record on.
        var reason = Damage.Reason.unreadable
        if case .newerVersion = error { reason = .newer }
        if case .system = error { finding.isUnread = true }
        return finding.note(.damaged, Damage(file: log.name(of: branch), reason: reason), at: 0)
      }
      var fork: UInt64?
      let reading = LogScan.alone(segment, of: log, with: keys) { step in
        if let limit, step.index >= limit {
          finding.goesOn = true
          return
        }
        if limit != nil { reach = max(reach, LogPosition.following(step.index)) }
        let known = chains[step.index]
        guard known != step.chain else { return }
        if known == nil, limit != nil { chains[step.index] = step.chain }
        if known != nil { fork = min(fork ?? .max, step.index) }
        guard let record = step.record else { return }
        note(record.heads, at: step.index)
        if record.type == .entry { entriesBeside += 1 }
        if record.type == .entry && keepingRecords {
          records.append(
            OpenVault.LinkedRecord(record: record.record, previousChain: step.previousChain))
        }
      }
      if let damage = reading.fault, limit.map({ reading.end.nextIndex < $0 }) ?? true {
        finding.note(.damaged, damage, at: reading.end.nextIndex)
      }
      guard let fork else { return }
      isForkedHere = true
      finding.note(.forked, at: fork)
    }

    /// Whether a closing in this log can be of the other: same author, audience and class.
    func mayClose(_ other: Survey) -> Bool {
      log.author == other.log.author && log.audience == other.log.audience
        && (other.logClass ?? logClass) == logClass
    }
  }

  private static func survey(
    _ log: LogPlace, _ logClass: LogClass?, _ keys: ReadingKeys, _ state: DeviceState?,
    keepingRecords: Bool
  ) throws(VaultError) -> Survey {
    let ends = keys.ends(by: log.author).map { $0[log.id] }
    let seen = state?.heads[log.id]
    let isWrittenHere = state?.ownLogs.contains { $0.log == log.id } ?? false
    var survey = Survey(
      log: log, logClass: logClass, seen: known(seen, of: log, ends, keys), ends: ends,
      finding: LogScan.Finding(end: .start))
    do throws(VaultError) {
      try read(
        log, into: &survey, keys, acknowledged: isWrittenHere ? seen?.position : nil,
        keepingRecords: keepingRecords)
    } catch let fault where fault.isOfOnePlace {
      // Its directory could not be listed: whatever it holds, the other logs are judged all the same.
      survey.finding.note(.damaged, Damage(file: log.relative, reason: .unreadable), at: 0)
      survey.finding.isUnread = true
    }
    return survey
  }

  private static func read(
    _ log: LogPlace, into survey: inout Survey, _ keys: ReadingKeys, acknowledged: LogPosition?,
    keepingRecords: Bool
  ) throws(VaultError) {
    let branches = try log.branches()
    let limits = branches.isEmpty ? nil : try keys.limits(of: log)
    survey.finding = try LogScan.run(log, with: keys, acknowledged: acknowledged) { step in
      if log.audience == .shared || step.index == survey.seen?.index || !branches.isEmpty {
        survey.chains[step.index] = step.chain
      }
      guard let record = step.record else { return }
      if record.type == .entry {
        survey.lastEntered = record.fields.entered
        survey.entries.append(step.index)
      }
      survey.note(record.heads, at: step.index)
      if record.type == .closing,
        let closing = try? Closing(record.body, in: log.id, file: log.name(of: 0))
      {
        survey.closings.append(closing)
      }
      if record.type == .entry && keepingRecords {
        survey.records.append(
          OpenVault.LinkedRecord(record: record.record, previousChain: step.previousChain))
      }
    }
    if try log.segments().isEmpty { survey.finding.note(.waiting, at: 0) }
    let erased = survey.finding.erased
    survey.records.removeAll { erased.contains($0.record.fields.index) }
    survey.erasedEntries = erased.count(where: survey.entries.contains)
    for branch in branches {
      survey.read(
        branch, upTo: limits?.limit(of: branch), with: keys, keepingRecords: keepingRecords)
    }
    survey.reach = max(survey.reach, survey.finding.end.nextIndex)
  }

  /// What this device has seen of a log, as far as it says how long the log has to be.
  ///
  /// Of a partner's log that has ended its end alone does: what was seen may be of whoever wrote on.
  private static func known(
    _ seen: DeviceState.SeenHead?, of log: LogPlace, _ ends: [Head]?, _ keys: ReadingKeys
  ) -> Head? {
    guard let seen, let ends else { return seen?.head(of: log.id) }
    return keys.isOwn(log) && ends.contains { seen.index <= $0.index }
      ? seen.head(of: log.id) : nil
  }

  private static func report(
    _ survey: Survey, namedAs named: [Head], closed: Closing?, secret: Set<LogID>
  ) -> OpenVault.LogReport {
    var finding = survey.finding
    // Of a log that its author closed, heads beyond the last record that counts no longer count.
    // The one it names as the last has to be there.
    // Of one whose author was renewed nobody else's word counts either.
    let named =
      (survey.ends ?? named).filter { closed?.admits($0.index) ?? true }
      + (closed?.last.map { [$0] } ?? [])
    let seen = survey.seen.flatMap { closed?.admits($0.index) ?? true ? $0 : nil }
    let held = named + (seen.map { [$0] } ?? [])
    let contradictory = held.filter { head in
      survey.chains[head.index].map { $0 != head.chain } ?? false
    }
    for head in contradictory { finding.note(.forked, at: head.index) }
    if let seen, survey.reach <= seen.index { finding.note(.rolledBack, at: seen.index) }
    for head in named where survey.reach <= head.index {
      finding.note(.waiting, at: head.index)
    }
    if let index = survey.namedAt.filter({ secret.contains($0.key) }).values.min() {
      finding.note(.damaged, Damage(file: survey.log.name(of: 0), reason: .path), at: index)
    }
    let faults = finding.faults.filter { closed?.admits($0.index) ?? true }
    return OpenVault.LogReport(
      log: survey.log.id, author: survey.log.author, audience: survey.log.audience,
      logClass: survey.logClass, recipient: finding.recipient,
      verdict: finding.verdict(upTo: closed),
      damage: faults.first { $0.verdict == .damaged }?.damage,
      count: finding.count,
      entries: survey.entries.count - survey.erasedEntries + survey.entriesBeside,
      nextIndex: finding.end.nextIndex, chain: finding.end.chain,
      segment: finding.end.segment, lastEntered: survey.lastEntered,
      firstDoubt: faults.map(\.index).min(), isForkedHere: survey.isForkedHere,
      goesOn: finding.goesOn, isUnread: finding.isUnread,
      seen: survey.seen, named: survey.named, closings: survey.closings,
      records: survey.records)
  }
}

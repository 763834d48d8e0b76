import Sodium

// docs/format.md § Shared folder (Collecting)

extension LogWriter {
  /// Takes in what a linked folder holds that is not here yet; nothing is taken unverified.
  mutating func collect(
    from root: borrowing Folder, _ role: LinkedFolder.Role, _ depth: ExchangeDepth,
    _ report: inout ExchangeReport
  ) throws(VaultError) {
    let survey = try FolderSurvey(root)
    report.tooLong += survey.tooLong
    report.isCut = report.isCut || survey.isCut
    let arrivals = Arrivals(root, survey, role, keys, depth)
    report.holdsPrivate = report.holdsPrivate || arrivals.holdsPrivate
    var budget = ReadingBudget(depth)
    var logsLeft = arrivals.logs.count
    // Whom this partner trusts last comes first: those logs may say where earlier ones end.
    let latest = keys.latest
    var isToLearn = depth != .looking && keys.pinned.count > 1
    for (log, copies) in arrivals.logs.sorted(by: {
      ($0.key.author == latest ? 0 : 1, $0.key.folder)
        < ($1.key.author == latest ? 0 : 1, $1.key.folder)
    }) {
      if isToLearn, log.author != latest {
        try remember(time: .min)
        isToLearn = false
      }
      budget.begin(oneOf: logsLeft)
      logsLeft -= 1
      guard let authors = try lockOfAuthor(of: log) else { continue }
      do throws(VaultError) {
        try collect(copies, of: log, from: root, depth, &budget, &report)
      } catch .newerVersion { report.untaken += 1 } catch let fault where fault.isOfOnePlace {
        report.untaken += 1
      }
      _ = consume authors
    }
    report.isCut = report.isCut || budget.isCut
  }

  /// The lock that a log's author needs to write it.
  private struct AuthorLock: ~Copyable {
    /// Needless where the log is this partner's own, or its author does not live on this device.
    let lock: WriterLock?
  }

  /// Where both partners use one vault, the other's logs are the other's masters; `nil` while the other
  /// is writing.
  private func lockOfAuthor(of log: LogPlace) throws(VaultError) -> AuthorLock? {
    guard !keys.isOwn(log), try Storage.exists(keys.places.identity(log.author)) else {
      return AuthorLock(lock: nil)
    }
    do throws(VaultError) {
      let path = keys.places.lock(keys.vault, log.author)
      return AuthorLock(lock: try WriterLock.take(path, waiting: false))
    } catch .busy { return nil }
  }

  private mutating func collect(
    _ copies: [Arrivals.Copy], of log: LogPlace, from root: borrowing Folder,
    _ depth: ExchangeDepth,
    _ budget: inout ReadingBudget, _ report: inout ExchangeReport
  ) throws(VaultError) {
    var quarantine = Quarantine(keys.places, randomness)
    var readings: [SegmentReading] = []
    var masters: [UInt32: SegmentReading?] = [:]
    for copy in copies.sorted(by: { $0.comesBefore($1, in: log) }) {
      guard budget.allowsAnother() else { break }
      budget.charge(copy.size)
      guard let folder = (try? root.folder(at: copy.way)) ?? nil,
        let bytes = (try? folder.read(copy.name, limit: Cell.longestSegment)) ?? nil
      else { continue }
      let reading = try? SegmentReading(bytes, copy.number, of: log, with: keys)
      if reading?.fault != nil || reading == nil {
        report.damaged += 1
        budget.chargeInVain(copy.size)
        guard depth != .looking else { continue }
        // A damaged copy of what is held otherwise may hold what was erased since.
        let held: SegmentReading?
        if let known = masters[copy.number] {
          held = known
        } else {
          held = try keys.held(at: log.path(of: copy.number), copy.number, of: log).reading
          masters[copy.number] = .some(held)
        }
        try quarantine.keep(held?.blanking(bytes) ?? bytes, from: log.id, copy.number)
      }
      if let reading { readings.append(reading) }
    }
    if let ends = keys.ends(by: log.author) {
      readings = try leading(readings, to: ends[log.id], of: log, depth, &quarantine, &report)
    }
    // The longest first: the others then hold nothing new.
    readings.sort { ($0.header.number, $1.soundCount) < ($1.header.number, $0.soundCount) }
    let merge = try merged(readings, log)
    report.waiting += merge.waiting
    report.isCut = report.isCut || merge.surplus > 0
    if merge.isChanged {
      for reading in readings where reading.fault == nil {
        budget.refund(reading.segment.bytes.count)
      }
      try take(merge, depth, &quarantine, &report)
    } else {
      for reading in readings where reading.fault == nil {
        budget.chargeInVain(reading.segment.bytes.count)
      }
    }
    quarantine.tell(&report)
  }

  /// What the log is with these copies, when tombstones are admitted by erasure records that will be
  /// there too.
  private func merged(_ readings: [SegmentReading], _ log: LogPlace) throws(VaultError) -> LogMerge
  {
    let concernsErasing =
      keys.ends(by: log.author) != nil
      || readings.contains { reading in
        !reading.erasures.isEmpty || reading.spans.contains(where: \.isTombstone)
      }
    let held = concernsErasing ? try ErasureSearch.all(in: log, with: keys) : []
    var admitted = held + readings.flatMap(\.erasures)
    while true {
      var merge = try LogMerge(log, with: keys, randomness, erasures: admitted)
      for reading in readings { try merge.take(reading) }
      try merge.bury(admitted.filter { merge.takenErasures.contains($0) || held.contains($0) })
      let there = held + merge.takenErasures
      let areAllThere = merge.takenTombstones.allSatisfy { span in
        there.contains { $0.names(span) }
      }
      let fewer = admitted.filter(there.contains)
      if areAllThere || fewer.count == admitted.count { return merge }
      admitted = fewer
    }
  }

  private mutating func take(
    _ merge: LogMerge, _ depth: ExchangeDepth, _ quarantine: inout Quarantine,
    _ report: inout ExchangeReport
  ) throws(VaultError) {
    let log = merge.log
    let isWrittenHere = state.ownLogs.contains { $0.log == log.id }
    if keys.isOwn(log), !keys.isFormer, isWrittenHere, merge.goesBeyond(state.heads[log.id]) {
      // Before anything else: a log whose end this device did not know is never gone on with.
      if depth != .looking { try leaveBehind(log) }
      report.restored.append(log.id)
    }
    if merge.hasNewBranch, keys.ends(by: log.author) == nil { report.forked.append(log.id) }
    report.collected += merge.newRecords
    report.moved += 1
    if depth != .looking { try merge.write(&quarantine) }
  }

  /// Begins a new log in the place of one that this device has written so far.
  private mutating func leaveBehind(_ log: LogPlace) throws(VaultError) {
    guard let own = state.ownLogs.first(where: { $0.log == log.id }),
      currentLog(own.logClass, own.audience) == log.id
    else { return }
    try beginLog(own.logClass, own.audience)
  }
}

extension SegmentReading {
  /// A copy with everything in it overwritten that is erased here.
  func blanking(_ copy: [UInt8]) -> [UInt8] {
    var bytes = copy
    for span in spans where span.isTombstone {
      let place = span.firstCell * Cell.length..<(span.firstCell + span.parts) * Cell.length
      guard place.lowerBound < bytes.count else { continue }
      let end = min(place.upperBound, bytes.count)
      bytes.replaceSubrange(
        place.lowerBound..<end, with: segment.bytes[place.lowerBound..<end])
    }
    return bytes
  }
}

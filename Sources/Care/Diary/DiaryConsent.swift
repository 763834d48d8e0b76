import Vault

/// Agreements, as one partner's diary reads them.
extension Diary {
  /// Everything that can be said about consent now, from logs that are verified whole each time.
  ///
  /// A command reads this once and hands it on: what is shown, what is answered and what the answer
  /// says its author had read are then one and the same. It is a value, and lives no longer.
  public func consent() throws(DiaryError) -> Consent {
    // "No agreement yet" would be untrue, and whoever took the state away would gain by it.
    try DiaryError.vault { () throws(VaultError) in try vault.requireRememberedPartner() }
    // Consent is between these two alone: what was agreed with who one's partner was before, or with
    // somebody else, bears on nothing here, nor does what is wrong with it. A log whose header does not
    // open could be theirs, and counts.
    let pair = Set([me] + (vault.latestPartner.map { [$0] } ?? []))
    let reports = try DiaryError.vault { () throws(VaultError) in
      try vault.verify(.consent, keepingRecords: true)
    }.filter { report in
      pair.contains(report.author) && report.recipient.map(pair.contains) ?? true
    }
    var records: [ConsentRecord] = []
    var facts: [LogID: LogFacts] = [:]
    var named: [LogID: Set<SeenHead>] = [:]
    let held = Set(reports.map(\.log))
    for report in reports {
      facts[report.log] = LogFacts(report)
      if let seen = report.seen.flatMap(SeenHead.init) {
        named[report.log, default: []].insert(seen)
      }
      for linked in report.records {
        for head in linked.record.heads {
          // Heads of diary logs bear on no consent; a log that is not held at all might be either.
          guard held.contains(head.log), let seen = SeenHead(head) else { continue }
          named[head.log, default: []].insert(seen)
        }
        if let record = ConsentRecord(linked) { records.append(record) }
      }
    }
    let missing = try DiaryError.vault { () throws(VaultError) in
      try vault.missingLogs(namedIn: reports)
    }
    // A log that this device has read and that is gone counts, unless it surely held no consent. One
    // that is only named is named by a consent body too, if it bears on consent.
    for log in missing where log.verdict == .rolledBack && log.logClass != .diary {
      guard log.audience == .shared, let seen = SeenHead(log.head) else { continue }
      named[log.head.log, default: []].insert(seen)
      if let author = log.author {
        facts[log.head.log] = LogFacts(author: author, verdict: .rolledBack, doubts: [seen])
      }
    }
    return Consent(
      records: records, viewer: me, partner: other?.keys.partner,
      isRenewed: vault.isPartnerRenewed,
      facts: IntegrityFacts(logs: facts, named: named), digest: Diary.digest)
  }

  /// The agreements as this partner may see them now.
  public func agreements(in consent: Consent) -> [AgreementView] {
    // What was on the screen once is remembered: neither an older copy of a log nor a clock set back
    // revives anything afterwards. A full disk must not keep the screen shut.
    try? vault.remember(time: clock.now().milliseconds)
    return consent.agreements(at: moment)
  }

  /// The agreements as this partner may see them now, read for this alone.
  public func agreements() throws(DiaryError) -> [AgreementView] { agreements(in: try consent()) }

  var moment: ConsentMoment {
    ConsentMoment(clock: clock.now().milliseconds, highWater: vault.highWater)
  }

  static let digest = ConsentDigest { OpenVault.digest($0) }

  /// Does what is due at every command of this partner: remembers the time and how far the other's
  /// logs have come, and opens this partner's closed answers where the other's are here too.
  ///
  /// - Parameter isWriting: whether an entry is about to be kept, whose time is remembered with it.
  /// - Returns: what was read for it; `nil` where nothing was, or where an answer was opened since.
  public func settle(isWriting: Bool = false) throws(DiaryError) -> Consent? {
    let now = clock.now().milliseconds
    // Coarsely, so that reading seldom writes.
    let isLater =
      !isWriting && now > vault.highWater.addingReportingOverflow(600_000).partialValue
    if isLater || other != nil {
      try DiaryError.vault { () throws(VaultError) in
        try vault.remember(time: isLater ? now : .min, waiting: false)
      }
    }
    guard other != nil else { return nil }
    return try openAnswers(in: try consent())
  }

  /// Opens this partner's closed answers where the other's are here too.
  ///
  /// - Returns: what was read; `nil` where it says less than is written now.
  @discardableResult
  func openAnswers(in consent: Consent) throws(DiaryError) -> Consent? {
    guard consent.hasClosedAnswers, consent.isRead else { return consent }
    let due = consent.openingsDue(for: try heldAnswers())
    for opening in due { try permit(.opening(opening), in: consent) }
    return due.isEmpty ? consent : nil
  }

  /// Refuses to permit anything past what could not be read.
  ///
  /// Whatever permits says what its author had seen, and what it has not seen beats it. So a yes that is
  /// given while a log does not read would be kept and count for nothing.
  public func requireRead(_ consent: Consent) throws(DiaryError) {
    guard consent.isRead else { throw .unread }
  }

  /// Writes what permits: a wording, an answer, its opening, the lifting of a pause.
  @discardableResult
  func permit(_ payload: ConsentPayload, in consent: Consent) throws(DiaryError) -> RecordID {
    try requireRead(consent)
    return try write(payload, seen: consent.seen)
  }

  /// Writes what restricts, whatever cannot be read.
  @discardableResult
  func restrict(_ payload: ConsentPayload, _ consent: Consent?) throws(DiaryError) -> RecordID {
    try DiaryError.vault { () throws(VaultError) in try vault.requireRememberedPartner() }
    return try write(payload, seen: consent?.seen ?? [:])
  }

  private func write(_ payload: ConsentPayload, seen: [LogID: SeenHead]) throws(DiaryError)
    -> RecordID
  {
    let body = try DiaryError.consent { () throws(ConsentError) in
      try ConsentBody(writing: payload, seen: seen)
    }
    return try append(body.bytes, kind: payload.tag, .shared, .consent)
  }

  /// Appends bytes that are no entry's, about today.
  @discardableResult
  func append(_ body: [UInt8], kind: UInt16, _ audience: Audience, _ logClass: LogClass)
    throws(DiaryError) -> RecordID
  {
    let now = clock.now()
    return try append(
      RecordDraft(
        kind: kind, audience: audience, logClass: logClass, entered: now.milliseconds,
        zone: now.offsetMinutes, about: now.date.day, body: body))
  }

  func heldAnswers() throws(DiaryError) -> [HeldAnswer] {
    let records = try DiaryError.vault { () throws(VaultError) in
      try vault.records(of: .diary, until: { $0.audience != .private }) {
        $0.kind == KindTag.heldAnswer && $0.audience == .private
      } passingOver: {
        $0.audience == .private && !$0.mayHold([KindTag.heldAnswer])
      }
    }
    return try gather(records).compactMap { HeldAnswer(bytes: $0.body) }
  }
}

extension ConsentRecord {
  init?(_ linked: OpenVault.LinkedRecord) {
    let fields = linked.record.fields
    guard let previous = ConsentHash(bytes: linked.previousChain),
      let chain = ConsentHash(bytes: linked.record.chain)
    else { return nil }
    self.init(
      id: fields.id, log: fields.log, index: fields.index, previous: previous, chain: chain,
      author: fields.author, entered: fields.entered, tag: fields.kind, body: linked.record.body)
  }
}

extension SeenHead {
  init?(_ head: Head) {
    guard let chain = ConsentHash(bytes: head.chain) else { return nil }
    self.init(count: head.index == .max ? .max : head.index + 1, chain: chain)
  }
}

extension LogFacts {
  init(_ report: OpenVault.LogReport) {
    let verdict: LogVerdict =
      switch report.verdict {
      case .complete: .whole
      case .unfinished: .unfinished
      case .waiting: .waiting
      case .rolledBack: .rolledBack
      case .forked: .forked
      case .damaged: .damaged
      }
    var doubts: Set<SeenHead> = []
    if !verdict.isSound, let chain = ConsentHash(bytes: report.chain) {
      doubts = [SeenHead(count: report.nextIndex &+ 1, chain: chain)]
    }
    self.init(
      author: report.author, verdict: verdict, doubts: doubts, isUnread: report.isUnread)
  }
}

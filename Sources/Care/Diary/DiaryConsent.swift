import Vault

/// Agreements, as one partner's diary reads and writes them.
extension Diary {
  /// Everything that can be said about consent now, from logs that are verified whole each time.
  public func consent() throws(DiaryError) -> Consent {
    // "No agreement yet" would be untrue, and whoever took the state away would gain by it.
    try DiaryError.vault { () throws(VaultError) in try vault.requireRememberedPartner() }
    let reports = try DiaryError.vault { () throws(VaultError) in
      try vault.verify(.consent, keepingRecords: true)
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
      if log.audience == .shared, let seen = SeenHead(log.head) {
        named[log.head.log, default: []].insert(seen)
      }
    }
    return Consent(
      records: records, viewer: me, partner: other?.keys.partner,
      facts: IntegrityFacts(logs: facts, named: named), digest: Diary.digest)
  }

  /// The agreements as this partner may see them now.
  public func agreements() throws(DiaryError) -> [AgreementView] {
    let consent = try consent()
    // What was on the screen once is remembered: neither an older copy of a log nor a clock set back
    // revives anything afterwards. A full disk must not keep the screen shut.
    try? vault.remember(time: clock.now().milliseconds)
    return consent.agreements(at: moment)
  }

  /// Ends what was agreed in logs that cannot be read now, so that it stays ended when they can.
  ///
  /// Without its log the agreement has no name that a withdrawal could give. A health change needs
  /// none, ends everything agreed so far, and no screen tells it from a withdrawal.
  /// - Returns: `false`, with nothing written, where everything known is here and reads.
  public func withdrawUnreadable() throws(DiaryError) -> Bool {
    let consent = try consent()
    guard other != nil, !consent.isWhole else { return false }
    try write(.healthChange, seen: consent.seen)
    return true
  }

  var moment: ConsentMoment {
    ConsentMoment(clock: clock.now().milliseconds, highWater: vault.highWater)
  }

  static let digest = ConsentDigest { OpenVault.digest($0) }

  /// Proposes an agreement, or a new revision of one.
  ///
  /// - Returns: the agreement's id.
  public func propose(_ proposal: AgreementProposal) throws(DiaryError) -> AgreementID {
    let consent = try consent()
    let agreement: AgreementID
    if let existing = proposal.agreement {
      guard !consent.newestRevisions(of: existing).isEmpty else { throw .notFound }
      agreement = existing
    } else {
      guard let fresh = AgreementID(bytes: vault.randomBytes(16)) else { throw .notFound }
      agreement = fresh
    }
    let revision = try DiaryError.consent { () throws(ConsentError) in
      try proposal.revision(of: agreement, after: consent.newestRevisions(of: agreement))
    }
    try write(.revision(revision), seen: consent.seen)
    return agreement
  }

  /// Says yes to items of an agreement, or to all; what was a yes before stays one.
  ///
  /// The answer is closed until the other partner's is here too, and then opens by itself.
  public func grant(_ agreement: AgreementID, items: [String]?) throws(DiaryError) {
    let consent = try consent()
    let (hash, revision) = try current(agreement, consent)
    var yes = try chosen(items, revision)
    for earlier in try heldAnswers() where earlier.revision == hash {
      yes.formUnion(earlier.answer.yes(in: revision))
    }
    guard let salt = ConsentHash(bytes: vault.randomBytes(32)) else {
      throw .consent(.brokenDigest)
    }
    let held = try DiaryError.consent { () throws(ConsentError) in
      try HeldAnswer(
        Answer(yesTo: yes, in: revision), to: hash, author: me, seen: consent.seen, salt: salt,
        digest: Diary.digest)
    }
    // The private half first: a commitment that nobody could open would be no answer at all.
    try append(held.bytes, kind: KindTag.heldAnswer, .private, .diary)
    try write(.commitment(held.commitment), seen: consent.seen)
    try settle()
  }

  /// Withdraws items of an agreement, or all of it: nothing more is needed.
  public func withdraw(_ agreement: AgreementID, items: [String]?) throws(DiaryError) {
    let consent = try consent()
    guard let hash = consent.newestRevisions(of: agreement).first,
      let revision = consent.revision(hash)
    else { throw .notFound }
    guard let items else {
      return try write(.withdrawal(Withdrawal(allOf: agreement)), seen: consent.seen)
    }
    let chosen = try chosen(items, revision)
    let withdrawal = try DiaryError.consent { () throws(ConsentError) in
      try Withdrawal(chosen, of: agreement)
    }
    try write(.withdrawal(withdrawal), seen: consent.seen)
  }

  /// Does what is due at every command of this partner: remembers the time and how far the other's
  /// logs have come, and opens this partner's closed answers where the other's are here too.
  public func settle() throws(DiaryError) {
    let now = clock.now().milliseconds
    // Coarsely, so that reading seldom writes.
    let isLater = now > vault.highWater.addingReportingOverflow(600_000).partialValue
    if isLater || other != nil {
      try DiaryError.vault { () throws(VaultError) in
        try vault.remember(time: isLater ? now : .min, waiting: false)
      }
    }
    guard other != nil else { return }
    let consent = try consent()
    guard consent.hasClosedAnswers else { return }
    for opening in consent.openingsDue(for: try heldAnswers()) {
      try write(.opening(opening), seen: consent.seen)
    }
  }

  private func write(_ payload: ConsentPayload, seen: [LogID: SeenHead]) throws(DiaryError) {
    let body = try DiaryError.consent { () throws(ConsentError) in
      try ConsentBody(payload, seen: seen)
    }
    try append(body.bytes, kind: payload.tag, .shared, .consent)
  }

  /// Appends bytes that are no entry's, about today.
  func append(
    _ body: [UInt8], kind: UInt16, _ audience: Audience, _ logClass: LogClass
  ) throws(DiaryError) {
    let now = clock.now()
    _ = try append(
      RecordDraft(
        kind: kind, audience: audience, logClass: logClass, entered: now.milliseconds,
        zone: now.offsetMinutes, about: now.date.day, body: body))
  }

  private func current(_ agreement: AgreementID, _ consent: Consent) throws(DiaryError)
    -> (ConsentHash, AgreementRevision)
  {
    let newest = consent.newestRevisions(of: agreement)
    guard let hash = newest.first, let revision = consent.revision(hash) else { throw .notFound }
    guard newest.count == 1 else { throw .unsettled }
    return (hash, revision)
  }

  private func chosen(_ names: [String]?, _ revision: AgreementRevision) throws(DiaryError)
    -> Set<ItemID>
  {
    guard let names else { return Set(revision.items.map(\.id)) }
    var chosen: Set<ItemID> = []
    for name in names {
      guard let item = revision.items.first(where: { $0.id.description == name }) else {
        throw .unknownItem(name)
      }
      chosen.insert(item.id)
    }
    return chosen
  }

  private func heldAnswers() throws(DiaryError) -> [HeldAnswer] {
    let records = try DiaryError.vault { () throws(VaultError) in
      try vault.records { $0.kind == KindTag.heldAnswer && $0.audience == .private }
    }
    var held: [HeldAnswer] = []
    while let record = try DiaryError.vault({ () throws(VaultError) in try records.next() }) {
      if let answer = HeldAnswer(bytes: record.body) { held.append(answer) }
    }
    return held
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
    self.init(author: report.author, verdict: verdict, doubts: doubts)
  }
}

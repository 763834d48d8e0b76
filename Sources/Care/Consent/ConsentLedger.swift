import Vault

/// A payload together with the record that carries it.
struct Written<Value: Sendable>: Sendable {
  let record: ConsentRecord
  let value: Value
  var author: PartnerID { record.author }
}

/// All that is held, sorted by what it says; the rules read it and nothing else.
///
/// It is built from a set: nothing in it depends on the order in which records arrived.
struct ConsentLedger: Sendable {
  /// The two partners, or the one.
  let partners: Set<PartnerID>
  /// Whether the viewer's partner has spoken of a new identity that was not compared yet.
  let isRenewed: Bool
  let digest: ConsentDigest
  /// Every log that could bear on the partners; logs of anybody else are left out.
  let logs: [LogID: HeldLog]
  private(set) var revisions: [AgreementID: [ConsentHash: AgreementRevision]] = [:]
  private(set) var proposals: [ConsentHash: [ConsentRecord]] = [:]
  private(set) var commitments: [ConsentHash: [Written<AnswerCommitment>]] = [:]
  private(set) var openings: [ConsentHash: [Written<AnswerOpening>]] = [:]
  private(set) var withdrawals: [Written<Withdrawal>] = []
  private(set) var pauses: [ConsentRecord] = []
  private(set) var resumes: [ConsentRecord] = []
  private(set) var healthChanges: [ConsentRecord] = []
  private(set) var closings: [Written<LogClosing>] = []

  init(
    _ records: some Sequence<ConsentRecord>, partners: Set<PartnerID>, isRenewed: Bool,
    facts: IntegrityFacts, digest: ConsentDigest
  ) {
    self.partners = partners
    self.isRenewed = isRenewed
    self.digest = digest
    var held: [LogID: [ConsentRecord]] = [:]
    var named = facts.named
    for record in Set(records) {
      held[record.log, default: []].append(record)
      for (log, head) in record.seen { named[log, default: []].insert(head) }
      if case .closing(let closing) = record.payload {
        named[closing.log, default: []].formUnion(closing.doubts)
      }
    }
    var logs: [LogID: HeldLog] = [:]
    for log in Set(held.keys).union(named.keys).union(facts.logs.keys) {
      if let author = facts.logs[log]?.author, !partners.contains(author) { continue }
      logs[log] = HeldLog(
        held[log] ?? [], named: named[log] ?? [], facts: facts.logs[log])
    }
    self.logs = logs
    for log in logs.keys {
      for record in held[log] ?? [] where partners.contains(record.author) { enter(record) }
    }
  }

  private mutating func enter(_ record: ConsentRecord) {
    switch record.payload {
    case .revision(let revision):
      guard let hash = revision.hash(digest) else { return }
      revisions[revision.agreement, default: [:]][hash] = revision
      proposals[hash, default: []].append(record)
    case .commitment(let commitment):
      commitments[commitment.revision, default: []].append(
        Written(record: record, value: commitment))
    case .opening(let opening):
      openings[opening.commitment, default: []].append(Written(record: record, value: opening))
    case .withdrawal(let withdrawal):
      withdrawals.append(Written(record: record, value: withdrawal))
    case .pause: pauses.append(record)
    case .resume: resumes.append(record)
    case .healthChange: healthChanges.append(record)
    case .closing(let closing): closings.append(Written(record: record, value: closing))
    case nil: break
    }
  }

  /// Whether a record may say yes: everything its log is known to hold has arrived and reads.
  ///
  /// What restricts always counts; what permits counts only from a log beyond doubt.
  func mayPermit(_ record: ConsentRecord) -> Bool { logs[record.log]?.isSound ?? false }
}

public import Vault

/// Everything that can be said about consent from one set of records: what is welcome to be asked.
///
/// A pure value. The same set of records, facts and moment give the same states, whoever looks and
/// in whatever order the records came. Whatever is unclear reads as not active.
public struct Consent: Sendable {
  let ledger: ConsentLedger
  let viewer: PartnerID

  /// Reads a set of records.
  ///
  /// `records` are all verified records of the consent logs of both partners, every branch of a
  /// fork included. `partner` is the pinned partner; with `nil` nothing is active. Nor is anything where
  /// that partner has spoken of a new identity (`isRenewed`): then who else writes as them is not known.
  public init(
    records: some Sequence<ConsentRecord>, viewer: PartnerID, partner: PartnerID?,
    isRenewed: Bool = false, facts: IntegrityFacts, digest: ConsentDigest
  ) {
    self.viewer = viewer
    let partners = Set([viewer] + (partner.map { [$0] } ?? []))
    ledger = ConsentLedger(
      records, partners: partners, isRenewed: isRenewed, facts: facts, digest: digest)
  }

  /// Every agreement as the viewer may see it at a moment, ascending by id.
  public func agreements(at moment: ConsentMoment) -> [AgreementView] {
    judgements(at: moment).map { judgement in
      AgreementView(judgement, viewer: viewer, hasEnded: hasEnded(judgement))
    }
  }

  /// The openings that the viewer's program is to write now.
  ///
  /// `held` are the viewer's own closed answers, from the private diary.
  public func openingsDue(for held: some Sequence<HeldAnswer>) -> [AnswerOpening] {
    ledger.openingsDue(for: viewer, held: held)
  }

  /// Whether everything that anybody has named has arrived and reads.
  public var isWhole: Bool { ledger.isIntact }

  /// Whether whatever is here could be read, so that the viewer can answer in the knowledge of it. A log
  /// that does not read and that its author has closed does not stand in the way.
  public var isRead: Bool { ledger.isRead }

  /// Whether the viewer has closed answers that no opening of the viewer's has opened yet.
  var hasClosedAnswers: Bool {
    let opened = Set(ledger.openings.keys)
    return ledger.commitments.values.joined().contains {
      $0.author == viewer && !opened.contains($0.value.sealed)
    }
  }

  /// The viewer's answers to a revision that the viewer's next answer to it may add to: none from
  /// before a pause, since after one everybody affirms anew.
  func standingAnswers(to revision: ConsentHash) -> Set<ConsentHash> {
    let own = (ledger.commitments[revision] ?? []).filter {
      $0.author == viewer && ledger.isUnpaused(for: [$0.record])
    }
    return Set(own.map(\.value.sealed))
  }

  /// The items of a revision that the viewer has withdrawn: none of them comes back in it.
  func itemsWithdrawn(from hash: ConsentHash) -> Set<ItemID> {
    guard let revision = revision(hash) else { return [] }
    let own = ledger.withdrawals.filter {
      $0.author == viewer && !ledger.isAfter(hash, $0.record)
    }
    return Set(
      revision.items.map(\.id).filter { item in
        own.contains { $0.value.covers(item, of: revision.agreement) }
      })
  }

  /// Whether the viewer's own acts have ended the viewer's whole answer. The other's have no part in it.
  private func hasEnded(_ judgement: AgreementJudgement) -> Bool {
    let own = (judgement.answers.all[viewer] ?? []).map(\.record)
    return itemsWithdrawn(from: judgement.hash).count == judgement.revision.items.count
      || ledger.healthChanges.contains { $0.author == viewer && !ledger.allSaw(own, $0) }
  }

  /// The viewer's own withdrawals, newest first by the viewer's own clock.
  public var ownWithdrawals: [OwnWithdrawal] {
    ledger.withdrawals.filter { $0.author == viewer }
      .map { OwnWithdrawal(id: $0.record.id, entered: $0.record.entered, what: $0.value) }
      .sorted { ($0.entered, $0.id) > ($1.entered, $1.id) }
  }

  /// What this set amounts to as read: the `seen` of whatever the viewer writes after looking.
  public var seen: [LogID: SeenHead] { ledger.logs.compactMapValues(\.vouchedHead) }

  /// The revisions of an agreement that the next one names as its parents, ascending by hash.
  public func newestRevisions(of agreement: AgreementID) -> [ConsentHash] {
    ledger.newestRevisions(of: agreement)
  }

  /// A revision by its hash.
  public func revision(_ hash: ConsentHash) -> AgreementRevision? {
    ledger.revision(named: hash)
  }

  /// What the author of a log writes, in another log, to close it; empty where nothing is in doubt.
  public func closingsDue(of log: LogID) -> [LogClosing] { ledger.closingsDue(of: log) }

  /// The logs in doubt that the viewer can close and has not closed: own ones, and those of which
  /// nothing that has arrived says whose they are, which both close. Ascending.
  public var logsToClose: [LogID] {
    ledger.logs.filter { id, log in
      !log.isSound && [nil, viewer].contains(log.author)
        && !log.doubts.isSubset(of: ledger.doubts(of: id, closedBy: viewer))
    }.keys.sorted()
  }

  /// Every agreement, judged, with the reasons that no screen shows.
  func judgements(at moment: ConsentMoment) -> [AgreementJudgement] {
    ledger.revisions.keys.sorted().compactMap { agreement in
      guard let hash = ledger.newestRevisions(of: agreement).first,
        let revision = ledger.revisions[agreement]?[hash]
      else { return nil }
      return AgreementJudgement(hash: hash, revision: revision, ledger: ledger, now: moment.now)
    }
  }
}

/// A withdrawal as its author wrote it.
public struct OwnWithdrawal: Sendable, Hashable {
  public let id: RecordID
  /// By its author's clock, in Unix milliseconds.
  public let entered: Int64
  public let what: Withdrawal
}

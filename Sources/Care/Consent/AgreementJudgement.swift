import Vault

/// One revision judged: for each item the first rule that does not hold, or none.
///
/// The reasons are for the tests: no screen and no document shows one, to either partner.
struct AgreementJudgement: Sendable {
  let hash: ConsentHash
  let revision: AgreementRevision
  let answers: RevisionAnswers
  /// In the order of the revision's items; `nil` where the item is active.
  let reasons: [NotActiveReason?]

  init(hash: ConsentHash, revision: AgreementRevision, ledger: ConsentLedger, now: Int64) {
    self.hash = hash
    self.revision = revision
    answers = RevisionAnswers(to: hash, revision, in: ledger)
    var reasons: [NotActiveReason?] = []
    for place in revision.items.indices {
      let question = ItemQuestion(
        ledger: ledger, hash: hash, revision: revision, place: place, answers: answers, now: now)
      reasons.append(ConsentRules.all.first { !$0.allows(question) }?.reason)
    }
    self.reasons = reasons
  }
}

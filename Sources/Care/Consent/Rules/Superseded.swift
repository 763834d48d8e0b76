/// The revision is the agreement's only newest one.
///
/// Of two written at the same time neither counts, until one names both as its parents.
struct Superseded: ConsentRule {
  let reason = NotActiveReason.superseded

  func allows(_ question: ItemQuestion) -> Bool {
    question.ledger.newestRevisions(of: question.revision.agreement) == [question.hash]
  }
}

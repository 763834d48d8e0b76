/// Nobody's health has changed since anybody answered.
///
/// Every answer to the revision is asked, replaced ones too: once lapsed, a revision stays lapsed.
struct HealthChanged: ConsentRule {
  let reason = NotActiveReason.lapsedByHealth

  func allows(_ question: ItemQuestion) -> Bool {
    question.ledger.healthChanges.allSatisfy {
      question.ledger.allSaw(question.answers.allRecords, $0)
    }
  }
}

/// No withdrawal by either partner covers the item.
///
/// A withdrawal is final for every revision that was not written in its knowledge, and it beats
/// every answer that had not seen it.
struct Withdrawn: ConsentRule {
  let reason = NotActiveReason.withdrawn

  func allows(_ question: ItemQuestion) -> Bool {
    guard let item = question.item else { return false }
    let ledger = question.ledger
    return ledger.withdrawals.allSatisfy { withdrawal in
      guard withdrawal.value.covers(item.id, of: question.revision.agreement) else { return true }
      return ledger.isAfter(question.hash, withdrawal.record)
        && ledger.allSaw(question.answers.currentRecords, withdrawal.record)
    }
  }
}

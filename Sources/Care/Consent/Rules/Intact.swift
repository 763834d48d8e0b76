/// Everything that anybody has named has arrived, reads, and is its author's; or its author has
/// closed it.
struct Intact: ConsentRule {
  let reason = NotActiveReason.inDoubt

  func allows(_ question: ItemQuestion) -> Bool { question.ledger.isIntact }
}

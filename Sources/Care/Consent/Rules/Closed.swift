/// A closed log ends what is older than its closing: the revision was written, and both answers
/// were given, by people who had read it.
///
/// The closed log may have held a withdrawal of anything written before.
struct Closed: ConsentRule {
  let reason = NotActiveReason.closed

  func allows(_ question: ItemQuestion) -> Bool {
    question.ledger.closings.allSatisfy { closing in
      question.ledger.isAfter(question.hash, closing.record)
        && question.ledger.allSaw(question.answers.currentRecords, closing.record)
    }
  }
}

import Vault

/// Two people agree: with one, nothing is active. Nor is it while one of them is somebody else by now, and
/// the other has not compared that yet.
struct Paired: ConsentRule {
  let reason = NotActiveReason.unpaired

  func allows(_ question: ItemQuestion) -> Bool {
    question.ledger.partners.count == 2 && !question.ledger.isRenewed
  }
}

import Vault

/// Two people agree: with one, nothing is active.
struct Paired: ConsentRule {
  let reason = NotActiveReason.unpaired

  func allows(_ question: ItemQuestion) -> Bool { question.ledger.partners.count == 2 }
}

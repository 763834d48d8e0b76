/// Each partner has answered this very revision, opened the answer, and it says yes to the item.
struct OwnYes: ConsentRule {
  let reason = NotActiveReason.proposed

  func allows(_ question: ItemQuestion) -> Bool {
    question.ledger.partners.allSatisfy { partner in
      let opened = question.answers.opened[partner] ?? []
      return !opened.isEmpty && opened.allSatisfy { $0?.isYes(at: question.place) ?? false }
    }
  }
}

import Vault

/// Every pause has been lifted by the one who paused, and both have answered since.
///
/// A closed log counts as a pause by whoever closed it: it may have held one.
struct Paused: ConsentRule {
  let reason = NotActiveReason.paused

  func allows(_ question: ItemQuestion) -> Bool {
    question.ledger.isUnpaused(for: question.answers.currentRecords)
  }
}

extension ConsentLedger {
  /// Whether each of these answers was given in the knowledge that every pause had been lifted.
  func isUnpaused(for answers: some Sequence<ConsentRecord>) -> Bool {
    (pauses + closings.map(\.record)).allSatisfy { pause in
      resumes.contains { resume in
        resume.author == pause.author && mayPermit(resume) && hasSeen(resume, pause)
          && allSaw(answers, resume)
      }
    }
  }
}

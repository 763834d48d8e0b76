import Vault

/// Every pause has been lifted by the one who paused, and both have answered since.
///
/// A closed log counts as a pause by whoever closed it: it may have held one.
struct Paused: ConsentRule {
  let reason = NotActiveReason.paused

  func allows(_ question: ItemQuestion) -> Bool {
    let ledger = question.ledger
    return (ledger.pauses + ledger.closings.map(\.record)).allSatisfy { pause in
      ledger.resumes.contains { resume in
        resume.author == pause.author && ledger.mayPermit(resume)
          && ledger.hasSeen(resume, pause)
          && ledger.allSaw(question.answers.currentRecords, resume)
      }
    }
  }
}

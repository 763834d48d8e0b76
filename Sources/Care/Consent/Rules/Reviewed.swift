/// Now is before the earliest review date, and no answer comes from a clock far ahead.
///
/// The date counts from each partner's first answer to the revision, so that answering again, after
/// a pause for example, never stretches it. An answer dated more than a day after now does not
/// count: its clock was wrong, and so would its date be.
struct Reviewed: ConsentRule {
  let reason = NotActiveReason.lapsedByDate

  static let millisecondsPerDay: Int64 = 86_400_000

  func allows(_ question: ItemQuestion) -> Bool {
    question.answers.allRecords.allSatisfy { answer in
      guard let end = Self.end(of: answer, after: question.revision.reviewAfter) else {
        return false
      }
      let (latest, overflow) = question.now.addingReportingOverflow(Self.millisecondsPerDay)
      return question.now < end && !overflow && answer.entered <= latest
    }
  }

  /// When an answer lapses, in Unix milliseconds; `nil` where no such moment exists.
  static func end(of answer: ConsentRecord, after days: UInt8) -> Int64? {
    let (end, overflow) = answer.entered.addingReportingOverflow(
      Int64(days) * millisecondsPerDay)
    return overflow ? nil : end
  }
}

import Vault

/// What a partner does about own consent logs that are lost or damaged.
extension Diary {
  /// Closes every log in doubt that is this partner's to close, in a log beyond doubt.
  ///
  /// Whatever they may have held, a withdrawal or a pause, counts as said: coming back takes a resume, a
  /// new revision, and both answers.
  /// - Returns: how many were closed.
  public func closeLogs(in consent: Consent) throws(DiaryError) -> Int {
    let logs = consent.logsToClose
    guard !logs.isEmpty else { return 0 }
    // A closing counts only in a log beyond doubt, and the last one written to may be the one in doubt.
    try DiaryError.vault { () throws(VaultError) in try vault.leaveLog(.consent, .shared) }
    for log in logs {
      for closing in consent.closingsDue(of: log) {
        try write(.closing(closing), seen: consent.seen)
      }
    }
    return logs.count
  }
}

public import Vault

/// What a partner does about own logs that are lost, forked or damaged.
extension Diary {
  /// Closes a log of this partner's own: what is good in it stays readable, and what is wrong with it
  /// no longer counts against it.
  ///
  /// A closed log of consent is read as everything it may have held: it withdraws what is older, and
  /// it pauses (docs/consent.md § Doubt).
  public func close(_ log: LogID) throws(DiaryError) {
    // Taken before anything is closed: afterwards nothing would be in doubt any more.
    let consent = try consent()
    let due = consent.closingsDue(of: log)
    let now = clock.now()
    try DiaryError.vault { () throws(VaultError) in
      try vault.close(
        log, entered: now.milliseconds, zone: now.offsetMinutes, about: now.date.day)
    }
    for closing in due { try restrict(.closing(closing), consent) }
  }

  /// Closes every log in doubt that is this partner's to close, in a log beyond doubt.
  ///
  /// Whatever they may have held, a withdrawal or a pause, counts as said: coming back takes a resume, a
  /// new revision, and both answers.
  /// Only what is in doubt at a second look too: a disk that could not be read for a moment is no reason
  /// to give anything up.
  /// - Returns: those that were closed.
  public func closeLogs(in consent: Consent) throws(DiaryError) -> [LogID] {
    guard !consent.logsToClose.isEmpty else { return [] }
    let consent = try self.consent()
    let logs = consent.logsToClose
    guard !logs.isEmpty else { return [] }
    // A closing counts only in a log beyond doubt, and the last one written to may be the one in doubt.
    try DiaryError.vault { () throws(VaultError) in try vault.leaveLog(.consent, .shared) }
    for log in logs {
      for closing in consent.closingsDue(of: log) {
        try restrict(.closing(closing), consent)
      }
    }
    return logs
  }
}

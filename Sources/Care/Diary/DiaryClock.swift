import Vault

/// What this device does about a clock that was wrong.
extension Diary {
  /// The latest time this device has known, where its clock is behind it by more than clocks tremble.
  ///
  /// Agreements count by the later of the two, so that a clock set back revives nothing. After a clock
  /// was far ahead for a while, nothing could become active before that day.
  public var laterTimeKnown: Moment? {
    let now = clock.now()
    guard vault.highWater > now.milliseconds.addingReportingOverflow(60_000).partialValue else {
      return nil
    }
    return Moment(milliseconds: vault.highWater, offsetMinutes: now.offsetMinutes)
  }

  /// Forgets every time later than now, and ends whatever was agreed.
  ///
  /// In this order, and both durably: a reset that revived what had lapsed would be a way to revive it.
  public func resetClock() throws(DiaryError) {
    try endWhatWasAgreed()
    let now = clock.now().milliseconds
    try DiaryError.vault { () throws(VaultError) in try vault.resetTime(to: now) }
  }
}

public import Vault

/// Giving up a log that was lost, forked or damaged.
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
    for closing in due { try write(.closing(closing), seen: consent.seen) }
  }
}

public import Vault

extension Diary {
  /// An entry that is gone.
  public struct Forgotten: Sendable, Equatable {
    /// The first version's id.
    public let id: RecordID
    /// How many versions it had.
    public let versions: Int
    public let audience: Audience
  }

  /// Forgets an entry of this partner's, with every version of it, for good.
  ///
  /// The newest version goes last: where it is interrupted, what is left shows that it was.
  /// - Throws: `notOwn` for the other partner's.
  public func forget(_ entry: Entry) throws(DiaryError) -> Forgotten {
    guard entry.author == me else { throw .notOwn }
    let versions = try versions(of: entry).sorted { first, second in
      (first.amends != nil ? 1 : 0, first.entered, first.id)
        < (second.amends != nil ? 1 : 0, second.entered, second.id)
    }
    let now = clock.now()
    try DiaryError.vault { () throws(VaultError) in
      try vault.forget(
        versions.map(\.id),
        at: RecordTime(
          entered: now.milliseconds, zone: now.offsetMinutes, today: now.date.day))
    }
    return Forgotten(
      id: Amendments.target(for: entry), versions: versions.count, audience: entry.audience)
  }
}

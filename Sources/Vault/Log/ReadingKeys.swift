// docs/format.md § Device state (pins), § Segment header

/// Everything that reading a vault as one partner takes.
final class ReadingKeys {
  let identity: Identity
  let places: Places
  let vault: VaultID
  /// The partners whose keys are pinned; a file never adds to them.
  var pinned: [PartnerID: PinnedPartner]

  init(identity: consuming Identity, places: Places, vault: VaultID, pinned: [PinnedPartner]) {
    self.identity = identity
    self.places = places
    self.vault = vault
    self.pinned = Dictionary(pinned.map { ($0.keys.partner, $0) }) { first, _ in first }
  }

  /// Opens a segment of a log; `nil` where there is no such file.
  func open(_ number: UInt32, of log: LogPlace, verifyingBothSlots: Bool = false)
    throws(VaultError) -> Segment?
  {
    // For a log of one's own the recipient's keys matter only where both slots are verified, and
    // the header that names the recipient is not read yet; there is at most one pinned partner.
    let other =
      log.author == identity.partner ? pinned.values.first?.keys : pinned[log.author]?.keys
    return try Segment.open(
      number, of: log, as: identity, partner: other, verifyingBothSlots: verifyingBothSlots)
  }

  /// The shared logs that are here, one's own and those of pinned partners.
  func sharedLogs() throws(VaultError) -> [LogPlace] {
    var logs: [LogPlace] = []
    for author in [identity.partner] + pinned.keys.sorted() {
      logs += try LogPlace.all(of: author, .shared, in: places, vault)
    }
    return logs
  }

  /// Every log this partner can read: one's own private ones, and the shared ones.
  func readableLogs() throws(VaultError) -> [LogPlace] {
    try LogPlace.all(of: identity.partner, .private, in: places, vault) + sharedLogs()
  }

  func isOwn(_ log: LogPlace) -> Bool { log.author == identity.partner }
}

/// A partner whose keys both have compared.
public struct PinnedPartner: Sendable, Equatable {
  public let keys: PublicIdentity
  public let name: String
}

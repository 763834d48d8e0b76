public import Vault

/// The folders that carry a diary to other devices.
extension Diary {
  public var folders: [LinkedFolder] { vault.folders }

  /// The partner, where they have said to have a new identity that was not compared yet.
  public var renewedPartner: PinnedPartner? { vault.isPartnerRenewed ? vault.other : nil }

  /// Looks into the linked folders by the way; `nil` where that cannot be done now, which keeps no command
  /// from its work.
  public func exchangeInPassing() -> ExchangeReport? {
    try? vault.exchange(.quick, waiting: false)
  }

  /// Looks closely into the linked folders, then does what is due with what has arrived.
  public func exchange() throws(DiaryError) -> ExchangeReport {
    let report = try DiaryError.vault { () throws(VaultError) in try vault.exchange(.thorough) }
    _ = try settle()
    return report
  }
}

import Sodium

// docs/format.md § Former identity (Announcement)

/// What who a partner was says of a new identity, laid beside an invitation: from then on the partner's
/// device takes no yes from the old one, although the new one was not compared yet.
///
/// Whoever has the old secret can say so too, and can lay out anything they like as the new one. So it only
/// ever takes away, and trusts nobody.
enum AnnouncedRenewal {
  static func name(_ earlier: PartnerID) -> String { "\(earlier).renewed" }

  /// Whatever else stands there is no announcement.
  static func read(in root: borrowing Folder, _ earlier: PartnerID) -> [UInt8]? {
    do throws(VaultError) {
      guard let folder = try root.folder("partners") else { return nil }
      return try folder.read(name(earlier), limit: Ending.fixedLength)
    } catch { return nil }
  }
}

extension OpenVault {
  /// Whether the partner to share with has said to have a new identity that was not compared yet.
  public var isPartnerRenewed: Bool {
    keys.partner.map { keys.announced[$0.keys.partner] != nil } ?? false
  }

  /// Says in a shared folder who this partner is now, for whoever shared with an earlier identity.
  ///
  /// Only where the two are to be joined anew: somebody may have a new identity because of that partner.
  func announceRenewal(through folder: String) throws(VaultError) {
    for era in eras.dropFirst() {
      guard let other = era.keys.partner?.keys, other.partner != keys.partner?.keys.partner else {
        continue
      }
      let said = try Ending(
        of: era.keys.identity, for: partner, to: other, LogEnds(), vault, randomness)
      try Folder(folder).making(["partners"]).put(
        AnnouncedRenewal.name(era.partner), said.encode(), suffix: randomness.bytes(8),
        durably: true)
    }
  }
}

extension LogWriter {
  /// Takes note of a new identity that the partner speaks of in a shared folder, for good.
  mutating func hearOfRenewal(
    in root: borrowing Folder, _ depth: ExchangeDepth, _ report: inout ExchangeReport
  ) throws(VaultError) {
    guard !keys.isFormer, let partner = keys.partner?.keys.partner, state.announced[partner] == nil,
      let bytes = AnnouncedRenewal.read(in: root, partner),
      let said = try? Ending(bytes, file: AnnouncedRenewal.name(partner)),
      said.earlier == partner, let next = said.next(to: keys), next != partner
    else { return }
    report.hasHeardOfRenewal = true
    guard depth != .looking else { return }
    state.announced[partner] = next
    try save()
  }
}

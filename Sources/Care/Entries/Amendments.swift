public import Vault

/// Which version of an amended entry counts.
///
/// An amendment names the first version, and keeps its author, kind, day and audience. So the
/// versions of one entry are found with no chain to follow, no range read beyond the one asked
/// for, and no private entry's id in a shared record. Of several, the one entered last counts.
public enum Amendments {
  /// The `amends` of an entry that replaces `entry`.
  public static func target(for entry: Entry) -> RecordID { entry.amends ?? entry.id }

  /// Refuses an amendment that could not stand in for `original`.
  public static func check(_ amendment: Entry, of original: Entry) throws(CareError) {
    if amendment.author != original.author { throw .cannotAmend(.author) }
    if amendment.kind.tag != original.kind.tag { throw .cannotAmend(.kind) }
    if amendment.about != original.about { throw .cannotAmend(.date) }
    if amendment.audience != original.audience { throw .cannotAmend(.audience) }
  }

  /// The entries that count, each in the place where its first seen version stood.
  ///
  /// An amendment that does not keep what it must stands beside its original as an entry of its
  /// own: a partner can never replace the other's words.
  public static func current(_ entries: some Sequence<Entry>) -> [Entry] {
    var order: [Lineage] = []
    var newest: [Lineage: Entry] = [:]
    for entry in entries {
      let lineage = Lineage(entry)
      if let held = newest[lineage] {
        if entry.supersedes(held) { newest[lineage] = entry }
      } else {
        order.append(lineage)
        newest[lineage] = entry
      }
    }
    return order.compactMap { newest[$0] }
  }

  /// What all versions of one entry have in common.
  struct Lineage: Hashable {
    let root: RecordID
    let author: PartnerID
    let tag: UInt16
    let about: CivilDate
    let audience: Audience

    init(_ entry: Entry) {
      root = entry.amends ?? entry.id
      author = entry.author
      tag = entry.kind.tag
      about = entry.about
      audience = entry.audience
    }
  }
}

extension Entry {
  /// Whether this version counts rather than `other`: an amendment before its original whatever
  /// the clock said, then the later, then the greater id, so that every device agrees.
  fileprivate func supersedes(_ other: Entry) -> Bool {
    if (amends == nil) != (other.amends == nil) { return amends != nil }
    return (entered, id) > (other.entered, other.id)
  }
}

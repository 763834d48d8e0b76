public import Vault

/// Which entries to show; a condition that is not set admits everything.
///
/// Ask ``admits(_:)-(EntryHeader)`` first, on the record's fixed fields, and decode only what it
/// admits; then ask for the whole entry.
public struct EntryFilter: Sendable {
  /// Kinds, by tag; empty admits all.
  public var kinds: Set<UInt16> = []
  /// Days, first and last included.
  public var since: CivilDate?
  public var until: CivilDate?
  public var audience: Audience?
  public var author: PartnerID?
  /// Without `@`, in any case.
  public var tag: String?
  /// Words that stand somewhere in the entry, in any case.
  public var text: String?
  /// Only what holds on this day: nothing that was valid until an earlier one, or that was taken off a
  /// list (``EntrySequence/isRetired(_:)``).
  public var current: CivilDate?

  public init() {}

  /// The first stage: whether an entry with these fixed fields could be one to show.
  public func admits(_ header: EntryHeader) -> Bool {
    (kinds.isEmpty || kinds.contains(header.tag))
      && (since.map { header.about >= $0 } ?? true)
      && (until.map { header.about <= $0 } ?? true)
      && (audience.map { header.audience == $0 } ?? true)
      && (author.map { header.author == $0 } ?? true)
  }

  /// Both stages: whether this is an entry to show.
  public func admits(_ entry: Entry) -> Bool {
    guard admits(entry.header) else { return false }
    if let tag, !entry.tags.contains(tag.lowercased()) { return false }
    if let current, let until = entry.value.validUntil, until < current { return false }
    guard let text, !text.isEmpty else { return true }
    let needle = text.lowercased()
    return entry.tags.contains { $0.holds(needle) }
      || entry.value.rows.contains { row in
        row.lines.joined(separator: "\n").lowercased().holds(needle)
      }
  }

  /// Whether the second stage can refuse anything; where not, counting needs no decoding.
  public var needsBody: Bool {
    tag != nil || current != nil || text?.isEmpty == false
  }
}

import Vault

extension Diary {
  /// What an export holds.
  public struct Exported: Sendable {
    /// Every version of every entry, the oldest first.
    public let lines: [ExportLine]
    /// Entries that a newer Vesper wrote, or that do not read.
    public let unknown: Int
    /// Places in the logs that could not be read.
    public let unreadable: Int
  }

  /// This partner's own entries, and with `includingOther` what the other has shared; never anything
  /// of what the two agreed on.
  public func exported(includingOther: Bool) throws(DiaryError) -> Exported {
    var filter = EntryFilter()
    if !includingOther { filter.author = me }
    let (versions, unknown, unreadable) = try everyVersion(filter)
    let sorted = versions.sorted { ($0.entered, $0.id) < ($1.entered, $1.id) }
    return Exported(
      lines: sorted.map { ExportLine(entry: $0, author: name(of: $0.author) ?? "\($0.author)") },
      unknown: unknown, unreadable: unreadable)
  }

  /// Every entry that a filter admits, those that were amended included.
  func everyVersion(_ filter: EntryFilter) throws(DiaryError)
    -> (versions: [Entry], unknown: Int, unreadable: Int)
  {
    let records = try DiaryError.vault { () throws(VaultError) in
      try vault.records(of: .diary) { fields in
        !KindTag.hidden.contains(fields.kind) && filter.admits(EntryHeader(fields))
      }
    }
    var versions: [Entry] = []
    var unknown = 0
    while let record = try DiaryError.vault({ () throws(VaultError) in try records.next() }) {
      let header = EntryHeader(record.fields)
      if let entry = try? EntryCoding.decode(record.body, header: header) {
        versions.append(entry)
      } else {
        unknown += 1
      }
    }
    return (versions, unknown, records.unreadable)
  }
}

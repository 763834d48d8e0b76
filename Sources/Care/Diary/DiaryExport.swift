import Vault

extension Diary {
  /// What an export holds.
  public struct Exported: Sendable {
    /// A line of JSON for every version of every entry, the oldest first, each with its line end.
    public let lines: [[UInt8]]
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
    var names = vault.names
    names[me] = name
    let lines = try DiaryError.vault { [filter, names] () throws(VaultError) in
      try vault.records(
        of: .diary,
        through: { fields, body in
          // One that does not read is counted, and leaves no line.
          let author = names[fields.author] ?? "\(fields.author)"
          let line = try? ExportLine(body, header: EntryHeader(fields), author: author).bytes()
          return line ?? []
        },
        where: { fields in
          !KindTag.hidden.contains(fields.kind) && filter.admits(EntryHeader(fields))
        })
    }
    var found: [(entered: Moment, id: RecordID, line: [UInt8])] = []
    var unknown = 0
    for record in try gather(lines) {
      if record.body.isEmpty {
        unknown += 1
      } else {
        let entered = EntryHeader(record.fields).entered
        found.append((entered, record.fields.id, record.body))
      }
    }
    found.sort { ($0.entered, $0.id) < ($1.entered, $1.id) }
    return Exported(lines: found.map(\.line), unknown: unknown, unreadable: lines.unreadable)
  }
}

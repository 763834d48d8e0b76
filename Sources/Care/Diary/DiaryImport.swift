import Vault

extension Diary {
  /// What an import did, or would do.
  public struct ImportOutcome: Sendable {
    public let added: [ImportedEntry]
    /// Entries that were here already.
    public let known: Int
  }

  /// Takes in entries from elsewhere, privately; those that are here already add nothing.
  ///
  /// - Parameter isTrial: only says what would come in.
  public func take(_ entries: [ImportedEntry], isTrial: Bool = false) throws(DiaryError)
    -> ImportOutcome
  {
    var known = try sources()
    let now = clock.now()
    var drafts: [RecordDraft] = []
    var added: [ImportedEntry] = []
    for entry in entries where known.insert(entry.source).inserted {
      drafts.append(
        try draft(
          entry.value, .private, entry.about, tags: entry.tags, source: entry.source, at: now))
      added.append(entry)
    }
    if !isTrial && !drafts.isEmpty {
      _ = try DiaryError.vault { () throws(VaultError) in try vault.append(drafts) }
    }
    return ImportOutcome(added: added, known: entries.count - added.count)
  }

  /// Where this partner's entries came from; of those written here, what an export of them says.
  private func sources() throws(DiaryError) -> Set<String> {
    let me = me
    let records = try DiaryError.vault { () throws(VaultError) in
      try vault.records(
        of: .diary,
        through: { fields, body in
          // Of each entry that reads these two alone are kept.
          guard let entry = try? EntryCoding.decode(body, header: EntryHeader(fields)) else {
            return nil
          }
          let own = VesperExport.source(of: Amendments.target(for: entry))
          return Array([own, entry.source].compactMap(\.self).joined(separator: "\n").utf8)
        },
        where: { fields in !KindTag.hidden.contains(fields.kind) && fields.author == me })
    }
    var found: Set<String> = []
    for record in try gather(records) {
      // A source is one line.
      let lines = String(decoding: record.body, as: UTF8.self).split(separator: "\n")
      found.formUnion(lines.map(String.init))
    }
    return found
  }
}

import Vault

extension Diary {
  /// What an import did.
  public struct ImportOutcome: Sendable, Equatable {
    public let added: Int
    /// Entries that were here already.
    public let known: Int
  }

  /// Takes in entries of another program, privately; those that are here already add nothing.
  ///
  /// - Parameter isTrial: only says what would come in.
  public func take(_ entries: [ImportedEntry], isTrial: Bool = false) throws(DiaryError)
    -> ImportOutcome
  {
    var known = try sources()
    let now = clock.now()
    var drafts: [RecordDraft] = []
    for entry in entries where known.insert(entry.source).inserted {
      drafts.append(
        try draft(
          entry.value, .private, entry.about, tags: entry.tags, source: entry.source, at: now))
    }
    if !isTrial {
      _ = try DiaryError.vault { () throws(VaultError) in try vault.append(drafts) }
    }
    return ImportOutcome(added: drafts.count, known: entries.count - drafts.count)
  }

  /// Where this partner's imported entries came from.
  private func sources() throws(DiaryError) -> Set<String> {
    var filter = EntryFilter()
    filter.author = me
    let all = try entries(filter)
    var found: Set<String> = []
    while let entry = try all.next() {
      if let source = entry.source { found.insert(source) }
    }
    return found
  }
}

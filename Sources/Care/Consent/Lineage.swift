import Vault

extension ConsentLedger {
  /// The revisions of an agreement whose place no other revision of it has taken, ascending.
  ///
  /// More than one means that two were written without knowing of each other.
  func newestRevisions(of agreement: AgreementID) -> [ConsentHash] {
    let all = revisions[agreement] ?? [:]
    let replaced = Set(all.values.flatMap(\.parents))
    return all.keys.filter { !replaced.contains($0) }.sorted()
  }

  /// A revision by its hash, whichever agreement it belongs to.
  func revision(named hash: ConsentHash) -> AgreementRevision? {
    revisions.values.lazy.compactMap { $0[hash] }.first
  }

  /// Whether everybody who wrote this revision down had read `record` before.
  ///
  /// Two records can write the same revision; the one that had read less decides.
  func isAfter(_ hash: ConsentHash, _ record: ConsentRecord) -> Bool {
    guard let written = proposals[hash], !written.isEmpty else { return false }
    return allSaw(written, record)
  }
}

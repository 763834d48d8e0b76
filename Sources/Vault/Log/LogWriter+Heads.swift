// docs/format.md § Records (Heads)

extension LogWriter {
  /// The ends of other shared logs that this log has not named yet; none where it cannot be seen now
  /// which there are, and the next record names them.
  func newHeads(for log: LogPlace) throws(VaultError) -> [Head] {
    guard log.audience == .shared else { return [] }
    do throws(VaultError) { return try unnamedHeads(for: log) } catch let fault
      where fault.isOfOnePlace
    {
      return []
    }
  }

  private func unnamedHeads(for log: LogPlace) throws(VaultError) -> [Head] {
    let known = state.named[log.id] ?? [:]
    // A private log is never named, whatever the state holds and whatever stands under `shared`.
    let privateLogs = try LogPlace.all(
      of: keys.identity.partner, .private, in: keys.places, keys.vault)
    let sharedLogs = Set(try keys.logsOfPair().map(\.id))
      .subtracting(privateLogs.map(\.id))
      .subtracting(state.ownLogs.filter { $0.audience == .private }.map(\.log))
    return state.heads
      .filter { $0.key != log.id && sharedLogs.contains($0.key) && known[$0.key] != $0.value.index }
      .sorted { $0.key < $1.key }.prefix(StoredRecord.mostHeads)
      .map { Head(log: $0.key, index: $0.value.index, chain: $0.value.chain) }
  }
}

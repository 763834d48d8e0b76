// docs/format.md § Records (Erasure, Tombstone)

/// Finds the erasure records of a log that is not whole, reading past what does not open.
enum ErasureSearch {
  static func all(in log: LogPlace, with keys: ReadingKeys) throws(VaultError) -> [Erasure] {
    var found: [Erasure] = []
    let cursor = try LogCursor(log, with: keys)
    while let record = try cursor.next(where: { $0.type == .erasure }) {
      if let erasure = try? Erasure(record.body, file: log.name(of: 0)) { found.append(erasure) }
    }
    return found
  }
}

// docs/format.md § Appending

extension LogWriter {
  /// Notes what was written: from here on it is acknowledged.
  ///
  /// - Throws: `notNoted` where the state could not be written. The record is durable then: this
  ///   device's next write takes it up, or leaves the log with it.
  mutating func acknowledge() throws(VaultError) {
    do throws(VaultError) { try save() } catch {
      if case .system(_, _, let number) = error { throw .notNoted(errno: number) }
      throw error
    }
  }
}

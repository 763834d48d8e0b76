import Vault

extension ConsentLedger {
  /// Whether the author of `reader` had read `record` when writing; clocks have no part in it.
  ///
  /// Reading is not passed on: what the other had read, this author may not have.
  func hasSeen(_ reader: ConsentRecord, _ record: ConsentRecord) -> Bool {
    if directlySaw(reader, record) { return true }
    return closings.contains { closing in
      closing.value.log == record.log && isByOwner(closing)
        && settles(closing.value, record) && directlySaw(reader, closing.record)
    }
  }

  /// Whether every one of `readers` had seen `record`.
  func allSaw(_ readers: some Sequence<ConsentRecord>, _ record: ConsentRecord) -> Bool {
    readers.allSatisfy { hasSeen($0, record) }
  }

  private func directlySaw(_ reader: ConsentRecord, _ record: ConsentRecord) -> Bool {
    guard let log = logs[record.log] else { return false }
    if reader.log == record.log {
      return reader.index > record.index && log.reaches(record, from: reader.predecessor)
    }
    guard let head = reader.seen[record.log] else { return false }
    return log.reaches(record, from: head)
  }

  /// Whether a closing puts `record` behind it: one of the points it names has the record in its
  /// past. A record that only might be there has not been settled.
  private func settles(_ closing: LogClosing, _ record: ConsentRecord) -> Bool {
    guard let log = logs[record.log] else { return false }
    return closing.doubts.contains { log.records[$0] != nil && log.reaches(record, from: $0) }
  }

  /// Whether a closing was written by the closed log's author, in a log beyond doubt.
  func isByOwner(_ closing: Written<LogClosing>) -> Bool {
    logs[closing.value.log]?.author == closing.author && mayPermit(closing.record)
  }
}

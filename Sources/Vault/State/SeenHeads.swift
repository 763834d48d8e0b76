import Glibc

// docs/format.md § Device state (last seen heads)

/// Takes note of how far the shared logs of others have come.
enum SeenHeads {
  /// Moves the heads of logs that this device does not write up to their verified ends.
  static func refresh(_ state: inout DeviceState, with keys: ReadingKeys) throws(VaultError) {
    let written = Set(state.ownLogs.map(\.log))
    for log in try keys.sharedLogs() where !written.contains(log.id) {
      let head = state.heads[log.id]
      if let head, try head.isUntouched(log) { continue }
      let finding = try LogScan.run(log, with: keys, from: head?.position ?? .start)
      guard finding.verdict == .complete || finding.verdict == .unfinished, finding.count > 0
      else { continue }
      state.heads[log.id] = DeviceState.SeenHead(finding.end)
    }
  }
}

extension DeviceState.SeenHead {
  func head(of log: LogID) -> Head { Head(log: log, index: index, chain: chain) }

  /// The head at a position after at least one record.
  init(_ end: LogPosition) {
    self.init(
      index: end.nextIndex > 0 ? end.nextIndex - 1 : 0, chain: end.chain, segment: end.segment,
      cells: UInt32(truncatingIfNeeded: end.cell))
  }

  /// Whether nothing has been written to the log after this head.
  func isUntouched(_ log: LogPlace) throws(VaultError) -> Bool {
    do {
      let length = try OpenFile(log.path(of: segment), O_RDONLY).length()
      return length == Int(cells) * Cell.length
        && !Storage.exists(log.path(of: segment &+ 1))
    } catch .system { return false }
  }
}

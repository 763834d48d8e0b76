import Glibc

// docs/format.md § Device state (last seen heads)

/// Takes note of how far the shared logs of others have come.
enum SeenHeads {
  /// Moves the heads of logs that this device does not write up to their verified ends.
  static func refresh(_ state: inout DeviceState, with keys: ReadingKeys) throws(VaultError) {
    let written = Set(state.ownLogs.map(\.log))
    var endings: [(Ending, PartnerID)] = []
    var erasures: [(log: LogID, number: UInt32)] = []
    for log in try keys.sharedLogs() where !written.contains(log.id) {
      let head = state.heads[log.id]
      if let head, try head.isUntouched(log) { continue }
      var isAwaited = false
      let finding: LogScan.Finding
      do throws(VaultError) {
        finding = try LogScan.run(log, with: keys, from: head?.position ?? .start) { step in
          if let ending = Ending(in: step, of: log) { endings.append((ending, log.author)) }
          if let record = step.record, record.type == .erasure,
            let erasure = try? Erasure(record.body, file: log.name(of: 0))
          {
            erasures.append((log.id, erasure.segment))
          }
          // What cannot be read, and what changes what was before, may be awaited.
          isAwaited =
            isAwaited || step.record?.type != .entry
            || keys.awaited.contains(step.record?.fields.kind ?? 0)
        }
      } catch let fault where fault.isOfOnePlace { continue }
      guard finding.verdict == .complete || finding.verdict == .unfinished, finding.count > 0,
        let logClass = finding.logClass
      else { continue }
      state.heads[log.id] = DeviceState.SeenHead(finding.end, of: log, logClass)
      state.follow(log.id, from: head, isAwaited: isAwaited, awaiting: keys.awaited)
    }
    keys.summaries?.forget(erasures)
    try state.learn(endings, with: keys)
  }
}

extension Ending {
  /// What a record of a log says of its author's earlier identity; `nil` where it says nothing of it.
  init?(in step: LogScan.Step, of log: LogPlace) {
    guard let record = step.record, record.type == .ending,
      let ending = try? Ending(record.body, file: log.name(of: 0))
    else { return nil }
    self = ending
  }
}

extension DeviceState.SeenHead {
  func head(of log: LogID) -> Head { Head(log: log, index: index, chain: chain) }

  /// The head at a position after at least one record.
  init(_ end: LogPosition, of log: LogPlace, _ logClass: LogClass) {
    self.init(
      index: end.nextIndex > 0 ? end.nextIndex - 1 : 0, chain: end.chain, segment: end.segment,
      cells: UInt32(truncatingIfNeeded: end.cell), author: log.author, logClass: logClass,
      audience: log.audience)
  }

  init(_ reader: inout FieldReader) throws(VaultError) {
    index = try reader.number()
    chain = Array(try reader.take(32))
    segment = try reader.number()
    cells = try reader.number()
    author = try reader.partner()
    guard let logClass = LogClass(rawValue: try reader.number()),
      let audience = Audience(rawValue: try reader.number())
    else { throw .damage(.bounds, in: reader.file) }
    self.logClass = logClass
    self.audience = audience
    try reader.zeros(6)
  }

  /// Whether nothing has been written to the log after this head.
  func isUntouched(_ log: LogPlace) throws(VaultError) -> Bool {
    do throws(VaultError) {
      let length = try OpenFile(log.path(of: segment), O_RDONLY).length()
      guard length == Int(cells) * Cell.length else { return false }
      return try !Storage.exists(log.path(of: segment &+ 1))
    } catch .system { return false }
  }
}

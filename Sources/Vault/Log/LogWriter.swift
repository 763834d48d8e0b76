import Glibc
import Sodium

// docs/format.md § Appending

/// Appends records to this device's own logs, under the writer's lock.
struct LogWriter: ~Copyable {
  let keys: ReadingKeys
  let randomness: Randomness
  private let stateFile: StateFile
  private let lock: WriterLock
  var state: DeviceState

  init(_ keys: ReadingKeys, _ randomness: Randomness, waiting: Bool = true) throws(VaultError) {
    let lock = try WriterLock.take(
      keys.places.lock(keys.vault, keys.identity.partner), waiting: waiting)
    let stateFile = StateFile(keys.places, keys.vault, keys.identity.partner)
    let machine = Machine.look(for: keys.vault)
    var state: DeviceState
    if let known = try stateFile.read(with: keys.identity) {
      state = known
    } else {
      state = DeviceState(machine: try machine.get())
    }
    if case .success(let here) = machine, state.machine != here {
      // A state that came from another machine: its logs belong to that machine. Where that cannot be told just
      // now, nothing is given up for it, and nobody kept from writing.
      state.machine = here
      state.ownLogs = []
    }
    // Whom the state trusts now, under the lock, and not whom it trusted when the vault was opened.
    keys.trust(state.pins, left: state.left)
    keys.hear(state)
    self.keys = keys
    self.randomness = randomness
    self.stateFile = stateFile
    self.lock = lock
    self.state = state
  }

  /// Appends drafts in order; acknowledged when this returns.
  mutating func append(_ drafts: [RecordDraft], type: StoredRecord.Kind = .entry)
    throws(VaultError) -> [RecordID]
  {
    try prepare(drafts, type)
    var ids: [RecordID] = []
    var rest = drafts[...]
    while let sample = rest.first {
      ids += try fill(ownLog(sample.logClass, sample.audience), &rest, type)
    }
    return ids
  }

  /// Appends one draft to this log, which `continued` gave, and to no other.
  mutating func append(_ draft: RecordDraft, _ type: StoredRecord.Kind, to own: Continued)
    throws(VaultError)
  {
    try prepare([draft], type)
    var rest = [draft][...]
    guard try fill(own, &rest, type).count == 1 else { throw .fault }
  }

  private mutating func prepare(_ drafts: [RecordDraft], _ type: StoredRecord.Kind)
    throws(VaultError)
  {
    for draft in drafts {
      try draft.check(as: type)
      guard draft.audience == .private || keys.partner != nil else { throw .noPartner }
      state.highWater = max(state.highWater, draft.entered)
    }
    if drafts.contains(where: { $0.audience == .shared }) {
      // What cannot be read of others' logs is taken note of another time, and keeps nobody from writing.
      let known = state
      do throws(VaultError) {
        try SeenHeads.refresh(&state, with: keys)
      } catch let fault where fault.isOfOnePlace { state = known }
    }
  }

  /// Remembers how far the shared logs of others have come, and the latest time known, in milliseconds.
  mutating func remember(time: Int64) throws(VaultError) {
    let known = state
    try SeenHeads.refresh(&state, with: keys)
    state.highWater = max(known.highWater, time)
    if state != known { try save() }
  }

  /// Pins a partner's keys.
  mutating func pin(_ partner: PinnedPartner) throws(VaultError) {
    state.pins.removeAll { $0.keys.partner == partner.keys.partner }
    state.pins.append(partner)
    try save()
  }

  /// Changes what this device remembers, and makes it durable.
  mutating func update(_ change: (inout DeviceState) throws(VaultError) -> Void)
    throws(VaultError)
  {
    try change(&state)
    try save()
    keys.trust(state.pins, left: state.left)
  }

  mutating func save() throws(VaultError) {
    try stateFile.write(&state, with: keys.identity, randomness)
    keys.seen = state.heads
    keys.hear(state)
    if keys.isFormer, let sealed = keys.sealed { keys.seal(sealed, and: state) }
  }

  /// Writes as many drafts as one segment of one log takes, with one write, one sync and one new
  /// state.
  private mutating func fill(
    _ own: Continued, _ drafts: inout ArraySlice<RecordDraft>, _ type: StoredRecord.Kind
  ) throws(VaultError) -> [RecordID] {
    guard let sample = drafts.first else { return [] }
    let log = own.log
    let names = try newHeads(for: log)
    let parts = Cell.parts(
      for: StoredRecord.fixedLength + names.count * StoredRecord.headLength + sample.body.count)
    if let segment = own.segment, let head = state.heads[log.id],
      Int(head.cells) + parts <= Cell.closingCount
    {
      let target = Target(
        segment: segment, firstCell: Int(head.cells), index: try head.following(),
        chain: head.chain)
      return try fill(target, log, &drafts, type, naming: names)
    }
    let target = try newSegment(
      log, sample, after: state.heads[log.id],
      recipient: sample.audience == .shared ? keys.partner?.keys : nil)
    return try fill(target, log, &drafts, type, naming: names)
  }

  private struct Target {
    let segment: Segment
    let firstCell: Int
    let index: UInt64
    let chain: [UInt8]
  }

  private func newSegment(
    _ log: LogPlace, _ sample: RecordDraft, after head: DeviceState.SeenHead?,
    recipient: PublicIdentity?
  ) throws(VaultError) -> Target {
    let header = SegmentHeader(
      logClass: sample.logClass, audience: sample.audience,
      number: head.map { $0.segment &+ 1 } ?? 0, vault: keys.vault, log: log.id,
      author: keys.identity.partner, recipient: recipient?.partner,
      firstIndex: try head?.following() ?? 0, previousChain: head?.chain ?? Chain.start)
    var bytes: [UInt8] = []
    _ = try SegmentKey(
      new: header, author: keys.identity, partner: recipient, randomness: randomness,
      header512: &bytes)
    let segment = try Segment(
      bytes, header.number, of: log, as: keys.identity, pinned: keys.pinned)
    return Target(
      segment: segment, firstCell: 1, index: header.firstIndex, chain: header.previousChain)
  }

  private mutating func fill(
    _ target: Target, _ log: LogPlace, _ drafts: inout ArraySlice<RecordDraft>,
    _ type: StoredRecord.Kind, naming heads: [Head]
  ) throws(VaultError) -> [RecordID] {
    var ids: [RecordID] = []
    var cells: [UInt8] = []
    var index = target.index
    var chain = target.chain
    var next = target.firstCell
    var names = heads
    var isAwaited = type != .entry
    // Drafts for other readers or of another class are never put into this log.
    while let draft = drafts.first, draft.audience == log.audience,
      draft.logClass == target.segment.header.logClass
    {
      guard let id = RecordID(bytes: randomness.bytes(16)) else { break }
      let (bytes, linked) = StoredRecord.encode(
        draft, type: type, id: id, index: index, salt: randomness.bytes(32), heads: names,
        previousChain: chain, headerHash: target.segment.key.headerHash,
        macKey: keys.identity.macKey)
      let parts = Cell.parts(for: bytes.count)
      guard next == 1 || next + parts <= Cell.closingCount else { break }
      cells += try Cell.seal(
        bytes, as: .record, parts: parts, first: next, key: target.segment.key,
        randomness: randomness)
      next += parts
      guard index < .max else { throw .damage(.bounds, in: target.segment.file) }
      index += 1
      chain = linked
      names = []
      ids.append(id)
      isAwaited = isAwaited || keys.awaited.contains(draft.kind)
      drafts.removeFirst()
    }
    try store(cells, target, log)
    let before = state.heads[log.id]
    state.heads[log.id] = DeviceState.SeenHead(
      LogPosition(
        segment: target.segment.header.number, cell: next, nextIndex: index, chain: chain),
      of: log, target.segment.header.logClass)
    state.follow(log.id, from: before, isAwaited: isAwaited, awaiting: keys.awaited)
    for head in heads { state.named[log.id, default: [:]][head.log] = head.index }
    try acknowledge()
    return ids
  }

  private func store(_ cells: [UInt8], _ target: Target, _ log: LogPlace) throws(VaultError) {
    let path = log.path(of: target.segment.header.number)
    if target.firstCell > 1 {
      let file = try OpenFile(path, O_WRONLY)
      try file.write(cells, at: target.firstCell * Cell.length)
      try file.syncData()
    } else {
      try Storage.createFolder(log.folder)
      try Storage.create(
        path, Array(target.segment.bytes.prefix(SegmentHeader.length)) + cells, replacing: false,
        suffix: randomness.bytes(8))
    }
  }

  /// The log to write to, with its last segment: the one this device has, where it ends as the state
  /// says; else a new one, which has none.
  ///
  /// Neither a bad sector nor damage keeps anybody from writing: what cannot be read is left as it is, and so is
  /// a log in which an erasing cannot be finished, for nothing else is written to it before that.
  private mutating func ownLog(_ logClass: LogClass, _ audience: Audience) throws(VaultError)
    -> Continued
  {
    do throws(VaultError) {
      if let own = try continued(logClass, audience) {
        if let segment = own.segment { try finishErasing(in: own.log, segment) }
        return own
      }
    } catch .damaged {} catch .newerVersion {}
    return Continued(log: place(try beginLog(logClass, audience), audience), segment: nil)
  }

  /// A log that goes on, with its last segment, if it has one.
  struct Continued {
    let log: LogPlace
    let segment: Segment?
  }

  /// The log that this device has, where it ends as the state says.
  ///
  /// - Throws: damage that `isUnread` where it could not be read, be it for a moment.
  mutating func continued(_ logClass: LogClass, _ audience: Audience) throws(VaultError)
    -> Continued?
  {
    guard let own = currentLog(logClass, audience) else { return nil }
    let log = place(own, audience)
    if state.heads[own] == nil, (try? log.segments().isEmpty) == true {
      return Continued(log: log, segment: nil)
    }
    return try takeUp(log).map { Continued(log: log, segment: $0) }
  }

  /// The log that records of a class and audience go to.
  func currentLog(_ logClass: LogClass, _ audience: Audience) -> LogID? {
    state.ownLogs.last { $0.logClass == logClass && $0.audience == audience }?.log
  }

  /// Begins a new log of this device; from now on the last one of its class and audience is written to.
  ///
  /// Known before it is there: a crash after its first record leaves a log that can be taken up.
  @discardableResult
  mutating func beginLog(_ logClass: LogClass, _ audience: Audience) throws(VaultError) -> LogID {
    guard let id = LogID(bytes: randomness.bytes(16)) else { throw .primitive(.unavailable) }
    state.ownLogs.append(DeviceState.OwnLog(log: id, logClass: logClass, audience: audience))
    try save()
    return id
  }

  func place(_ log: LogID, _ audience: Audience) -> LogPlace {
    LogPlace(
      vaultPath: keys.places.vault, vault: keys.vault, author: keys.identity.partner,
      audience: audience, id: log)
  }
}

import Sodium

// docs/format.md § Device state (item 8)

/// Up to where the shared diary logs of both were looked through for records of some kinds, and nothing
/// that was due for them was left undone.
///
/// It saves looking again, and nothing else: where anything of it does not fit what is held, it is as if
/// there were none.
struct LookedThrough: Equatable, Sendable {
  /// The other partner, then.
  let partner: PartnerID
  let kinds: Set<UInt16>
  private(set) var ends: [LogID: Head] = [:]

  init(partner: PartnerID, kinds: Set<UInt16>, ends: [LogID: Head]) {
    self.partner = partner
    self.kinds = kinds
    self.ends = ends
  }

  /// Follows a log over records of which none is awaited.
  ///
  /// - Parameter before: its end before them; `nil` where it had no record.
  mutating func follow(_ log: LogID, from before: Head?, to end: Head) {
    if ends[log] == before { ends[log] = end }
  }
}

extension DeviceState {
  private static let lookedThroughType: UInt16 = 8

  var lookedThrough: LookedThrough? {
    get {
      let items = items(DeviceState.lookedThroughType)
      return items.count == 1 ? try? LookedThrough(items[0]) : nil
    }
    set { setItems(DeviceState.lookedThroughType, to: newValue.map { [$0.encoded] } ?? []) }
  }

  /// Lets what was looked through follow a log, where nobody awaits any of the records.
  mutating func follow(
    _ log: LogID, from before: SeenHead?, isAwaited: Bool, awaiting kinds: Set<UInt16>
  ) {
    guard !isAwaited, let head = heads[log], head.audience == .shared, head.logClass == .diary,
      var known = lookedThrough, known.kinds == kinds
    else { return }
    known.follow(log, from: before?.head(of: log), to: head.head(of: log))
    lookedThrough = known
  }
}

extension LookedThrough {
  fileprivate init(_ item: [UInt8]) throws(VaultError) {
    var reader = FieldReader(item, file: "state")
    partner = try reader.partner()
    var kinds: Set<UInt16> = []
    for _ in 0..<(try reader.number(UInt16.self)) { kinds.insert(try reader.number()) }
    self.kinds = kinds
    while reader.remaining > 0 {
      let head = try Head(&reader)
      ends[head.log] = head
    }
  }

  fileprivate var encoded: [UInt8] {
    var writer = FieldWriter()
    writer.put(partner.bytes)
    writer.put(UInt16(clamping: kinds.count))
    for kind in kinds.sorted() { writer.put(kind) }
    for head in ends.values.sorted(by: { $0.log < $1.log }) { writer.put(head) }
    return writer.bytes
  }
}

extension OpenVault {
  /// Kinds of records that are looked for whenever some have come: ``lookThrough(always:_:)``.
  public var awaited: Set<UInt16> {
    get { keys.awaited }
    set { keys.awaited = newValue }
  }

  /// Looks through the shared diary logs of both for records of the awaited kinds, unless nothing else than
  /// records of other kinds has come since that was done.
  ///
  /// - Parameters:
  ///   - always: whether it is looked whatever has come.
  ///   - look: tells whether everything could be read and nothing is left to be done.
  public func lookThrough<Problem: Error>(
    always: Bool = false, _ look: () throws(Problem) -> Bool
  ) throws(Problem) {
    if !always && isLookedThrough { return }
    // From before the look: what comes meanwhile is looked for once more.
    let ends = knownEnds
    guard try look(), let ends, let other else { return }
    let known = LookedThrough(partner: other.keys.partner, kinds: awaited, ends: ends)
    guard known != keys.lookedThrough else { return }
    // A look too many is the worst that comes of it where this cannot be kept. Its chance is its own: whether it
    // was looked just now shows in nothing else that is written.
    guard var writer = try? LogWriter(keys, .system, waiting: false) else { return }
    try? writer.update { state throws(VaultError) in state.lookedThrough = known }
  }

  private var isLookedThrough: Bool {
    guard let ends = knownEnds else { return false }
    // Where nothing is shared yet there is nothing to look through, nor to remember.
    if ends.isEmpty { return true }
    guard let known = keys.lookedThrough, known.partner == other?.keys.partner,
      known.kinds == awaited
    else { return false }
    return ends.allSatisfy { known.ends[$0.key] == $0.value }
  }

  /// Where the shared diary logs of both end, if every one of them is as long as this device's state has
  /// verified that it is, has no segment missing, and one ending alone.
  private var knownEnds: [LogID: Head]? {
    guard let other else { return nil }
    var ends: [LogID: Head] = [:]
    for author in [partner, other.keys.partner] {
      guard let logs = try? LogPlace.all(of: author, .shared, in: keys.places, vault) else {
        return nil
      }
      for log in logs {
        guard let head = keys.seen[log.id] else { return nil }
        if head.logClass == .consent { continue }
        guard head.author == author, (try? head.isUntouched(log)) == true,
          let (segments, branches) = try? log.contents(), branches.isEmpty,
          segments.last == head.segment, segments.count == Int(head.segment) + 1
        else { return nil }
        ends[log.id] = head.head(of: log.id)
      }
    }
    return ends
  }
}

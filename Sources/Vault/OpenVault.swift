import Glibc
public import Sodium

// docs/format.md § Logs, § Appending

/// A vault, opened as one partner: appends records and reads back what that partner may read.
///
/// Not for use by two threads at once.
public final class OpenVault {
  /// The partner it is opened as.
  public var partner: PartnerID { keys.identity.partner }
  /// The name that partner chose.
  public var name: String { keys.identity.name }
  /// The other partner, when keys are pinned.
  public var other: PinnedPartner? { keys.partner }
  /// Whose keys were pinned last, also where nothing is shared with them any more.
  public var latestPartner: PartnerID? { keys.latest }
  /// What the partners whose keys are or were pinned are called.
  public func name(of partner: PartnerID) -> String? {
    eras.lazy.compactMap { $0.keys.pinned[partner]?.name }.first
  }
  /// The same of all of them.
  public var names: [PartnerID: String] {
    eras.reversed().reduce(into: [:]) { names, era in
      for (partner, pinned) in era.keys.pinned { names[partner] = pinned.name }
    }
  }
  public let vault: VaultID

  let keys: ReadingKeys
  let randomness: Randomness
  /// This vault as who the partner was before the last renewal; `nil` where there was none.
  let former: OpenVault?
  /// Whether there was one, and what is kept of it does not open.
  let isFormerLost: Bool
  /// Whether that is so because it could not be read just now.
  let isFormerUnread: Bool
  /// Where the logs of who the partner was end; `nil` where there was nobody, or it was not sealed.
  var sealedEnds: [SealedEnd]?
  /// Told of a linked folder that could not be reached when a record was to be put out; once.
  public var whenUnreachable: (LinkedFolder) -> Void = { _ in }
  var hasTold = false

  /// Opens the vault at a place as the partner whose identity this is.
  public convenience init(
    _ places: Places, as identity: consuming Identity, randomness: Randomness = .system
  ) throws(VaultError) {
    try self.init(places, as: identity, randomness, trusting: [], ends: nil, depth: 0)
  }

  /// - Parameters:
  ///   - pins: whom to trust where this device remembers nothing.
  ///   - ends: where the logs end of who the partner was, by the latest who knows.
  ///   - depth: how many renewals ago.
  private init(
    _ places: Places, as identity: consuming Identity, _ randomness: Randomness,
    trusting pins: [PinnedPartner], ends: [SealedEnd]?, depth: Int
  ) throws(VaultError) {
    let vault = try VaultFile.read(places)
    let state = try StateFile(places, vault, identity.partner).read(with: identity)
    self.vault = vault
    self.randomness = randomness
    highWater = state?.highWater ?? .min
    keys = ReadingKeys(
      identity: identity, places: places, vault: vault, pinned: state?.pins ?? pins,
      left: state?.left)
    folders = state?.folders ?? []
    keys.seen = state?.heads ?? [:]
    if let state { keys.hear(state) }
    keys.isFormer = depth > 0
    if depth == 0 { keys.summaries = Summaries(places, vault, keys.reader) }
    if let ends { keys.seal(ends.ends(by: keys.identity.partner), and: state) }
    do throws(VaultError) {
      guard depth < FormerIdentity.most,
        let before = try FormerIdentity.before(keys.identity, vault, in: places.vault)
      else {
        (former, isFormerLost, isFormerUnread) = (nil, false, false)
        return
      }
      let pins = before.pins
      // An earlier record is sealed for an identity that was renewed itself: the latest one's word counts.
      let ends = ends ?? before.ends
      former = try OpenVault(
        places, as: before.takeIdentity(), randomness, trusting: pins, ends: ends,
        depth: depth + 1)
      (isFormerLost, isFormerUnread) = (false, false)
      sealedEnds = depth == 0 ? ends : nil
    } catch {
      // What is lost of the past keeps nobody from the present; `check` says so.
      (former, isFormerLost) = (nil, true)
      if case .system = error { isFormerUnread = true } else { isFormerUnread = false }
    }
  }

  /// This vault as who the partner is, and as whoever that was before, the latest first.
  var eras: [OpenVault] { [self] + (former?.eras ?? []) }

  /// Who this partner was before renewals, the latest first.
  public var formerPartners: [PartnerID] { eras.dropFirst().map(\.partner) }

  /// Says so where this partner was somebody else before and nothing can be known of that.
  ///
  /// - Throws: `damaged`.
  public func requireFormerIdentities() throws(VaultError) {
    for era in eras where era.isFormerLost {
      throw .damage(.state, in: FormerIdentity.name(era.partner))
    }
  }

  /// The latest time this device has known, in milliseconds.
  public internal(set) var highWater: Int64
  /// The folders that are linked.
  public internal(set) var folders: [LinkedFolder]

  /// Which vault stands at a place, without opening it.
  public static func identify(_ places: Places) throws(VaultError) -> VaultID {
    try VaultFile.read(places)
  }

  /// Begins a session for the partner.
  public func beginSession(_ store: any SessionStore, limits: SessionLimits, clocks: SessionClocks)
    throws(VaultError)
  {
    let payload = try SessionPayload(keys.identity, limits: limits, clocks: clocks)
    try store.begin(payload, SessionName(vault: vault, partner: partner))
  }

  /// The code that brings the identity back.
  public func recoveryCode() throws(VaultError) -> RecoveryCode { try RecoveryCode(keys.identity) }

  /// Appends a record; it is durable when this returns.
  ///
  /// - Throws: `noPartner` for a shared record where no partner's keys are pinned.
  @discardableResult
  public func append(_ draft: RecordDraft) throws(VaultError) -> RecordID {
    guard let id = try append([draft]).first else { throw .primitive(.unavailable) }
    return id
  }

  /// Appends records of one audience and class, in order; all are durable when this returns.
  public func append(_ drafts: [RecordDraft]) throws(VaultError) -> [RecordID] {
    var writer = try LogWriter(keys, randomness)
    let ids = try writer.append(drafts)
    highWater = writer.state.highWater
    if let audience = drafts.first?.audience { putOut(audience, &writer) }
    return ids
  }

  /// Remembers how far the shared logs of others have come, and how late it has been, in milliseconds.
  ///
  /// A log that is shorter later is then called rolled back, and a clock set back changes nothing. Every
  /// append does this too; a partner who only reads has to ask for it.
  /// - Parameter waiting: whether to wait for another process that writes.
  /// - Throws: `busy` while another process writes.
  public func remember(time: Int64 = .min, waiting: Bool = true) throws(VaultError) {
    var writer = try LogWriter(keys, randomness, waiting: waiting)
    try writer.remember(time: time)
    highWater = writer.state.highWater
  }

  /// Forgets that it has ever been later than this, in milliseconds: the clock was wrong.
  ///
  /// What depends on the latest known time has to be ended first; the vault does not know what does.
  public func resetTime(to time: Int64) throws(VaultError) {
    var writer = try LogWriter(keys, randomness)
    try writer.update { state throws(VaultError) in state.highWater = time }
    highWater = writer.state.highWater
  }

  /// Leaves this device's log of a class and audience as it is: the next record begins another.
  public func leaveLog(_ logClass: LogClass, _ audience: Audience) throws(VaultError) {
    var writer = try LogWriter(keys, randomness)
    try writer.beginLog(logClass, audience)
  }

  /// Refuses to go on where shared logs are here, this partner's own or made for this partner, although
  /// the state knows no partner: it was lost, or taken away to keep a withdrawal from being written.
  ///
  /// - Throws: `damaged`, with the reason `forgotten`.
  public func requireRememberedPartner() throws(VaultError) {
    guard keys.pinned.isEmpty, try holdsSharedLogs() else { return }
    throw .damage(.forgotten, in: "\(partner).state")
  }

  private func holdsSharedLogs() throws(VaultError) -> Bool {
    for author in try Storage.names(in: keys.places.logs).compactMap({ PartnerID(hex: $0) }) {
      for log in try LogPlace.all(of: author, .shared, in: keys.places, vault) {
        guard let first = try log.segments().first else { continue }
        if author == partner { return true }
        let name = log.name(of: first)
        guard
          let bytes = try? Storage.read(
            log.path(of: first), limit: .max, name: name, first: SegmentHeader.length),
          let raw = try? SegmentHeader.decode(bytes, file: name)
        else { continue }
        if raw.header.recipient == partner { return true }
      }
    }
    return false
  }

  /// The entries this partner may read, newest first, opened one by one as they are asked for.
  ///
  /// - Parameters:
  ///   - logClass: leaves logs of the other class alone, so that their damage is not met either.
  ///   - credible: the times, in milliseconds, at which something can have been entered: what says
  ///     another is put where its log has it.
  ///   - enough: where a log is left off: at the first record, going back, of which it is true.
  ///   - sieve: judges by the body, on several threads at once, and gives what is handed on in the place
  ///     of it; `nil` passes the record over.
  ///   - wanted: judges by the fixed fields, before a record's body is opened.
  ///   - passesOver: judges by what a whole segment may hold, before it is read: whether no record in it is
  ///     wanted, and none of them is enough. Only asked where `logClass` is `diary`.
  public func records(
    of logClass: LogClass? = nil, within credible: ClosedRange<Int64> = .min ... .max,
    until enough: @escaping (RecordFields) -> Bool = { _ in false },
    through sieve: (@Sendable (RecordFields, [UInt8]) -> [UInt8]?)? = nil,
    where wanted: @escaping (RecordFields) -> Bool,
    passingOver passesOver: ((SegmentSummary) -> Bool)? = nil
  ) throws(VaultError) -> RecordSequence {
    var sources: [RecordSequence.Source] = []
    let eras = eras
    for keys in eras.map(\.keys) {
      for log in try keys.readableLogs() {
        if let logClass, log.audience == .shared, let its = try keys.knownClass(of: log),
          its != logClass
        {
          continue
        }
        // What was made for who one is now, or was, is read as that one alone.
        if eras.count > 1, log.audience == .shared, keys.seen[log.id] == nil,
          case .forAnother = try keys.glance(at: log)
        {
          continue
        }
        sources.append(RecordSequence.Source(log: log, keys: keys))
      }
    }
    return try RecordSequence(
      sources, as: partner, within: credible, until: enough,
      where: { fields in (logClass.map { $0 == fields.logClass } ?? true) && wanted(fields) },
      through: sieve, passingOver: logClass == .diary ? passesOver : nil,
      isPastUnread: eras.contains(where: \.isFormerUnread))
  }

  /// A hash that tells two documents apart, 32 bytes; for content keys, never for secrets.
  public static func digest(_ bytes: [UInt8]) -> [UInt8] {
    BLAKE2b.hash(bytes)
  }

  /// Fresh random bytes from this vault's source.
  public func randomBytes(_ count: Int) -> [UInt8] { randomness.bytes(count) }
}

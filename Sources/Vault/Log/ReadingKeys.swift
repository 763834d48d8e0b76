// docs/format.md § Device state (pins), § Segment header

/// Everything that reading a vault as one partner takes.
final class ReadingKeys {
  /// Whoever reads, held so that several threads can read as them.
  let reader: Reader
  var identity: Identity { _read { yield reader.identity } }
  let places: Places
  let vault: VaultID
  /// The partners whose keys are pinned; a file never adds to them.
  private(set) var pinned: [PartnerID: PinnedPartner] = [:]
  /// The partner to share with: the one whose keys were pinned last.
  private(set) var partner: PinnedPartner?
  /// The one whose keys were pinned last, whether or not anything is shared with them any more.
  private(set) var latest: PartnerID?
  /// Called after each segment that a scan has read.
  var afterSegment: () -> Void = {}
  /// How far this device has seen each log.
  var seen: [LogID: DeviceState.SeenHead] = [:]
  /// Whether the identity is one that was renewed.
  var isFormer = false
  /// Where its logs end then; `nil` where that was never sealed.
  var sealed: LogEnds?
  /// Where the logs of partners' identities end that were renewed.
  private(set) var ended: [PartnerID: LogEnds] = [:]
  /// Who partners say to be now that were not compared as that yet, by the word of who they were.
  private(set) var announced: [PartnerID: PartnerID] = [:]
  /// Kinds of records that somebody waits for, and up to where it was looked for them.
  var awaited: Set<UInt16> = []
  private(set) var lookedThrough: LookedThrough?
  /// What complete segments were summed up to; `nil` where nothing is.
  var summaries: Summaries?

  init(
    identity: consuming Identity, places: Places, vault: VaultID, pinned: [PinnedPartner],
    left: PartnerID? = nil
  ) {
    reader = Reader(identity)
    self.places = places
    self.vault = vault
    trust(pinned, left: left)
  }

  /// - Parameter left: the partner with whom nothing is shared any more, whose words stay readable.
  func trust(_ pins: [PinnedPartner], left: PartnerID?) {
    pinned = Dictionary(pins.map { ($0.keys.partner, $0) }) { first, _ in first }
    latest = pins.last?.keys.partner
    partner = pins.last.flatMap { $0.keys.partner == left ? nil : $0 }
  }

  /// Takes over what this device has been told of renewals, and how far it has looked.
  func hear(_ state: DeviceState) {
    (ended, announced) = (state.ended, state.announced)
    lookedThrough = state.lookedThrough
  }

  /// Opens a segment of a log; `nil` where there is no such file.
  func open(_ number: UInt32, of log: LogPlace, verifyingBothSlots: Bool = false)
    throws(VaultError) -> Segment?
  {
    try Segment.open(
      number, of: log, as: identity, pinned: pinned, verifyingBothSlots: verifyingBothSlots)
  }

  /// Opens another side of a fork.
  func open(_ branch: LogPlace.Branch, of log: LogPlace) throws(VaultError) -> Segment {
    let bytes = try Storage.read(
      log.path(of: branch), limit: Cell.longestSegment, name: log.name(of: branch))
    return try Segment(bytes, branch.number, of: log, as: identity, pinned: pinned)
  }

  /// The shared logs that are here, one's own and those of pinned partners.
  func sharedLogs() throws(VaultError) -> [LogPlace] {
    var logs: [LogPlace] = []
    for author in [identity.partner] + pinned.keys.sorted() {
      logs += try LogPlace.all(of: author, .shared, in: places, vault)
    }
    return logs
  }

  /// The shared logs of this partner and the one to share with. Those that were made for somebody before
  /// say nothing to the other, who could not read what a record names there.
  func logsOfPair() throws(VaultError) -> [LogPlace] {
    let logs = try sharedLogs()
    guard pinned.count > 1, let other = partner?.keys.partner else { return logs }
    return logs.filter { log in
      isOwn(log) ? recipient(of: log) == other : log.author == other
    }
  }

  /// For whom a log of one's own was made; `nil` where its header does not open.
  func recipient(of log: LogPlace) -> PartnerID? {
    guard let first = (try? log.segments())?.first,
      let segment = try? Segment.open(
        first, of: log, as: identity, pinned: pinned, headerOnly: true)
    else { return nil }
    return segment.header.recipient
  }

  /// Every log this partner can read: one's own private ones, and the shared ones.
  func readableLogs() throws(VaultError) -> [LogPlace] {
    try LogPlace.all(of: identity.partner, .private, in: places, vault) + sharedLogs()
  }

  /// What a log's first header says, as far as it can be opened.
  enum Glance {
    /// The header opens: the class is vouched for.
    case opens(LogClass)
    /// It says that it was made for somebody else, such as a former identity. It only says so: that
    /// field is not authenticated for a reader whose slot does not open.
    case forAnother
    case unreadable
  }

  /// Opens the header of the first segment that is here, and nothing else.
  func glance(at log: LogPlace) throws(VaultError) -> Glance {
    do throws(VaultError) {
      // Nearly always there, and then the others need not be looked for.
      var segment = try Segment.open(0, of: log, as: identity, pinned: pinned, headerOnly: true)
      if segment == nil, let first = try log.segments().first {
        segment = try Segment.open(
          first, of: log, as: identity, pinned: pinned, headerOnly: true)
      }
      return segment.map { .opens($0.header.logClass) } ?? .unreadable
    } catch .damaged(let damage) {
      return damage.reason == .reader ? .forAnother : .unreadable
    } catch .newerVersion { return .unreadable } catch let fault where fault.isOfOnePlace {
      return .unreadable
    }
  }

  /// The class of a log, by its header, else by what this device has seen of it.
  func knownClass(of log: LogPlace) throws(VaultError) -> LogClass? {
    if case .opens(let its) = try glance(at: log) { return its }
    return seen[log.id]?.logClass
  }

  func isOwn(_ log: LogPlace) -> Bool { log.author == identity.partner }

  /// Where the logs of an author end; `nil` where nobody has said that they do.
  func ends(by author: PartnerID) -> LogEnds? {
    author == identity.partner ? sealed : ended[author]
  }

  /// How far a log counts that has ended; `nil` for all others.
  func limits(of log: LogPlace) throws(VaultError) -> LogLimits? {
    guard let ends = ends(by: log.author) else { return nil }
    return try LogLimits(log, ends[log.id], with: self)
  }

  /// Where a log of an author is, by its id.
  func places(of log: LogID, by author: PartnerID) throws(VaultError) -> [LogPlace] {
    var found: [LogPlace] = []
    for audience in Audience.allCases where audience == .shared || author == identity.partner {
      found += try LogPlace.all(of: author, audience, in: places, vault).filter { $0.id == log }
    }
    return found
  }
}

/// An identity that several can hold.
final class Reader: Sendable {
  let identity: Identity

  init(_ identity: consuming Identity) { self.identity = identity }
}

/// A partner whose keys both have compared.
public struct PinnedPartner: Sendable, Equatable {
  public let keys: PublicIdentity
  public let name: String
}

// docs/format.md § Shared folder (Collecting)

/// How much may be read in vain, so that a folder of rubbish does not hold anybody up.
///
/// Where it is small every log has its share: rubbish that calls itself one log keeps no other from being
/// read.
struct ReadingBudget {
  private var bytes: Int
  /// What a copy costs at least where it turns out to be good for nothing: finding that out takes more
  /// than its length says.
  private let floor: Int
  private let isSmall: Bool
  /// What has to be left when the present log's share is used up.
  private var end = 0
  /// Whether copies were passed over.
  private(set) var isCut = false

  /// What every command does has to end soon. `sync` has time: as many copies as a folder is looked through
  /// for can be rubbish, and what is good among them is read all the same.
  init(_ depth: ExchangeDepth) {
    isSmall = depth == .quick
    bytes = isSmall ? 16 << 20 : 256 << 20
    floor = isSmall ? 256 << 10 : (256 << 20) / (FolderSurvey.mostThings + 1)
  }

  /// Begins with a log, one of so many that are still to be read.
  mutating func begin(oneOf logs: Int) { end = isSmall ? bytes - bytes / max(logs, 1) : 0 }

  /// Whether one more copy may be read.
  mutating func allowsAnother() -> Bool {
    if bytes > max(end, 0) { return true }
    isCut = true
    return false
  }

  mutating func charge(_ count: Int) { bytes -= count }

  /// What was read was good.
  mutating func refund(_ count: Int) { bytes += count }

  /// A copy that was charged for was good for nothing.
  mutating func chargeInVain(_ count: Int) { bytes -= max(floor - count, 0) }
}

extension Arrivals.Copy {
  /// Whether it is to be read first: what lies where its author puts it, the earlier segments before the
  /// later ones that go on from them.
  func comesBefore(_ other: Arrivals.Copy, in log: LogPlace) -> Bool {
    let places = [self, other].map { $0.way == log.way && $0.name == "\($0.number).segment" }
    if places[0] != places[1] { return places[0] }
    return (number, name) < (other.number, other.name)
  }
}

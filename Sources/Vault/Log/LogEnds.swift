// docs/format.md § Former identity (Ends)

/// Where the logs of an identity end that was renewed: whoever has it can go on writing, and what leads
/// to none of these heads does not count.
///
/// A log that is not among them holds nothing that counts. A log with several endings has several heads.
struct LogEnds: Equatable, Sendable {
  private(set) var heads: [LogID: [Head]] = [:]

  init(_ heads: some Sequence<Head> = []) { for head in heads { add(head) } }

  subscript(log: LogID) -> [Head] { heads[log] ?? [] }

  /// All of them, by log and index.
  var all: [Head] {
    heads.sorted { $0.key < $1.key }.flatMap { $0.value.sorted { $0.index < $1.index } }
  }

  mutating func add(_ head: Head) {
    if heads[head.log]?.contains(head) != true { heads[head.log, default: []].append(head) }
  }

  /// How far a log comes by them, as an index; `nil` where nothing of it counts.
  func last(of log: LogID) -> UInt64? { self[log].map(\.index).max() }

  /// Leaves out heads on the way to others, as far as what is held of their logs tells.
  func pruned(_ keys: ReadingKeys, by author: PartnerID) throws(VaultError) -> LogEnds {
    var pruned = LogEnds()
    for (log, heads) in heads {
      var outdone: Set<Head> = []
      for place in heads.count > 1 ? try keys.places(of: log, by: author) : [] {
        for side in try LogSide.all(of: place, with: keys) {
          outdone.formUnion(side.places.filter { heads.contains($0) }.dropLast())
        }
      }
      for head in heads where !outdone.contains(head) { pruned.add(head) }
    }
    return pruned
  }
}

/// One ending of a log, or one copy of a segment: the places in it that verify, in order.
struct LogSide {
  var places: [Head]
  /// The place that it goes on from; `nil` at the beginning of a log.
  let start: Head?

  init(_ reading: SegmentReading, of log: LogID) {
    places = reading.sound.map { Head(log: log, index: $0.index, chain: $0.chain) }
    let header = reading.header
    start =
      header.firstIndex == 0
      ? nil : Head(log: log, index: header.firstIndex - 1, chain: header.previousChain)
  }

  private init(places: [Head]) { (self.places, start) = (places, nil) }

  /// The log itself, then each of its branches, as they are held.
  static func all(of log: LogPlace, with keys: ReadingKeys) throws(VaultError) -> [LogSide] {
    var main: [Head] = []
    _ = try LogScan.run(log, with: keys, beyondItsEnd: true) { step in
      main.append(Head(log: log.id, index: step.index, chain: step.chain))
    }
    return [LogSide(places: main)]
      + (try log.branches()).map { branch in
        guard let segment = try? keys.open(branch, of: log) else { return LogSide(places: []) }
        return LogSide(LogScan.alone(segment, of: log, with: keys), of: log.id)
      }
  }

  /// How many places of each side lead to one of these ends.
  static func counts(_ sides: [LogSide], leadingTo ends: [Head]) -> [Int] {
    var wanted = Set(ends)
    var counts = sides.map { _ in 0 }
    var isDone = false
    while !isDone {
      isDone = true
      for (number, side) in sides.enumerated() {
        guard let last = side.places.lastIndex(where: wanted.contains), last >= counts[number]
        else { continue }
        counts[number] = last + 1
        wanted.formUnion(side.places[...last])
        if let start = side.start { wanted.insert(start) }
        isDone = false
      }
    }
    return counts
  }
}

/// How far a log counts that has ended: the index from which on nothing does.
struct LogLimits {
  let main: UInt64
  private var sides: [LogPlace.Branch: UInt64] = [:]

  /// The index from which on nothing counts in a branch.
  func limit(of branch: LogPlace.Branch) -> UInt64 { sides[branch] ?? main }

  /// - Parameter ends: of this log.
  init(_ log: LogPlace, _ ends: [Head], with keys: ReadingKeys) throws(VaultError) {
    let furthest = ends.map { LogPosition.following($0.index) }.max() ?? 0
    let branches = try log.branches()
    guard ends.count > 1 || !branches.isEmpty, !ends.isEmpty else {
      main = furthest
      return
    }
    let all = try LogSide.all(of: log, with: keys)
    let counts = LogSide.counts(all, leadingTo: ends)
    // What has not come yet may go on from any side: up to there each may be right.
    let held = Set(all.flatMap(\.places))
    let open = ends.filter { !held.contains($0) }.map { LogPosition.following($0.index) }.max() ?? 0
    let limits = zip(all, counts).map { side, count in
      max(open, count > 0 ? LogPosition.following(side.places[count - 1].index) : 0)
    }
    main = limits.first ?? furthest
    for (branch, limit) in zip(branches, limits.dropFirst()) { sides[branch] = limit }
  }
}

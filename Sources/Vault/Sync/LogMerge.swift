import Sodium

// docs/format.md § Shared folder (Collecting)

/// One log as it is held, and as it will be when verified copies of its segments are taken in.
///
/// Nothing is written until `write`, so that what has to be remembered first can be.
struct LogMerge {
  let log: LogPlace
  private let keys: ReadingKeys
  private let randomness: Randomness
  private let erasures: [Erasure]
  /// Whether its author's identity was renewed, so that not every erasing in it counts.
  private let hasEnded: Bool
  private var mains: [UInt32: Held] = [:]
  private var branches: [LogPlace.Branch: Held] = [:]
  /// Copies of segments that cannot be taken before others have arrived.
  private(set) var waiting = 0
  /// Copies for which there is no more room beside their segment.
  private(set) var surplus = 0

  /// A file of the log.
  private struct Held {
    /// As it is on disk; `nil` where it is not there, or cannot be read at all.
    let bytes: [UInt8]?
    /// `nil` where nothing is there whose header opens.
    var reading: SegmentReading?
    var isChanged = false
  }

  /// - Parameter erasures: the erasure records by which tombstones are admitted.
  /// - Throws: this and what follows, where something that is held cannot be read just now: what is not known must not
  ///   be replaced.
  init(
    _ log: LogPlace, with keys: ReadingKeys, _ randomness: Randomness, erasures: [Erasure]
  ) throws(VaultError) {
    self.log = log
    self.keys = keys
    self.randomness = randomness
    self.erasures = erasures
    hasEnded = keys.ends(by: log.author) != nil
    for branch in try log.branches() {
      branches[branch] = try load(log.path(of: branch), branch.number)
    }
  }

  private func load(_ path: String, _ number: UInt32) throws(VaultError) -> Held {
    let (bytes, reading) = try keys.held(at: path, number, of: log)
    return Held(bytes: bytes, reading: reading)
  }

  private mutating func main(_ number: UInt32) throws(VaultError) -> SegmentReading? {
    if let known = mains[number] { return known.reading }
    let held = try load(log.path(of: number), number)
    mains[number] = held
    return held.reading
  }

  private func sides(of number: UInt32) -> [(LogPlace.Branch, SegmentReading)] {
    branches.keys.filter { $0.number == number }.sorted { $0.copy < $1.copy }.compactMap { branch in
      branches[branch]?.reading.map { (branch, $0) }
    }
  }

  /// Takes in a copy of a segment, as far as it holds anything new.
  mutating func take(_ copy: SegmentReading) throws(VaultError) {
    guard !copy.sound.isEmpty else { return }
    let number = copy.header.number
    let main = try main(number)
    let sides = sides(of: number)
    if let main, main.covers(copy), !restores(copy, main) { return }
    if sides.contains(where: { $0.1.covers(copy) && !restores(copy, $0.1) }) { return }
    if let main, try fits(copy, main) { return try extend(main, with: copy) }
    for (branch, side) in sides where !side.contradicts(copy) {
      if let union = try union(side, copy) {
        branches[branch]?.reading = union
        branches[branch]?.isChanged = true
      }
      return
    }
    guard main == nil else { return try branch(copy) }
    try begin(copy)
  }

  /// Whether a copy goes on where the held segment ends, and does not go past the next one.
  private mutating func fits(_ copy: SegmentReading, _ held: SegmentReading) throws(VaultError)
    -> Bool
  {
    guard !held.contradicts(copy) else { return false }
    guard let next = try main(copy.header.number &+ 1), copy.header.number < .max else {
      return true
    }
    return copy.end.nextIndex <= next.header.firstIndex || held.end.nextIndex >= copy.end.nextIndex
  }

  /// Whether a copy has what was erased in the one that is held by somebody who had no right to.
  private func restores(_ copy: SegmentReading, _ held: SegmentReading) -> Bool {
    guard hasEnded, held.isSameSegment(as: copy) else { return false }
    let own = Dictionary(held.spans.map { ($0.firstCell, $0) }) { first, _ in first }
    return copy.sound.contains { span in
      own[span.firstCell].map { SegmentUnion.isRestorable($0, by: span, erasures: erasures) }
        ?? false
    }
  }

  private func union(_ held: SegmentReading, _ copy: SegmentReading) throws(VaultError)
    -> SegmentReading?
  {
    let union = try SegmentUnion.make(
      held, copy, erasures: erasures, hasEnded: hasEnded, of: log, with: keys, randomness)
    // What was held stays held, whatever was laid over it.
    guard let union, union.soundCount >= held.soundCount, !held.contradicts(union) else {
      return nil
    }
    return union
  }

  private mutating func extend(_ main: SegmentReading, with copy: SegmentReading)
    throws(VaultError)
  {
    guard let union = try union(main, copy) else { return }
    mains[copy.header.number]?.reading = union
    mains[copy.header.number]?.isChanged = true
  }

  /// Takes a copy of a segment of which nothing is held.
  private mutating func begin(_ copy: SegmentReading) throws(VaultError) {
    let number = copy.header.number
    let start = (copy.header.firstIndex, copy.header.previousChain)
    if number > 0 {
      let goesOnElsewhere = sides(of: number - 1).contains {
        ($0.1.end.nextIndex, $0.1.end.chain) == start
      }
      guard let before = try main(number - 1) else {
        if goesOnElsewhere { return try branch(copy) }
        waiting += 1
        return
      }
      guard (before.end.nextIndex, before.end.chain) == start else {
        if goesOnElsewhere || before.end.nextIndex >= start.0 { return try branch(copy) }
        waiting += 1
        return
      }
    }
    if let next = try main(number &+ 1), number < .max, copy.end.nextIndex > next.header.firstIndex
    {
      return try branch(copy)
    }
    guard
      let taken = try SegmentUnion.first(
        copy, erasures: erasures, of: log, with: keys, randomness)
    else {
      waiting += 1
      return
    }
    mains[number]?.reading = taken
    mains[number]?.isChanged = true
  }

  /// Keeps a copy beside the segment that it contradicts.
  private mutating func branch(_ copy: SegmentReading) throws(VaultError) {
    let number = copy.header.number
    let free = (1...LogPlace.Branch.most).first {
      branches[LogPlace.Branch(number: number, copy: $0)] == nil
    }
    guard let free else {
      surplus += 1
      return
    }
    guard
      let taken = try SegmentUnion.first(
        copy, erasures: erasures, of: log, with: keys, randomness)
    else {
      waiting += 1
      return
    }
    branches[LogPlace.Branch(number: number, copy: free)] = Held(
      bytes: nil, reading: taken, isChanged: true)
  }

  /// Erases in what is held what the admitted erasure records name.
  mutating func bury(_ erasures: [Erasure]) throws(VaultError) {
    for number in Set(erasures.map(\.segment)).sorted() {
      if let main = try main(number) { try extend(main, with: main) }
      for (branch, side) in sides(of: number) {
        guard let union = try union(side, side) else { continue }
        branches[branch]?.reading = union
        branches[branch]?.isChanged = true
      }
    }
  }

  // MARK: - What it comes to

  private var changed: [SegmentReading] {
    (Array(mains.values) + Array(branches.values)).filter(\.isChanged).compactMap(\.reading)
  }

  var isChanged: Bool { !changed.isEmpty }
  /// Whether another side of a fork has come to light.
  var hasNewBranch: Bool { branches.values.contains { $0.isChanged && $0.bytes == nil } }
  /// Erasure records in what was taken.
  var takenErasures: [Erasure] { changed.flatMap(\.erasures) }
  /// Tombstones in what was taken.
  var takenTombstones: [SegmentReading.Span] { changed.flatMap(\.spans).filter(\.isTombstone) }

  /// Whether the log goes on after a head, or anywhere else than it says.
  func goesBeyond(_ head: DeviceState.SeenHead?) -> Bool {
    guard let head else { return changed.contains { !$0.spans.isEmpty } }
    return changed.contains { reading in
      reading.spans.contains { span in
        span.index > head.index || span.index == head.index && span.chain != head.chain
      }
    }
  }

  /// How many entries came that were not held before; none where they are of consent.
  var newRecords: Int {
    let held = Array(mains.values) + Array(branches.values)
    return held.filter { $0.isChanged && $0.reading?.header.logClass == .diary }.reduce(0) {
      sum, held in
      let before = held.bytes.flatMap {
        try? SegmentReading($0, held.reading?.header.number ?? 0, of: log, with: keys)
      }
      return sum + max(0, (held.reading?.spans.count ?? 0) - (before?.spans.count ?? 0))
    }
  }

  /// Puts what is changed on the disk, each file at once or not at all; damaged ones go to quarantine
  /// first.
  func write(_ quarantine: inout Quarantine) throws(VaultError) {
    try Storage.createFolder(log.folder)
    keys.summaries?.forget(
      changed.filter { $0.spans.contains(where: \.isTombstone) }.map { (log.id, $0.header.number) })
    var files = mains.map { (log.path(of: $0.key), $0.key, $0.value) }
    files += branches.map { (log.path(of: $0.key), $0.key.number, $0.value) }
    // The segment with an erasure record before the one it names.
    for (path, number, held) in files.sorted(by: { ($0.1, $0.0) > ($1.1, $1.0) })
    where held.isChanged {
      guard let reading = held.reading else { continue }
      if let bytes = held.bytes {
        let before = try? SegmentReading(bytes, number, of: log, with: keys)
        if before == nil || before?.fault != nil {
          try quarantine.keepHeld(bytes, from: log.id, number)
        }
      }
      try Storage.create(
        path, reading.segment.bytes, replacing: true, suffix: randomness.bytes(8))
    }
  }
}

import Sodium

// docs/format.md § Logs, § Summaries

extension LogCursor {
  /// Whether a segment is known to hold nothing that is wanted, and nothing at which the log is left off.
  typealias Skim = (SegmentSummary) -> Bool

  /// What may be passed over, and where it is said what there is.
  struct Skimming {
    let summaries: Summaries
    let passesOver: Skim
  }

  /// Where a segment ends that comes next, going back: what the one after it says, which was authenticated.
  struct Link {
    /// The number of the one after it.
    let after: UInt32
    let chain: [UInt8]

    /// The chain with which a segment ends, where it is known.
    func end(of number: UInt32) -> [UInt8]? { number &+ 1 == after && after > 0 ? chain : nil }
  }

  /// A segment to be read, and the chain at its end, where that is known.
  private struct Due {
    let number: UInt32
    let end: [UInt8]?
    /// Whether it is to be summed up.
    let isNew: Bool
  }

  /// The segments to be read next, taken off those that wait; others are passed over on the way.
  ///
  /// What is said of a segment is trusted where the chain at its end is the one that the log goes on from. Each
  /// summary says what its segment went on from itself, so one leads to the next, and none is opened.
  private func nextDue() -> [Due] {
    let most = ahead.step()
    var due: [Due] = []
    while due.count < most, let number = waiting.last {
      let end = link?.end(of: number)
      guard let skimming else {
        waiting.removeLast()
        due.append(Due(number: number, end: end, isNew: false))
        continue
      }
      // What is kept of it can be trusted once those before it were read.
      if end == nil, !due.isEmpty, skimming.summaries.isKept(number, in: log) { break }
      waiting.removeLast()
      // It was made before, and may say of what is erased that it is there.
      if erasedSegments.contains(number) { skimming.summaries.drop(number, of: log.id) }
      if let end, let summary = skimming.summaries.summary(of: number, in: log), summary.end == end
      {
        link = Link(after: number, chain: summary.start)
        if summary.hasErasures || !skimming.passesOver(summary) {
          due.append(Due(number: number, end: end, isNew: false))
        }
        // What it erases is known before anything is said of the segments before it.
        if summary.hasErasures { break }
      } else {
        link = nil
        due.append(Due(number: number, end: end, isNew: !erasedSegments.contains(number)))
      }
    }
    return due
  }

  /// Reads some of the next segments at once, on several threads, as far as they are in order.
  ///
  /// - Returns: `false` where the next one is not, and has to be read cell by cell.
  func readAhead(
    where wanted: (RecordPrefix) -> Bool, until enough: (RecordPrefix) -> Bool
  ) throws(VaultError) -> Bool {
    guard waiting.last != ahead.refused else { return false }
    var due = nextDue()
    let author = keys.isOwn(log) ? keys.reader : nil
    var opened = ahead.open(
      due.map { ($0.number, $0.isNew) }, of: log, with: keys, by: author)
    // Shorter than it was once: what is gone has to be counted.
    let broken = opened.firstIndex { opened in
      opened.map { isKnown($0.pass.segment.cellCount, of: $0.pass.segment) } ?? true
    }
    if let broken {
      ahead.refused = due[broken].number
      waiting += due[broken...].reversed().map(\.number)
      opened.removeSubrange(broken...)
      due.removeSubrange(broken...)
      link = nil
    }
    let passes = opened.compactMap { $0?.pass }
    // All that waited was passed over, perhaps.
    guard !passes.isEmpty else { return broken == nil }
    if link == nil, broken == nil, let last = passes.last?.segment.header {
      link = Link(after: last.number, chain: last.previousChain)
    }
    leaveSegment()
    var chosen: [(pass: Int, places: [Int])] = []
    var after: Link?
    for (number, pass) in passes.enumerated() {
      let (places, isEnough) = choose(in: pass, by: author, where: wanted, until: enough)
      chosen.append((number, places))
      if isEnough { break }
      let header = pass.segment.header
      if let end = due[number].end ?? after?.end(of: header.number) {
        keep(opened[number]?.sum, endingIn: end)
      }
      after = Link(after: header.number, chain: header.previousChain)
    }
    ahead.wanted += chosen.reduce(0) { $0 + $1.places.count }
    take(ahead.records(chosen, of: passes, by: author, through: sieve))
    return true
  }

  /// The places of a segment that are wanted, newest first, and whether the log is left off there.
  private func choose(
    in pass: SegmentPass, by author: Reader?, where wanted: (RecordPrefix) -> Bool,
    until enough: (RecordPrefix) -> Bool
  ) -> (places: [Int], isEnough: Bool) {
    opened += pass.opened
    var places: [Int] = []
    for at in pass.places.indices.reversed() {
      guard let prefix = pass.places[at].prefix else { continue }
      if let limit, prefix.fields.index >= limit { continue }
      if enough(prefix) {
        leaveOff()
        return (places, true)
      }
      if isErased(prefix, at: pass.places[at].cell, in: pass.segment.header.number) { continue }
      ahead.judged += 1
      if prefix.type == .erasure {
        if let record = pass.record(at, by: author) {
          note(record, pass.segment.file)
        } else {
          unreadable += 1
        }
      }
      if wanted(prefix) { places.append(at) }
    }
    return (places, false)
  }

  /// Keeps what a segment was summed up to, where it is the one that the log goes on from and nothing of it is to be
  /// erased yet.
  private func keep(_ sum: SegmentSummary?, endingIn end: [UInt8]) {
    guard let sum, sum.end == end, !erasedSegments.contains(sum.number) else { return }
    skimming?.summaries.keep(sum)
  }
}

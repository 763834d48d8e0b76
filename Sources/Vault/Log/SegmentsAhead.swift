import Sodium

// docs/format.md § Logs

/// Segments that are read before they are asked for, by several threads at once: the more, the further
/// back a reader goes.
struct SegmentsAhead {
  /// A segment that is not in order.
  var refused: UInt32?
  /// How many records were judged by their fixed fields so far, and how many of them were wanted.
  var judged = 0
  var wanted = 0
  private var next = 1

  /// A verified record and where it begins.
  struct Found: Sendable {
    let record: StoredRecord
    let segment: UInt32
    let cell: Int
  }

  /// A segment that was opened, and what it was summed up to, where that was asked for and could be.
  struct Opened: Sendable {
    let pass: SegmentPass
    var sum: SegmentSummary?
  }

  /// What a segment holds, gone through whole; `nil` where something in it is erased: the log can be brought back
  /// from before that, and ends in the same chain.
  private static func sum(_ pass: SegmentPass, by author: Reader?) -> SegmentSummary? {
    guard pass.segment.header.logClass == .diary,
      let contents = SelfContained(pass, by: author),
      !contents.remains.contains(where: \.isTombstone)
    else { return nil }
    return SegmentSummary(pass, contents)
  }

  /// As many as are read together now: one at first, since most readers do not go back far.
  mutating func step() -> Int {
    defer { next = min(next * 2, Workers.most * 2) }
    return next
  }

  /// Whether bodies will be wanted of most records: then every cell is opened at once.
  private var opensAll: Bool { wanted * 2 > judged }

  /// Opens segments, and sums those up that are to be; `nil` for each that is not in order.
  func open(
    _ segments: [(number: UInt32, isNew: Bool)], of log: LogPlace, with keys: ReadingKeys,
    by author: Reader?
  ) -> [Opened?] {
    let (reader, pinned, opensAll) = (keys.reader, keys.pinned, opensAll)
    return Workers.share(segments) { number, isNew in
      // Why one does not open is told by whoever reads it cell by cell.
      guard
        let segment = try? Segment.open(number, of: log, as: reader.identity, pinned: pinned)
      else { return nil }
      if isNew, let pass = SegmentPass(segment, whole: true) {
        return Opened(pass: pass, sum: SegmentsAhead.sum(pass, by: author))
      }
      return SegmentPass(segment, whole: opensAll).map { Opened(pass: $0) }
    }
  }

  /// What was chosen of segments, newest first, whole and verified.
  func records(
    _ chosen: [(pass: Int, places: [Int])], of passes: [SegmentPass], by author: Reader?,
    through sieve: LogCursor.Sieve?
  ) -> (records: [Found], opened: Int, unreadable: Int) {
    let parts = Workers.share(chosen.filter { !$0.places.isEmpty }) { chosen in
      var part: (records: [Found], opened: Int, unreadable: Int) = ([], 0, 0)
      let pass = passes[chosen.pass]
      for at in chosen.places {
        part.opened += pass.cellsLeft(at)
        guard let record = pass.record(at, by: author) else {
          part.unreadable += 1
          continue
        }
        let found = Found(
          record: record, segment: pass.segment.header.number, cell: pass.places[at].cell)
        guard let sieve else {
          part.records.append(found)
          continue
        }
        guard let body = sieve(record.fields, record.body) else { continue }
        part.records.append(
          Found(record: record.holding(body), segment: found.segment, cell: found.cell))
      }
      return part
    }
    return (
      parts.flatMap(\.records), parts.reduce(0) { $0 + $1.opened },
      parts.reduce(0) { $0 + $1.unreadable }
    )
  }
}

extension Workers {
  /// What each item gives, in order; every worker takes as many of them.
  static func share<Item: Sendable, Result: Sendable>(
    _ items: [Item], _ body: @escaping @Sendable (Item) -> Result
  ) -> [Result] {
    let count = min(most, items.count)
    let parts = run(count) { worker in
      stride(from: worker, to: items.count, by: count).map { body(items[$0]) }
    }
    return items.indices.map { parts[$0 % count][$0 / count] }
  }
}

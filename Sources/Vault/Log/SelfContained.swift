import Sodium

// docs/format.md § Verdicts

/// What verifies in a segment by itself, from what its header says of those before it: cells, digests,
/// links, indices, bounds, and of one's own log the MACs.
///
/// Whether it goes on where the segment before ends, and whether tombstones have their erasure records,
/// shows in the log alone. Where anything else is not as it has to be there is none, and ``LogScan`` goes
/// through the segment cell by cell and says what it is.
struct SelfContained: Sendable {
  private(set) var steps: [LogScan.Step] = []
  private(set) var remains: [LogScan.Remains] = []
  /// The place after its last record.
  private(set) var end: LogPosition

  /// A segment that opens, and what verifies in it; no segment where there is no such file.
  typealias Opened = (segment: Segment, contents: SelfContained?)?

  /// Opens segments of a log and verifies each by itself, on several threads.
  static func open(_ numbers: [UInt32], of log: LogPlace, with keys: ReadingKeys)
    -> [Result<Opened, VaultError>]
  {
    let (reader, pinned) = (keys.reader, keys.pinned)
    let author = keys.isOwn(log) ? reader : nil
    return Workers.share(numbers) { number in
      do throws(VaultError) {
        let segment = try Segment.open(
          number, of: log, as: reader.identity, pinned: pinned, verifyingBothSlots: true)
        return .success(
          segment.map { segment in
            (segment, SegmentPass(segment, whole: true).flatMap { SelfContained($0, by: author) })
          })
      } catch { return .failure(error) }
    }
  }

  /// - Parameters:
  ///   - pass: a segment gone through whole.
  ///   - author: whoever wrote the log, where that is the reader.
  init?(_ pass: SegmentPass, by author: Reader?) {
    let header = pass.segment.header
    end = LogPosition(
      segment: header.number, cell: 1, nextIndex: header.firstIndex, chain: header.previousChain)
    for (number, place) in pass.places.enumerated() {
      guard place.parts <= Cell.room(after: place.cell), end.nextIndex < .max else { return nil }
      let rest: LogScan.Remains?
      let record = pass.record(number, by: author)
      if place.prefix == nil {
        rest = SelfContained.tombstone(number, of: pass, after: end, by: author)
      } else {
        rest = record.map { record in
          LogScan.Remains(
            index: record.fields.index, id: record.fields.id, digest: record.digest,
            chain: record.chain, segment: header.number, firstCell: place.cell,
            parts: place.parts, isTombstone: false, type: record.type, mac: record.mac,
            entered: record.fields.entered)
        }
      }
      guard let rest, rest.index == end.nextIndex else { return nil }
      steps.append(
        LogScan.Step(
          index: rest.index, chain: rest.chain, previousChain: end.chain, record: record))
      remains.append(rest)
      end = LogPosition(
        segment: header.number, cell: place.cell + place.parts, nextIndex: rest.index + 1,
        chain: rest.chain)
    }
  }

  /// What is left of an erased record, where link and MAC hold.
  private static func tombstone(
    _ number: Int, of pass: SegmentPass, after end: LogPosition, by author: Reader?
  ) -> LogScan.Remains? {
    let (segment, place) = (pass.segment, pass.places[number])
    guard segment.header.logClass == .diary, let left = pass.tombstone(number) else { return nil }
    let hash = segment.key.headerHash
    guard
      left.chain
        == Chain.link(end.chain, index: left.index, digest: left.digest, headerHash: hash)
    else { return nil }
    if let author {
      let mac = Chain.mac(
        left.chain, index: left.index, headerHash: hash, key: author.identity.macKey)
      guard ConstantTime.equal(mac, left.mac) else { return nil }
    }
    return LogScan.Remains(
      index: left.index, id: left.id, digest: left.digest, chain: left.chain,
      segment: segment.header.number, firstCell: place.cell, parts: place.parts,
      isTombstone: true, type: nil, mac: left.mac, entered: nil)
  }
}

extension LogScan {
  /// Whether a segment begins just where what was verified so far ends.
  func follows(_ header: SegmentHeader) -> Bool {
    let isFirst = finding.end.segment == header.number && finding.end.cell == 1
    return linked && (isFirst || header.number == finding.end.segment &+ 1)
      && header.firstIndex == finding.end.nextIndex && header.previousChain == finding.end.chain
  }

  /// Takes what was verified of a segment by itself, which begins where this log has come to.
  mutating func take(
    _ contents: SelfContained, of segment: Segment, _ visit: (Step) -> Void
  ) {
    for rest in contents.remains { keep(rest) }
    for record in contents.steps.lazy.compactMap(\.record) where record.type == .erasure {
      guard let erasure = try? Erasure(record.body, file: segment.file) else { continue }
      erasures.append((erasure, record.fields.index))
    }
    finding.count += contents.steps.count
    finding.end = contents.end
    for step in contents.steps { visit(step) }
  }
}

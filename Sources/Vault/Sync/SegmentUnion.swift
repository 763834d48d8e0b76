import Sodium

// docs/format.md § Shared folder (Collecting), § Records (Tombstone)

/// What two copies of one segment hold together.
enum SegmentUnion {
  /// Lays what a copy has verified over what is held, and leaves out what is erased.
  ///
  /// - Parameters:
  ///   - held: stays where both say the same; also what comes after a fault in it.
  ///   - copy: begun as the same segment, contradicting nothing that is held.
  ///   - erasures: every erasure record that is known of the log.
  ///   - hasEnded: whether erasings can be somebody's who has no right to them any more: then a record
  ///     takes its place again.
  /// - Returns: the union; `nil` where it is what is held already. A tombstone of the copy whose erasure
  ///   record is not known is not taken, nor what follows it where nothing of it is held.
  static func make(
    _ held: SegmentReading, _ copy: SegmentReading, erasures: [Erasure], hasEnded: Bool,
    of log: LogPlace, with keys: ReadingKeys, _ randomness: Randomness
  ) throws(VaultError) -> SegmentReading? {
    var bytes = Array(held.segment.bytes.prefix(held.segment.cellCount * Cell.length))
    if held.fault == nil { bytes = held.soundBytes }
    var changed = false
    let known = Dictionary(held.spans.map { ($0.firstCell, $0) }) { first, _ in first }
    for span in copy.sound {
      let own = known[span.firstCell]
      let isRestored =
        hasEnded && own.map { isRestorable($0, by: span, erasures: erasures) } ?? false
      if let own, !span.isTombstone || own.isTombstone, !isRestored { continue }
      if span.isTombstone && !erasures.contains(where: { $0.names(span) }) {
        if own == nil { break }
        continue
      }
      lay(copy.segment.bytes, span, over: &bytes)
      changed = true
    }
    if try bury(erasures, held, copy, &bytes, randomness) { changed = true }
    guard changed else { return nil }
    return try SegmentReading(bytes, held.header.number, of: log, with: keys)
  }

  /// Whether a record in a copy takes the place of a tombstone that no erasure record which counts names.
  static func isRestorable(
    _ own: SegmentReading.Span, by span: SegmentReading.Span, erasures: [Erasure]
  ) -> Bool {
    own.isTombstone && !span.isTombstone && own.chain == span.chain && own.parts == span.parts
      && !erasures.contains { $0.names(own) }
  }

  /// What a copy holds where nothing is held yet: up to the first tombstone without erasure record.
  static func first(
    _ copy: SegmentReading, erasures: [Erasure], of log: LogPlace, with keys: ReadingKeys,
    _ randomness: Randomness
  ) throws(VaultError) -> SegmentReading? {
    let admitted = copy.sound.prefix { span in
      !span.isTombstone || erasures.contains { $0.names(span) }
    }
    guard let last = admitted.last else { return nil }
    var bytes = Array(copy.segment.bytes.prefix((last.firstCell + last.parts) * Cell.length))
    _ = try bury(erasures, copy, copy, &bytes, randomness)
    return try SegmentReading(bytes, copy.header.number, of: log, with: keys)
  }

  private static func lay(
    _ source: [UInt8], _ span: SegmentReading.Span, over bytes: inout [UInt8]
  ) {
    let place = span.firstCell * Cell.length..<(span.firstCell + span.parts) * Cell.length
    guard place.upperBound <= source.count else { return }
    if bytes.count < place.upperBound {
      bytes += [UInt8](repeating: 0, count: place.upperBound - bytes.count)
    }
    bytes.replaceSubrange(place, with: source[place])
  }

  /// Erases what an erasure record names and what is here as it was written: whoever reads along need
  /// not wait for the author's own tombstone.
  private static func bury(
    _ erasures: [Erasure], _ held: SegmentReading, _ copy: SegmentReading,
    _ bytes: inout [UInt8], _ randomness: Randomness
  ) throws(VaultError) -> Bool {
    let number = held.header.number
    let mine = erasures.filter { $0.segment == number }
    guard !mine.isEmpty, held.header.logClass == .diary else { return false }
    let tombstones = Set((held.spans + copy.sound).filter(\.isTombstone).map(\.index))
    var changed = false
    for span in held.spans + copy.sound
    where !tombstones.contains(span.index) && span.type == .entry
      && mine.contains(where: { $0.names(span) })
    {
      var writer = FieldWriter()
      writer.put(span.index)
      writer.put(span.id.bytes)
      writer.put(span.digest)
      writer.put(span.chain)
      writer.put(span.mac)
      let cells = try Cell.seal(
        writer.bytes, as: .tombstone, parts: span.parts, first: span.firstCell,
        key: held.segment.key, randomness: randomness)
      let place = span.firstCell * Cell.length..<(span.firstCell + span.parts) * Cell.length
      guard place.upperBound <= bytes.count else { continue }
      bytes.replaceSubrange(place, with: cells)
      changed = true
    }
    return changed
  }
}

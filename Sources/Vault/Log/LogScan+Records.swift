import Sodium

// docs/format.md § Records, § Verdicts

extension LogScan {
  /// What a record has left, or will: enough to compare with an erasure record that names it.
  struct Remains: Sendable {
    let index: UInt64
    let id: RecordID
    let digest: [UInt8]
    let chain: [UInt8]
    let segment: UInt32
    let firstCell: Int
    let parts: Int
    let isTombstone: Bool
    let type: StoredRecord.Kind?
    let mac: [UInt8]
    /// When it was written, in milliseconds; `nil` once it is erased.
    let entered: Int64?
  }

  mutating func accept(
    _ payload: [UInt8], _ parts: Int, at cell: Int, in segment: Segment, _ visit: (Step) -> Void
  ) {
    let record: StoredRecord
    do throws(VaultError) {
      record = try StoredRecord(payload, in: segment.header, file: segment.file)
    } catch {
      if case .damaged(let damage) = error { note(damage) }
      return
    }
    let fields = record.fields
    guard parts <= Cell.room(after: cell) else {
      return note(Damage(file: segment.file, reason: .bounds))
    }
    // Without the link nothing ties the text to the MAC, and the partner can write cells of a shared
    // log: the place counts, its content does not.
    let isVouchedFor = linked || !keys.isOwn(log) || log.audience == .private
    let previous = finding.end.chain
    guard verify(fields.index, record.digest, record.chain, record.mac, in: segment) else { return }
    if record.type == .erasure, isVouchedFor,
      let erasure = try? Erasure(record.body, file: segment.file)
    {
      erasures.append((erasure, fields.index))
    }
    keep(
      Remains(
        index: fields.index, id: fields.id, digest: record.digest, chain: record.chain,
        segment: segment.header.number, firstCell: cell, parts: parts, isTombstone: false,
        type: record.type, mac: record.mac, entered: fields.entered))
    advance(record.chain, fields.index, segment.header.number, cell + parts)
    finding.count += 1
    visit(
      Step(
        index: fields.index, chain: record.chain, previousChain: previous,
        record: isVouchedFor ? record : nil))
  }

  mutating func bury(
    _ payload: [UInt8], _ parts: Int, at cell: Int, in segment: Segment, _ visit: (Step) -> Void
  ) {
    guard segment.header.logClass == .diary, parts <= Cell.room(after: cell),
      let tombstone = try? Tombstone(payload, file: segment.file)
    else { return note(Damage(file: segment.file, reason: .tombstone)) }
    let previous = finding.end.chain
    guard
      verify(tombstone.index, tombstone.digest, tombstone.chain, tombstone.mac, in: segment)
    else { return }
    keep(
      Remains(
        index: tombstone.index, id: tombstone.id, digest: tombstone.digest,
        chain: tombstone.chain, segment: segment.header.number, firstCell: cell, parts: parts,
        isTombstone: true, type: nil, mac: tombstone.mac, entered: nil))
    advance(tombstone.chain, tombstone.index, segment.header.number, cell + parts)
    finding.count += 1
    visit(
      Step(
        index: tombstone.index, chain: tombstone.chain, previousChain: previous, record: nil))
  }

  /// Index, link and, in one's own log, the author's MAC.
  private mutating func verify(
    _ index: UInt64, _ digest: [UInt8], _ chain: [UInt8], _ mac: [UInt8], in segment: Segment
  ) -> Bool {
    let hash = segment.key.headerHash
    if keys.isOwn(log),
      !ConstantTime.equal(
        mac, Chain.mac(chain, index: index, headerHash: hash, key: keys.identity.macKey))
    {
      note(Damage(file: segment.file, reason: .forged))
      return false
    }
    // After damage the link to what came before cannot be known; it is taken up again from here.
    guard linked else {
      guard index >= finding.end.nextIndex else {
        note(Damage(file: segment.file, reason: .link))
        return false
      }
      linked = true
      return true
    }
    guard index == finding.end.nextIndex,
      chain == Chain.link(finding.end.chain, index: index, digest: digest, headerHash: hash)
    else {
      note(Damage(file: segment.file, reason: .link))
      return false
    }
    return true
  }

  private mutating func advance(_ chain: [UInt8], _ index: UInt64, _ segment: UInt32, _ cell: Int) {
    finding.end = LogPosition(
      segment: segment, cell: cell, nextIndex: index == .max ? index : index + 1, chain: chain)
  }

  /// Passes over a record whose cells are partly tombstones, when an erasure record explains why.
  ///
  /// - Returns: how many cells it has; `nil` where these cells are simply damaged.
  mutating func passInterruptedErasure(
    at cell: Int, in segment: Segment, _ visit: (Step) -> Void
  ) -> Int? {
    if erasuresOfDamagedLog == nil {
      erasuresOfDamagedLog = (try? ErasureSearch.all(in: log, with: keys)) ?? []
    }
    let number = segment.header.number
    guard linked, segment.header.logClass == .diary,
      let erasure = erasuresOfDamagedLog?.first(where: {
        $0.segment == number && Int($0.firstCell) == cell && $0.index == finding.end.nextIndex
      }),
      erasure.chain
        == Chain.link(
          finding.end.chain, index: erasure.index, digest: erasure.digest,
          headerHash: segment.key.headerHash)
    else { return nil }
    guard erasure.parts > 0, cell + Int(erasure.parts) <= segment.cellCount else { return nil }
    for part in 0..<erasure.parts {
      let place = cell + Int(part)
      guard let frame = segment.frame(place, into: &buffer) else {
        // A cell that does not open was torn while it was overwritten; the erasure record stands in.
        if segment.isAuthentic(place, buffer: &buffer) { return nil }
        continue
      }
      guard frame.part == part, frame.parts == erasure.parts,
        agrees(frame, Array(buffer[8...]), with: erasure, in: segment)
      else { return nil }
    }
    let previous = finding.end.chain
    keep(
      Remains(
        index: erasure.index, id: erasure.id, digest: erasure.digest, chain: erasure.chain,
        segment: number, firstCell: cell, parts: Int(erasure.parts), isTombstone: true, type: nil,
        mac: [], entered: nil))
    advance(erasure.chain, erasure.index, number, cell + Int(erasure.parts))
    finding.count += 1
    visit(
      Step(index: erasure.index, chain: erasure.chain, previousChain: previous, record: nil))
    return Int(erasure.parts)
  }

  /// Whether what a cell of an interrupted erasing still says is what its erasure record says.
  private func agrees(
    _ frame: Cell.Frame, _ payload: [UInt8], with erasure: Erasure, in segment: Segment
  ) -> Bool {
    let mac: [UInt8]
    switch (frame.content, frame.part) {
    case (.record, 0):
      guard let prefix = try? RecordPrefix(payload, in: segment.header, file: segment.file),
        prefix.fields.index == erasure.index, prefix.fields.id == erasure.id,
        prefix.chain == erasure.chain
      else { return false }
      mac = prefix.mac
    case (.tombstone, 0):
      guard let tombstone = try? Tombstone(payload, file: segment.file),
        tombstone.index == erasure.index, tombstone.id == erasure.id,
        tombstone.digest == erasure.digest, tombstone.chain == erasure.chain
      else { return false }
      mac = tombstone.mac
    case (.record, _): return true
    case (.tombstone, _): return payload.allSatisfy { $0 == 0 }
    }
    guard keys.isOwn(log) else { return true }
    return ConstantTime.equal(
      mac,
      Chain.mac(
        erasure.chain, index: erasure.index, headerHash: segment.key.headerHash,
        key: keys.identity.macKey))
  }

  /// Every tombstone has its erasure record, and every erasure record fits the record it names.
  mutating func judgeErasures() {
    let tombstones = Dictionary(remains.map { ($0.index, $0) }) { first, _ in first }
    var found: [UInt32: [UInt64: Remains]] = [:]
    for (erasure, index) in erasures {
      // A record before the place where the scan began, or in a part that is missing, is not here.
      guard isHere(erasure.index) else {
        if erasure.index >= index {
          note(Damage(file: log.name(of: erasure.segment), reason: .tombstone), at: index)
        }
        continue
      }
      if tombstones[erasure.index] == nil, found[erasure.segment] == nil {
        found[erasure.segment] = entries(in: erasure.segment)
      }
      guard let place = tombstones[erasure.index] ?? found[erasure.segment]?[erasure.index] else {
        // It stands in another segment than this erasure says.
        note(Damage(file: log.name(of: erasure.segment), reason: .tombstone), at: index)
        continue
      }
      if erasure.names(place), place.type ?? .entry == .entry, erasure.index < index {
        finding.erased.insert(erasure.index)
      } else {
        note(Damage(file: log.name(of: erasure.segment), reason: .tombstone), at: index)
      }
    }
    for place in remains where place.isTombstone && !finding.erased.contains(place.index) {
      note(Damage(file: log.name(of: place.segment), reason: .tombstone), at: place.index)
    }
  }

  /// What is left of each record of a segment that an erasure names: read again, since hardly any is
  /// named that is no tombstone yet.
  private func entries(in number: UInt32) -> [UInt64: Remains] {
    let named = Set(erasures.lazy.filter { $0.erasure.segment == number }.map(\.erasure.index))
    guard let segment = try? keys.open(number, of: log, verifyingBothSlots: true) else {
      return [:]
    }
    let spans = LogScan.alone(segment, of: log, with: keys).spans
    return Dictionary(
      spans.lazy.filter { named.contains($0.index) }.map { ($0.index, $0) }
    ) { first, _ in first }
  }
}

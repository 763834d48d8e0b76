// docs/format.md § Summaries

/// What a segment that others follow holds, in a few words: never less than is in it.
///
/// Such a segment does not grow any more, and erasing only takes away. So what its last chain was bound to once
/// holds wherever that chain stands again.
public struct SegmentSummary: Sendable, Equatable {
  static let length = 144

  /// Who wrote its log, and for whom.
  public let author: PartnerID
  public let audience: Audience
  public let log: LogID
  let number: UInt32
  /// The index of its first record, and how many there are, tombstones included.
  let firstIndex: UInt64
  let count: UInt32
  /// The chain before its first record, and after its last.
  let start: [UInt8]
  let end: [UInt8]
  /// The days that its entries are about, and when they were entered; `nil` where it has no entries.
  public private(set) var about: ClosedRange<Int32>?
  public private(set) var entered: ClosedRange<Int64>?
  /// The kinds of its entries below ``manyKinds``, a bit for each; whether there are others.
  private var kinds: UInt128 = 0
  private var hasOtherKinds = false
  /// Whether it says of other records that they are erased: that has to be read.
  private(set) var hasErasures = false

  private static let manyKinds: UInt16 = 128

  /// Whether an entry of one of these kinds may be in it.
  public func mayHold(_ wanted: Set<UInt16>) -> Bool {
    wanted.contains { kind in
      kind < SegmentSummary.manyKinds ? kinds >> UInt128(kind) & 1 == 1 : hasOtherKinds
    }
  }

  /// The places of its records in their log; `nil` where it has none.
  public var indexes: ClosedRange<UInt64>? {
    guard count > 0 else { return nil }
    let (last, isBeyond) = firstIndex.addingReportingOverflow(UInt64(count) - 1)
    return firstIndex...(isBeyond ? .max : last)
  }

  /// Whether an entry with this index in its log may be in it.
  public func mayHold(index: UInt64) -> Bool {
    indexes?.contains(index) ?? false
  }

  /// - Parameters:
  ///   - pass: a segment gone through whole.
  ///   - contents: what verified in it, which is all of it.
  init(_ pass: SegmentPass, _ contents: SelfContained) {
    let header = pass.segment.header
    author = header.author
    audience = header.audience
    log = header.log
    number = header.number
    firstIndex = header.firstIndex
    count = UInt32(truncatingIfNeeded: pass.places.count)
    start = header.previousChain
    end = contents.end.chain
    for prefix in pass.places.lazy.compactMap(\.prefix) {
      switch prefix.type {
      case .entry: add(prefix.fields)
      case .erasure: hasErasures = true
      case .closing, .ending: break
      }
    }
  }

  private mutating func add(_ fields: RecordFields) {
    about =
      about.map { min($0.lowerBound, fields.about)...max($0.upperBound, fields.about) }
      ?? fields.about...fields.about
    entered =
      entered.map { min($0.lowerBound, fields.entered)...max($0.upperBound, fields.entered) }
      ?? fields.entered...fields.entered
    if fields.kind < SegmentSummary.manyKinds {
      kinds |= 1 << UInt128(fields.kind)
    } else {
      hasOtherKinds = true
    }
  }

  /// As it is kept, with the log it belongs to.
  func encode(into writer: inout FieldWriter) {
    writer.put(log.bytes)
    writer.put(number)
    writer.put(count)
    writer.put(firstIndex)
    writer.put(start)
    writer.put(end)
    writer.put(about?.lowerBound ?? 0)
    writer.put(about?.upperBound ?? 0)
    writer.put(entered?.lowerBound ?? 0)
    writer.put(entered?.upperBound ?? 0)
    writer.put(kinds)
    writer.put(UInt8((about == nil ? 0 : 1) | (hasOtherKinds ? 2 : 0) | (hasErasures ? 4 : 0)))
    writer.put([UInt8](repeating: 0, count: 7))
  }

  /// What is kept of a segment of a log.
  init(_ bytes: ArraySlice<UInt8>, of log: LogPlace) throws(VaultError) {
    var reader = FieldReader(bytes, file: "summaries")
    author = log.author
    audience = log.audience
    self.log = log.id
    guard try reader.identifier(LogID.self) == log.id else { throw .damage(.path, in: reader.file) }
    number = try reader.number()
    count = try reader.number()
    firstIndex = try reader.number()
    start = Array(try reader.take(32))
    end = Array(try reader.take(32))
    let days = (try reader.number(Int32.self), try reader.number(Int32.self))
    let times = (try reader.number(Int64.self), try reader.number(Int64.self))
    kinds = try reader.number()
    let flags = try reader.number(UInt8.self)
    try reader.zeros(7)
    guard days.0 <= days.1, times.0 <= times.1, flags < 8 else {
      throw .damage(.bounds, in: reader.file)
    }
    if flags & 1 != 0 { (about, entered) = (days.0...days.1, times.0...times.1) }
    hasOtherKinds = flags & 2 != 0
    hasErasures = flags & 4 != 0
  }
}

import Vault

extension Diary {
  /// What was written of an export.
  public struct Exported: Sendable, Equatable {
    /// Lines, each a version of an entry.
    public var lines: Int
    /// Entries that a newer Vesper wrote, or that do not read.
    public var unknown: Int
    /// Whether places in the logs could not be read.
    public var hasUnreadable: Bool

    public init(lines: Int = 0, unknown: Int = 0, hasUnreadable: Bool = false) {
      (self.lines, self.unknown, self.hasUnreadable) = (lines, unknown, hasUnreadable)
    }
  }

  /// Hands on a line of JSON, with its line end, for every version of every entry: this partner's own, and with
  /// `includingOther` what the other has shared; never anything of what the two agreed on.
  ///
  /// They are ordered by the instant at which they were entered, and within one as they stand in their logs
  /// (docs/export.md). A diary too long to be held is gone through once for its fixed fields, and then once for each
  /// stretch that can be held, in which other segments are passed over: so its memory does not follow its length.
  ///
  /// - Parameters:
  ///   - most: how many bytes of lines are held at once.
  ///   - take: gets whole lines, one or many at a time.
  public func export(
    includingOther: Bool, holding most: Int = 4 << 20, _ take: ([UInt8]) throws -> Void
  ) throws -> Exported {
    var filter = EntryFilter()
    if !includingOther { filter.author = me }
    let passage = ExportPassage(diary: self, filter: filter)
    if let all = try passage.lines(in: .all, atMost: most) { return try all.hand(to: take) }
    var exported = Exported()
    for stretch in try passage.stretches(of: most) {
      guard let lines = try passage.lines(in: stretch) else { continue }
      let part = try lines.hand(to: take)
      exported.lines += part.lines
      exported.unknown += part.unknown
      exported.hasUnreadable = exported.hasUnreadable || part.hasUnreadable
    }
    return exported
  }
}

/// Where a record stands in an export, as its fixed fields tell it.
private struct ExportPlace: Comparable {
  let entered: Int64
  let log: LogID
  let index: UInt64

  static let first = ExportPlace(entered: .min, log: LogID(value: 0), index: 0)

  init(entered: Int64, log: LogID, index: UInt64) {
    (self.entered, self.log, self.index) = (entered, log, index)
  }

  init(_ fields: RecordFields) {
    self.init(entered: fields.entered, log: fields.log, index: fields.index)
  }

  static func < (left: Self, right: Self) -> Bool {
    (left.entered, left.log, left.index) < (right.entered, right.log, right.index)
  }
}

/// Lines in the order in which they were met, one after the other.
private struct ExportLines {
  private var bytes: [UInt8] = []
  private var found: [(place: ExportPlace, id: RecordID, line: Range<Int>)] = []
  var unknown = 0
  var hasUnreadable = false

  var held: Int { bytes.count }

  mutating func add(_ record: Record) {
    let first = bytes.count
    bytes += record.body
    found.append((ExportPlace(record.fields), record.fields.id, first..<bytes.count))
  }

  func hand(to take: ([UInt8]) throws -> Void) rethrows -> Diary.Exported {
    var piece: [UInt8] = []
    // The sides of a fork have records in one place.
    for one in found.sorted(by: { ($0.place, $0.id) < ($1.place, $1.id) }) {
      piece += bytes[one.line]
      guard piece.count >= 65_536 else { continue }
      try take(piece)
      piece.removeAll(keepingCapacity: true)
    }
    if !piece.isEmpty { try take(piece) }
    return Diary.Exported(lines: found.count, unknown: unknown, hasUnreadable: hasUnreadable)
  }
}

/// Places in an export from one on, up to another or to the end.
private struct ExportStretch {
  let first: ExportPlace
  let end: ExportPlace?

  static let all = ExportStretch(first: .first, end: nil)

  func contains(_ place: ExportPlace) -> Bool {
    first <= place && (end.map { place < $0 } ?? true)
  }

  /// Whether a segment may hold anything of it.
  func meets(_ segment: SegmentSummary) -> Bool {
    guard let times = segment.entered, let indexes = segment.indexes else { return false }
    let least = ExportPlace(
      entered: times.lowerBound, log: segment.log, index: indexes.lowerBound)
    let greatest = ExportPlace(
      entered: times.upperBound, log: segment.log, index: indexes.upperBound)
    return first <= greatest && (end.map { least < $0 } ?? true)
  }
}

/// Goes through what an export holds.
private struct ExportPassage {
  let diary: Diary
  let filter: EntryFilter

  private func holds(_ fields: RecordFields) -> Bool {
    !KindTag.hidden.contains(fields.kind) && filter.admits(EntryHeader(fields))
  }

  /// - Returns: `nil` where they are more than so many bytes.
  func lines(in stretch: ExportStretch, atMost most: Int = .max) throws(DiaryError) -> ExportLines?
  {
    var names = diary.vault.names
    names[diary.me] = diary.name
    let records = try DiaryError.vault { [names] () throws(VaultError) in
      try diary.vault.records(
        of: .diary,
        through: { fields, body in
          // One that does not read is counted, and leaves no line.
          let author = names[fields.author] ?? "\(fields.author)"
          return (try? ExportLine(body, header: EntryHeader(fields), author: author).bytes()) ?? []
        },
        where: { stretch.contains(ExportPlace($0)) && holds($0) },
        passingOver: { !stretch.meets($0) })
    }
    defer { diary.cells += records.cellsOpened }
    var lines = ExportLines()
    while let record = try DiaryError.vault({ () throws(VaultError) in try records.next() }) {
      guard !record.body.isEmpty else {
        lines.unknown += 1
        continue
      }
      lines.add(record)
      if lines.held > most { return nil }
    }
    lines.hasUnreadable = records.unreadable > 0
    return lines
  }

  /// Stretches that hold so many bytes each, or little more; together all there is.
  func stretches(of most: Int) throws(DiaryError) -> [ExportStretch] {
    var runs: [Run] = []
    let pass = try DiaryError.vault { () throws(VaultError) in
      try diary.vault.records(of: .diary) { fields in
        guard holds(fields) else { return false }
        if runs.isEmpty || !runs[runs.count - 1].grow(by: fields, atMost: most / 8) {
          runs.append(Run(fields))
        }
        return false
      } passingOver: { _ in
        false
      }
    }
    _ = try DiaryError.vault { () throws(VaultError) in try pass.next() }
    diary.cells += pass.cellsOpened
    runs.sort { $0.first < $1.first }
    var stretches: [ExportStretch] = []
    var first = ExportPlace.first
    var held = 0
    for run in runs {
      if held > 0, held + run.bytes > most {
        stretches.append(ExportStretch(first: first, end: run.first))
        (first, held) = (run.first, 0)
      }
      held += run.bytes
    }
    return stretches + [ExportStretch(first: first, end: nil)]
  }

  /// Records of one log that were entered in one moment, as an import's are.
  private struct Run {
    var first: ExportPlace
    var bytes: Int

    init(_ fields: RecordFields) {
      first = ExportPlace(fields)
      bytes = Run.length(fields)
    }

    /// A body's bytes, and what a line has beside them.
    private static func length(_ fields: RecordFields) -> Int { fields.bodyLength + 256 }

    /// Takes in a record that stands just before; `false` where it does not, or where they are too much.
    mutating func grow(by fields: RecordFields, atMost most: Int) -> Bool {
      let place = ExportPlace(fields)
      guard place.entered == first.entered, place.log == first.log, place.index < first.index,
        bytes < most
      else { return false }
      first = place
      bytes += Run.length(fields)
      return true
    }
  }
}

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
  /// They are ordered by the instant at which they were entered, and then by id. A diary too long to be held is
  /// gone through once for the times, and then once for each stretch of time that can be held, in which segments
  /// of other times are passed over: so its memory does not follow its length, as long as not everything was
  /// entered in one moment.
  ///
  /// - Parameters:
  ///   - most: how many bytes of lines are held at once.
  ///   - take: gets whole lines, one or many at a time.
  public func export(
    includingOther: Bool, holding most: Int = 6 << 20, _ take: ([UInt8]) throws -> Void
  ) throws -> Exported {
    var filter = EntryFilter()
    if !includingOther { filter.author = me }
    let passage = Passage(diary: self, filter: filter, most: most)
    if let all = try passage.lines(entered: .always, giveUp: true) { return try all.hand(to: take) }
    var exported = Exported()
    for stretch in try passage.stretches() {
      guard let some = try passage.lines(entered: stretch, giveUp: false) else { continue }
      let part = try some.hand(to: take)
      exported.lines += part.lines
      exported.unknown += part.unknown
      exported.hasUnreadable = exported.hasUnreadable || part.hasUnreadable
    }
    return exported
  }

  /// Lines in the order in which they were met.
  private struct Lines {
    var found: [(entered: Moment, id: RecordID, line: [UInt8])] = []
    var unknown = 0
    var hasUnreadable = false

    func hand(to take: ([UInt8]) throws -> Void) rethrows -> Exported {
      let ordered = found.sorted { ($0.entered, $0.id) < ($1.entered, $1.id) }
      var piece: [UInt8] = []
      for line in ordered {
        piece += line.line
        guard piece.count >= 65_536 else { continue }
        try take(piece)
        piece.removeAll(keepingCapacity: true)
      }
      if !piece.isEmpty { try take(piece) }
      return Exported(lines: found.count, unknown: unknown, hasUnreadable: hasUnreadable)
    }
  }

  /// Goes through what an export holds.
  private struct Passage {
    let diary: Diary
    let filter: EntryFilter
    let most: Int

    private func holds(_ fields: RecordFields) -> Bool {
      !KindTag.hidden.contains(fields.kind) && filter.admits(EntryHeader(fields))
    }

    /// The lines of what was entered in a time, in milliseconds.
    ///
    /// - Returns: `nil` where they are more than can be held, and that is to be given up.
    func lines(entered: ClosedRange<Int64>, giveUp: Bool) throws(DiaryError) -> Lines? {
      var names = diary.vault.names
      names[diary.me] = diary.name
      let records = try DiaryError.vault { [names] () throws(VaultError) in
        try diary.vault.records(
          of: .diary,
          through: { fields, body in
            // One that does not read is counted, and leaves no line.
            let author = names[fields.author] ?? "\(fields.author)"
            let line = try? ExportLine(body, header: EntryHeader(fields), author: author).bytes()
            return line ?? []
          },
          where: { entered.contains($0.entered) && holds($0) },
          passingOver: { !($0.entered?.overlaps(entered) ?? false) })
      }
      defer { diary.cells += records.cellsOpened }
      var lines = Lines()
      var held = 0
      while let record = try DiaryError.vault({ () throws(VaultError) in try records.next() }) {
        guard !record.body.isEmpty else {
          lines.unknown += 1
          continue
        }
        held += record.body.count
        if giveUp, held > most { return nil }
        lines.found.append((EntryHeader(record.fields).entered, record.fields.id, record.body))
      }
      lines.hasUnreadable = records.unreadable > 0
      return lines
    }

    /// Times that hold as much as can be held each, as far as it was not entered in one moment; together all.
    func stretches() throws(DiaryError) -> [ClosedRange<Int64>] {
      var times: [(entered: Int64, length: UInt32)] = []
      let pass = try DiaryError.vault { () throws(VaultError) in
        try diary.vault.records(of: .diary) { fields in
          if holds(fields) {
            // A body's bytes, and what a line has beside them.
            times.append((fields.entered, UInt32(clamping: fields.bodyLength + 256)))
          }
          return false
        } passingOver: { _ in
          false
        }
      }
      _ = try DiaryError.vault { () throws(VaultError) in try pass.next() }
      diary.cells += pass.cellsOpened
      times.sort { $0.entered < $1.entered }
      var stretches: [ClosedRange<Int64>] = []
      var first = Int64.min
      var held = 0
      for (place, time) in times.enumerated() {
        if held + Int(time.length) > most, place > 0, times[place - 1].entered < time.entered {
          stretches.append(first...(time.entered - 1))
          (first, held) = (time.entered, 0)
        }
        held += Int(time.length)
      }
      return stretches + [first...Int64.max]
    }
  }
}

extension ClosedRange<Int64> {
  fileprivate static let always = Int64.min...Int64.max
}

/// Somebody's table, read by the columns they name.
///
/// Each row is an entry: a check-in where a measure is named, else a reflection. An empty cell is
/// no answer. A cell that cannot be read refuses the file, with its place.
public struct CSVImport: Sendable {
  private struct Row: Sendable {
    let value: any EntryKind
    let about: CivilDate
    let tags: [String]
    /// What makes it itself: the cells that came in.
    let content: [UInt8]
  }

  private let rows: [Row]
  /// Columns that nobody named, and rows with nothing in those that were.
  public let leftOut: [LeftOut]

  /// - Throws: ``CareError/notImportable(_:entry:_:)`` with the first place that does not fit.
  public init(_ bytes: [UInt8], _ columns: CSVColumns) throws(CareError) {
    let table = try CSVTable(bytes)
    do throws(CSVTable.Fault) {
      let places = try Self.places(of: columns, in: table)
      var rows: [Row] = []
      for cells in table.rows {
        if let row = try Self.row(cells, places, columns) { rows.append(row) }
      }
      self.rows = rows
      let others = table.header.indices.filter { !places.values.contains($0) }
      leftOut =
        LeftOut.present([
          LeftOut("rows with nothing in these columns", table.rows.count - rows.count)
        ]) + others.map { LeftOut("column \"\(table.header[$0].text.start(of: 40))\"", nil) }
    } catch {
      throw .notImportable(error.problem, entry: nil, TextPosition(byte: error.offset, in: bytes))
    }
  }

  /// The names of a table's columns, for whoever has to name them.
  public static func names(in bytes: [UInt8]) throws(CareError) -> [String] {
    try CSVTable(bytes).header.map(\.text)
  }

  private static func places(
    of columns: CSVColumns, in table: CSVTable
  ) throws(CSVTable.Fault) -> [CSVColumns.Part: Int] {
    var places: [CSVColumns.Part: Int] = [:]
    for part in CSVColumns.Part.allCases {
      guard let name = columns.names[part] else { continue }
      guard let place = table.column(name) else {
        throw .init(problem: .noColumn(name), offset: 0)
      }
      places[part] = place
    }
    return places
  }

  private static func row(
    _ cells: [CSVTable.Cell], _ places: [CSVColumns.Part: Int], _ columns: CSVColumns
  ) throws(CSVTable.Fault) -> Row? {
    func cell(_ part: CSVColumns.Part) -> CSVTable.Cell? {
      places[part].map { cells[$0] }.flatMap { $0.text.allSatisfy(\.isWhitespace) ? nil : $0 }
    }
    let content = places.keys.map(\.rawValue).sorted().map { name in
      "\(name)=\(CSVColumns.Part(rawValue: name).flatMap(cell)?.text ?? "")"
    }
    let answers = CSVColumns.Part.allCases.filter { ![.date, .time, .tags].contains($0) }
    guard answers.contains(where: { cell($0) != nil }) else { return nil }
    guard let date = cell(.date) else {
      throw .init(problem: .missing(columns.name(of: .date)), offset: cells[0].offset)
    }
    guard let (about, clock) = WrittenDay.read(date.text, columns.dates) else {
      let (expected, field) = (columns.dates.expectation, columns.name(of: .date))
      // In another order it is a day: which one, only its owner can say.
      let isOther = CSVColumns.Dates.allCases.contains { WrittenDay.read(date.text, $0) != nil }
      throw .init(
        problem: isOther
          ? .otherDates(expected, field: field) : .expected(expected, field: field),
        offset: date.offset)
    }
    var time = clock
    if let given = cell(.time) {
      guard let read = WrittenDay.time(given.text.trimmingSpace()) else {
        throw .init(
          problem: .expected("a time, HH:MM", field: columns.name(of: .time)), offset: given.offset)
      }
      time = read
    }
    let value = try value(cell, time, columns)
    return Row(
      value: value, about: about, tags: Self.tags(cell(.tags)?.text ?? ""),
      content: Array(content.joined(separator: "\n").utf8))
  }

  private static func value(
    _ cell: (CSVColumns.Part) -> CSVTable.Cell?, _ time: TimeOfDay?, _ columns: CSVColumns
  ) throws(CSVTable.Fault) -> any EntryKind {
    let text = cell(.text)
    guard columns.names.keys.contains(where: { $0.measure != nil }) else {
      return Reflection(text: text?.text.trimmingOuterLines() ?? "", time: time)
    }
    var checkIn = CheckIn()
    for part in CSVColumns.Part.allCases {
      guard let measure = part.measure, let cell = cell(part) else { continue }
      let scale = columns.scales[part] ?? .own
      guard let reading = scale.reading(cell.text.trimmingSpace()) else {
        throw .init(
          problem: .expected(scale.expectation, field: columns.name(of: part)),
          offset: cell.offset)
      }
      checkIn[measure] = reading
    }
    if let text {
      checkIn.note = text.text.trimmingOuterLines()
      guard text.text.unicodeScalars.count <= CheckIn.longestNote else {
        throw .init(problem: .tooLong(limit: CheckIn.longestNote), offset: text.offset)
      }
    }
    return checkIn
  }

  /// Words between commas, semicolons or spaces; what cannot be a tag stays in the file.
  private static func tags(_ text: String) -> [String] {
    let words = text.lowercased().split { ",;|".contains($0) || $0.isWhitespace }
      .map { String($0.drop { "@#".contains($0) }) }
    return Array(Set(words.filter(Tags.isTag)).sorted().prefix(Tags.limit))
  }

  /// The rows as entries, in their order.
  ///
  /// - Parameter digest: a collision-resistant hash of at least 16 bytes.
  public func imported<Failure: Error>(
    digest: @escaping ([UInt8]) throws(Failure) -> [UInt8]
  ) throws(Failure) -> [ImportedEntry] {
    var names = ImportNames("csv", digest)
    var imported: [ImportedEntry] = []
    for row in rows {
      imported.append(
        ImportedEntry(
          value: row.value, about: row.about, tags: row.tags,
          source: try names.name(of: Array("\(row.about)\n".utf8) + row.content)))
    }
    return imported
  }
}

extension CSVColumns {
  /// What its owner calls a column, for whoever has to find it.
  fileprivate func name(of part: Part) -> String {
    (names[part] ?? part.rawValue).start(of: 40)
  }
}

extension CSVColumns.Dates {
  var expectation: String {
    switch self {
    case .iso: "a day, YYYY-MM-DD"
    case .dmy: "a day, as in 31/12/2026"
    case .mdy: "a day, as in 12/31/2026"
    }
  }
}

extension CSVColumns.Scale {
  var expectation: String {
    self == .own ? "a whole number from 0 to 10" : "a number from \(low) to \(high)"
  }
}

/// What the Bearable app exports: one row a reading, in long form.
///
/// Columns, as observed: `date`, `date formatted`, `weekday`, `time of day`, `category`,
/// `rating/amount`, `detail`, `notes`. The rows of one day and time of day become one check-in.
/// Mood is on a scale that ends at ten, as ours, and comes in as it is. Every other rating is on a
/// shorter scale with meanings of its own: it comes in as words, in the note, unless its owner
/// says how to read it. Nothing is guessed.
public struct BearableExport: Sendable {
  private struct Day: Sendable {
    let about: CivilDate
    let half: String
    let offset: Int
    var checkIn = CheckIn()
    var words: [String] = []
    var content: [String] = []

    var note: String { words.joined(separator: "\n") }
  }

  private let days: [Day]
  public let leftOut: [LeftOut]

  private static let columns = [
    "date formatted", "time of day", "category", "rating/amount", "detail", "notes",
  ]

  /// Which measure a row is about: its category, or the symptom it names.
  private static let measures: [String: Measure] = [
    "mood": .mood, "energy": .energy, "sleep quality": .sleep, "pain": .pain,
    "fatigue": .fatigue,
  ]

  /// - Parameter scales: how to read a measure that is on another scale than 0 through 10.
  public init(_ bytes: [UInt8], scales: [CSVColumns.Part: CSVColumns.Scale]) throws(CareError) {
    let table = try CSVTable(bytes)
    do throws(CSVTable.Fault) {
      var places: [Int] = []
      for name in Self.columns {
        guard let place = table.column(name) else {
          throw .init(problem: .noColumn(name), offset: 0)
        }
        places.append(place)
      }
      var days: [Day] = []
      var known: [String: Int] = [:]
      var empty = 0
      for row in table.rows {
        let cells = places.map { row[$0] }
        guard let (about, _) = WrittenDay.read(cells[0].text, .iso) else {
          throw .init(
            problem: .expected("a day, YYYY-MM-DD", field: Self.columns[0]),
            offset: cells[0].offset)
        }
        if cells[2...].allSatisfy({ $0.text.allSatisfy(\.isWhitespace) }) {
          empty += 1
          continue
        }
        let half = cells[1].text.trimmingSpace().lowercased()
        let key = "\(about) \(half)"
        let index = known[key] ?? days.count
        if index == days.count {
          known[key] = index
          days.append(Day(about: about, half: half, offset: cells[0].offset))
        }
        try Self.take(cells, into: &days[index], scales)
      }
      for day in days where day.note.unicodeScalars.count > CheckIn.longestNote {
        throw .init(problem: .tooLong(limit: CheckIn.longestNote), offset: day.offset)
      }
      self.days = days
      leftOut = LeftOut.present([LeftOut("rows with nothing in them", empty)])
    } catch {
      throw .notImportable(error.problem, entry: nil, TextPosition(byte: error.offset, in: bytes))
    }
  }

  private static func take(
    _ cells: [CSVTable.Cell], into day: inout Day, _ scales: [CSVColumns.Part: CSVColumns.Scale]
  ) throws(CSVTable.Fault) {
    let texts = cells.map { $0.text.trimmingSpace() }
    let (category, rating, detail, notes) = (texts[2], texts[3], texts[4], texts[5])
    day.content.append(texts[2...].joined(separator: "\n"))
    let isSymptom = category.lowercased() == "symptom"
    // "Headache (Mild)": the symptom, and how it was in the app's own word.
    let subject = isSymptom ? String(detail.prefix { $0 != "(" }).trimmingSpace() : category
    let measure = Self.measures[subject.lowercased()]
    var isReading = false
    if let measure, day.checkIn[measure] == nil, !rating.isEmpty {
      let scale = CSVColumns.Part(rawValue: measure.rawValue).flatMap { scales[$0] }
      if let scale = scale ?? (measure == .mood ? .own : nil) {
        guard let reading = scale.reading(rating) else {
          throw .init(
            problem: .expected(scale.expectation, field: measure.rawValue),
            offset: cells[3].offset)
        }
        day.checkIn[measure] = reading
        isReading = true
      }
    }
    if !isReading {
      let label = category.isEmpty ? "" : "\(category): "
      let parts = [detail, rating.isEmpty || detail.isEmpty ? rating : "(\(rating))"]
      let said = parts.filter { !$0.isEmpty }.joined(separator: " ")
      if !said.isEmpty { day.words.append(label + said) }
    }
    if !notes.isEmpty { day.words.append(notes) }
  }

  /// One check-in for each day and time of day, in the order of the file.
  ///
  /// - Parameter digest: a collision-resistant hash of at least 16 bytes.
  public func imported<Failure: Error>(
    digest: @escaping ([UInt8]) throws(Failure) -> [UInt8]
  ) throws(Failure) -> [ImportedEntry] {
    var names = ImportNames("bearable", digest)
    var imported: [ImportedEntry] = []
    for day in days where day.checkIn.hasAnswer || !day.note.isEmpty {
      var value = day.checkIn
      if !day.note.isEmpty { value.note = day.note }
      let content = "\(day.about) \(day.half)\n" + day.content.joined(separator: "\n\n")
      imported.append(
        ImportedEntry(
          value: value, about: day.about, tags: Tags.isTag(day.half) ? [day.half] : [],
          source: try names.name(of: Array(content.utf8))))
    }
    return imported
  }
}

import Care

/// The chart in figures: a row for each measure, a column for each weekday, a block for each week.
extension Lines {
  mutating func chart(_ chart: Chart) {
    for (index, strip) in chart.strips.enumerated() {
      if index > 0 { blank() }
      paragraph("\(strip.name.safe): 0 is \(strip.low.safe), 10 is \(strip.high.safe)", indent: 2)
      for fact in strip.facts { paragraph(fact.safe, lead: "  ") }
    }
    if !chart.strips.isEmpty || !chart.marks.isEmpty {
      if !chart.strips.isEmpty { blank() }
      weeks(chart)
    }
    for (index, lane) in chart.lanes.enumerated() {
      if index > 0 { blank() }
      paragraph(lane.name.safe)
      entries(lane.entries.map(\.entry), inset: "  ")
    }
  }

  private mutating func weeks(_ chart: Chart) {
    let days = chart.axis.days
    let dates = chart.axis.dates
    let rows =
      chart.strips.map { strip in
        Row(
          name: strip.name.safeLine,
          cells: Dictionary(
            strip.dots.map { ($0.date, ($0.backDated ? "*" : "") + "\($0.value)") },
            uniquingKeysWith: { first, _ in first }),
          empty: "·")
      }
      + chart.marks.map { marks in
        Row(
          name: marks.name.safeLine,
          cells: Dictionary(marks.dates.map { ($0, "x") }, uniquingKeysWith: { first, _ in first }),
          empty: "")
      }

    // Half a year is written whole; of more, only the weeks in which something was logged.
    let logged = Set(rows.flatMap { $0.cells.keys.map { days.offset(of: $0) / 7 * 7 } }).sorted()
    let starts =
      days.dayCount > 190 ? logged : Array(stride(from: 0, to: days.dayCount, by: 7))
    for (index, start) in starts.enumerated() {
      let week = (start..<min(start + 7, days.dayCount)).compactMap { offset in
        Int32(exactly: Int(days.lowerBound.day) + offset).map { CivilDate(day: $0) }
      }
      guard let first = week.first else { continue }
      if index > 0 { blank() }
      line(Self.week(dates.short(first), week.map { DateWording.weekday($0) }))
      for row in rows {
        line(of: row, in: week)
      }
    }
    var notes: [String] = []
    if !chart.strips.isEmpty { notes.append("· no entry that day") }
    if chart.strips.contains(where: { $0.dots.contains(where: \.backDated) }) {
      notes.append("* written on a later day")
    }
    if !notes.isEmpty {
      blank()
      paragraph(notes.joined(separator: ", "))
    }
  }

  private mutating func line(of row: Row, in week: [CivilDate]) {
    let cells = week.map { row.cells[$0] ?? row.empty }
    if DisplayWidth.columns(row.name) < Self.nameColumns {
      line(Self.week(row.name, cells))
    } else if cells.contains(where: { !$0.isEmpty }) {
      paragraph(row.name)
      line(Self.week("", cells))
    }
  }

  private static let nameColumns = 12

  private static func week(_ name: String, _ cells: [String]) -> String {
    name.padded(to: nameColumns) + cells.map { $0.aligned(to: 4) }.joined()
  }

  private struct Row {
    let name: String
    let cells: [CivilDate: String]
    let empty: String
  }
}

import Care

/// Every value that page 1 draws, and no other: the equivalent of the picture for who cannot see it.
enum AllValues: Component {
  static func section(of disclosure: Material) -> Section? {
    let drawn = disclosure.strips.compactMap { strip in
      Chart.Strip(strip.measure, Series(strip, window: disclosure.window))
    }
    let days = Set(drawn.flatMap { $0.dots.map(\.date) }).sorted()
    let values = drawn.map { strip in
      Dictionary(strip.dots.map { ($0.date, $0) }) { first, _ in first }
    }
    let columns: [Words] = ["Day"] + drawn.map(\.name)
    let dates = disclosure.dates

    // One table for a fortnight or a month; one a month where the page covers more.
    let whole = disclosure.window.dayCount <= 31
    var tables: [(caption: Words, rows: [[Words]])] = []
    for day in days {
      let caption: Words =
        whole
        ? "\(page: disclosure.dates.range(disclosure.window))" : "\(page: DateWording.month(day))"
      if tables.last?.caption != caption { tables.append((caption, [])) }
      let cells = values.map { column -> Words in
        guard let dot = column[day] else { return "" }
        return dot.backDated ? "*\(dot.value)" : "\(dot.value)"
      }
      let name: Words = "\(page: DateWording.weekday(day)) \(page: dates.short(day))"
      tables[tables.count - 1].rows.append([name] + cells)
    }
    let late = drawn.contains { $0.dots.contains(where: \.backDated) }
    return Section(
      .values, "All values shown",
      tables.map { .table(Table(caption: $0.caption, columns: columns, rows: $0.rows)) }
        + [late ? .paragraph("* written on a later day") : nil])
  }
}

/// How the numbers and the picture are made.
enum NotesOnTheData: Component {
  static func section(of disclosure: Material) -> Section? {
    let gates = disclosure.strips.map { Series($0, window: disclosure.window) }
      .filter { !$0.inWindow.isEmpty }
    if gates.isEmpty { return nil }
    return Section(
      .notes, "Notes on the data",
      [
        .list([
          """
          Each rating is my own answer on a scale from 0 to 10, about the moment I wrote it. \
          Every answer can be skipped. A skipped answer is no answer and never counts as 0.
          """,
          """
          Under 5 days logged, only their number is given; from 5, each day as a dot; from 10 \
          within 14 days, also the median and the quartiles of those days.
          """,
          """
          Median and quartiles are values I gave (definition 2 of Hyndman and Fan, 1996). \
          “4–5” means that the place falls between a 4 and a 5; ratings are not averaged.
          """,
          """
          A difference from the days before is named only where both spans have 10 days or more \
          and the medians are 2 or more apart. It says nothing about a cause.
          """,
        ])
      ])
  }
}

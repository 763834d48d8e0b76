import Care

/// 4. The strips over their shared axis, with the marked days under them.
enum Ratings: Component {
  static func section(of disclosure: Material) -> Section? {
    let measured = measured(disclosure)
    let names = measured.enumerated().map { index, item in
      index == 0 ? item.0.name : item.0.name.lowercased()
    }
    let chart = chart(disclosure)
    let title: Words =
      switch names.count {
      case 0: "Marked days"
      // The one strip has the measure's name itself.
      case 1 where !chart.strips.isEmpty: "\(page: names[0]), day by day"
      default: "\(page: names.joined(separator: ", "))"
      }
    return Section(
      .ratings, title, [.chart(chart), .facts(measured.compactMap { countsOnly($0, $1) })])
  }

  /// Whether lanes of medicines can stand under this section's axis.
  static func hasChart(_ disclosure: Material) -> Bool { !chart(disclosure).isEmpty }

  private static func chart(_ disclosure: Material) -> Chart {
    Chart(
      axis: Chart.Axis(disclosure),
      strips: measured(disclosure).compactMap { Chart.Strip($0, $1) },
      marks: Chart.Marks.rows(of: disclosure))
  }

  /// The measures that have a rating in the window; one without leaves no trace.
  private static func measured(_ disclosure: Material) -> [(Measure, Series)] {
    disclosure.strips.map { ($0.measure, Series($0, window: disclosure.window)) }
      .filter { !$0.1.inWindow.isEmpty }
  }

  /// Too few days for dots: how many they are, and nothing of what they say.
  private static func countsOnly(_ measure: Measure, _ series: Series) -> Fact? {
    guard case .counts(let count) = Gate(series) else { return nil }
    return Fact(
      label: "\(page: measure.name)", value: "\(page: days(count)) logged, too few to draw")
  }
}

extension Chart.Axis {
  init(_ disclosure: Material) {
    self.init(
      days: disclosure.window, title: "\(page: disclosure.dates.range(disclosure.window))",
      dates: disclosure.dates)
  }
}

extension Chart.Strip {
  /// The strip, where enough days were logged for dots.
  init?(_ measure: Measure, _ series: Series) {
    let gate = Gate(series)
    switch gate {
    case .counts: return nil
    case .dots: band = nil
    case .quartiles(_, let quartiles):
      band = Chart.Band(
        days: series.recentDays, values: quartiles.first.low...quartiles.third.high)
    }
    self.measure = measure
    name = "\(page: measure.name)"
    low = "\(page: measure.ends.low)"
    high = "\(page: measure.ends.high)"
    facts = Self.facts(gate, series)
    dots = series.inWindow.map {
      Chart.Dot(date: $0.date, value: $0.value, backDated: $0.backDated)
    }
  }

  private static func facts(_ gate: Gate, _ series: Series) -> [Words] {
    let all = series.inWindow.count
    var facts: [Words] = ["\(page: days(all)) logged"]
    if case .quartiles(_, let quartiles) = gate {
      let median: Words = "median \(page: quartiles.median.text)"
      if series.coversWindow {
        facts = ["\(page: days(all)) logged, \(median)"]
      } else {
        facts += ["last \(Gate.span) days: \(quartiles.count) logged", median]
      }
      facts.append(
        "quartiles \(page: quartiles.first.text) and \(page: quartiles.third.text)")
    }
    if let difference = Difference(series) {
      let before = difference.before
      facts.append(
        """
        differs by \(difference.distance) from the \(series.recentDays.dayCount) days before: \
        \(before.count) logged, median \(page: before.median.text)
        """)
    }
    return facts
  }
}

extension Chart.Marks {
  /// One row for each thing that is marked, in order of its first day.
  static func rows(of disclosure: Material) -> [Chart.Marks] {
    var names: [OwnWords] = []
    var dates: [OwnWords: Set<CivilDate>] = [:]
    for mark in disclosure.marks.sorted(by: { $0.date < $1.date })
    where disclosure.window.contains(mark.date) {
      guard let name = OwnWords(mark.text) else { continue }
      if dates[name] == nil { names.append(name) }
      dates[name, default: []].insert(mark.date)
    }
    return names.map { Chart.Marks(name: Words($0), dates: (dates[$0] ?? []).sorted()) }
  }
}

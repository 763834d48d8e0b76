import Care

/// 5. Medicines as lanes under the same axis, the patient's notes verbatim.
enum Medicines: Component {
  static func section(of disclosure: Material) -> Section? {
    let chart = Chart(
      axis: Chart.Axis(disclosure), isUnderAnother: Ratings.hasChart(disclosure),
      lanes: disclosure.medicines.compactMap { Chart.Lane($0, on: disclosure) })
    return Section(.medicines, "Medicines", [.chart(chart)])
  }
}

extension Chart.Lane {
  /// The lane, where the medicine has a name.
  init?(_ medicine: Disclosure.Medicine, on disclosure: Material) {
    guard let name = OwnWords(medicine.name) else { return nil }
    let dates = disclosure.dates
    let events = medicine.events.sorted { $0.date < $1.date }
    self.name = Words(name)
    spans = Self.spans(events, in: disclosure.window)
    points = events.filter { disclosure.window.contains($0.date) }
      .map { Chart.Point(date: $0.date, change: $0.change) }
    entries = events.map { event in
      Chart.LaneEntry(
        change: event.change, dose: event.dose.flatMap(OwnWords.init),
        note: event.note.flatMap(OwnWords.init),
        entry: Entry(date: dates.label(event.date), words: Self.words(event)))
    }
  }

  private static func words(_ event: Disclosure.Medicine.Event) -> Words {
    var words: Words = "\(page: event.change.word)"
    if let dose = event.dose.flatMap(OwnWords.init) {
      words = words + (event.change == .change ? " to \(own: dose)" : ", \(own: dose)")
    }
    if let note = event.note.flatMap(OwnWords.init) { words = words + " “\(own: note)”" }
    return words
  }

  /// The stretches of the page on which the medicine was taken.
  ///
  /// A change or a stop with no start before it means it was taken before the page began.
  private static func spans(
    _ events: [Disclosure.Medicine.Event], in window: ClosedRange<CivilDate>
  ) -> [Chart.Span] {
    var stretches: [(start: CivilDate?, end: CivilDate?)] = []
    var start: CivilDate??
    for (index, event) in events.enumerated() {
      switch event.change {
      case .start, .change:
        if start == nil {
          // An explicit start opens here; a change shows it had already begun.
          let begun: CivilDate? = event.change == .start || index > 0 ? event.date : nil
          start = .some(begun)
        }
      case .stop:
        if let begun = start {
          stretches.append((begun, event.date))
        } else if index == 0 {
          stretches.append((nil, event.date))
        }
        start = nil
      }
    }
    if let begun = start { stretches.append((begun, nil)) }

    return stretches.compactMap { stretch in
      let first = max(stretch.start ?? window.lowerBound, window.lowerBound)
      let last = min(stretch.end ?? window.upperBound, window.upperBound)
      if first > last { return nil }
      return Chart.Span(
        days: first...last,
        openBefore: stretch.start.map { $0 < window.lowerBound } ?? true,
        openAfter: stretch.end.map { $0 > window.upperBound } ?? true)
    }
  }
}

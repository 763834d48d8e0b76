/// The patient's ratings, one a day for each measure.
struct Readings {
  private var chosen: [Measure: [CivilDate: (entry: Entry, value: Int)]] = [:]

  /// Of several check-ins about one day the one entered last counts, measure by measure: a measure
  /// that it skips keeps the answer it had.
  init(_ current: [Entry]) {
    for entry in current {
      guard let checkIn = entry.value as? CheckIn else { continue }
      for measure in Measure.allCases {
        guard let value = checkIn[measure] else { continue }
        if let held = chosen[measure]?[entry.about],
          (held.entry.entered, held.entry.id) > (entry.entered, entry.id)
        {
          continue
        }
        chosen[measure, default: [:]][entry.about] = (entry, value)
      }
    }
  }

  /// The picked measures in page order; a measure without a reading in the window is absent.
  func strips(for request: DisclosureRequest) -> [Disclosure.Strip] {
    let picked = Set(request.pick?.strips ?? [])
    return Measure.pageOrder.filter(picked.contains).compactMap { measure in
      let readings = readings(of: measure, in: request.window)
      guard !readings.isEmpty else { return nil }
      return Disclosure.Strip(
        measure: measure, readings: readings,
        before: request.before.map { self.readings(of: measure, in: $0) } ?? [])
    }
  }

  private func readings(
    of measure: Measure, in window: ClosedRange<CivilDate>
  ) -> [Disclosure.Reading] {
    (chosen[measure] ?? [:]).filter { window.contains($0.key) }
      .sorted { $0.key < $1.key }
      .map { date, held in
        Disclosure.Reading(
          date: date, value: held.value, backDated: held.entry.header.isBackDated)
      }
  }
}

extension Measure {
  /// The order in which strips stand on a page.
  static let pageOrder: [Measure] = [.pain, .fatigue, .energy, .sleep, .mood, .comfort, .desire]
}

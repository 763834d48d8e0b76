/// The patient's medicines, one lane for each name.
struct MedicineLanes {
  private var lanes: [String: [(entry: Entry, medicine: Medicine)]] = [:]

  /// Names that differ only in case or in the spaces around them are one medicine.
  init(_ current: [Entry]) {
    for entry in current.sorted(by: Entry.inOrder) {
      guard let medicine = entry.value as? Medicine else { continue }
      let words = medicine.name.lowercased().split(whereSeparator: \.isWhitespace)
      lanes[words.joined(separator: " "), default: []].append((entry, medicine))
    }
  }

  /// What happened within the window, and, for a medicine being taken when it began, the last event
  /// before it: without that a lane could not say what was taken.
  func lanes(in window: ClosedRange<CivilDate>) -> [Disclosure.Medicine] {
    lanes.values.compactMap { events -> Disclosure.Medicine? in
      let within = events.filter { window.contains($0.entry.about) }
      let before = events.last { $0.entry.about < window.lowerBound }
      let shown = (before.map { $0.medicine.change == .stop ? [] : [$0] } ?? []) + within
      guard let latest = shown.last else { return nil }
      return Disclosure.Medicine(
        name: latest.medicine.name,
        events: shown.map { entry, medicine in
          Disclosure.Medicine.Event(
            date: entry.about, change: medicine.change, dose: medicine.dose, note: medicine.note)
        })
    }
    .sorted {
      ($0.events.first?.date ?? .latest, $0.name) < ($1.events.first?.date ?? .latest, $1.name)
    }
  }
}

import Care

extension Measure {
  /// The measure as a heading or a row names it.
  var name: String {
    switch self {
    case .energy: "Energy"
    case .pain: "Pain"
    case .fatigue: "Fatigue"
    case .desire: "Desire"
    case .comfort: "Comfort"
    case .sleep: "Sleep"
    case .mood: "Mood"
    }
  }
}

extension MedicineChange {
  var word: String {
    switch self {
    case .start: "started"
    case .change: "changed"
    case .stop: "stopped"
    }
  }
}

/// "1 day", "2 days".
func days(_ count: Int) -> String { count == 1 ? "1 day" : "\(count) days" }

import Care

/// 7. Advice that was tried, and how it turned out.
enum AdviceTried: Component {
  static func section(of disclosure: Material) -> Section? {
    let dates = disclosure.dates
    let entries = disclosure.adviceTried.compactMap { advice -> Entry? in
      let topic = OwnWords(advice.topic).map { Words($0) }
      let tried = OwnWords(advice.tried).map { Words($0) }
      guard let words = tried ?? topic else { return nil }
      return Entry(
        date: dates.label(advice.date),
        lead: tried == nil ? nil : topic,
        words: .joined([words] + (outcome(of: advice).map { [$0] } ?? []), by: " — "))
    }
    return Section(.advice, "Advice tried", [.entries(entries)])
  }

  private static func outcome(of advice: Disclosure.Advice) -> Words? {
    let reason = advice.reason.flatMap(OwnWords.init)
    return switch (advice.outcome, reason) {
    case (.helped, nil): "helped"
    case (.helped, let reason?): "helped: \(own: reason)"
    case (.didNot, nil): "did not help"
    case (.didNot, let reason?): "did not help: \(own: reason)"
    case (.stopped, nil): "stopped"
    case (.stopped, let reason?): "stopped because \(own: reason)"
    case (nil, let reason?): Words(reason)
    case (nil, nil): nil
    }
  }
}

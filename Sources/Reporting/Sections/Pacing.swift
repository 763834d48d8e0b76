import Care

/// Days over one's own limit, and weekly goals that soften.
enum Pacing: Component {
  static func section(of disclosure: Material) -> Section? {
    let over = disclosure.daysOverLimit.map { count in
      Fact(
        label: "Over the limit I set myself",
        value: "\(page: days(count.over)) of \(count.of) noted")
    }
    let goals = disclosure.goals.compactMap { goal -> Fact? in
      guard let what = OwnWords(goal.what) else { return nil }
      let weeks = goal.weeks == 1 ? "week" : "weeks"
      return Fact(
        label: "\(own: what)", value: "softened \(goal.softened) of \(goal.weeks) \(page: weeks)")
    }
    return Section(.pacing, "Pacing", [.facts((over.map { [$0] } ?? []) + goals)])
  }
}

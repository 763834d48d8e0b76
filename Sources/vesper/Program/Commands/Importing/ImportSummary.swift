import Care

/// What comes in from a file, or would: how much of what, of which days, and what stays out.
struct ImportSummary {
  struct Item {
    let kind: any EntryKind.Type
    let day: CivilDate
    let line: String
  }

  let items: [Item]
  /// How many were here already.
  let known: Int
  let leftOut: [LeftOut]
  let isTrial: Bool

  /// How many are shown, a line each.
  private static let shown = 5

  func report(_ printing: Printing, _ console: Console) throws {
    if printing.json { return try console.say(json) }
    if !items.isEmpty { try console.say("\(kinds), \(days).") }
    if !leftOut.isEmpty {
      let parts = leftOut.map { part in part.what + (part.count.map { " (\($0))" } ?? "") }
      try console.say("Left out: \(parts.joined(separator: ", ")).")
    }
    if isTrial {
      for item in items.prefix(Self.shown) {
        let head = "  \(item.day) \(item.kind.title): "
        try console.say(head + Wrapping.cut(item.line, width: console.width - head.count))
      }
      if items.count > Self.shown { try console.say("  and \(items.count - Self.shown) more") }
    }
    let verb = isTrial ? "would come in" : "came in"
    let entries = items.count == 1 ? "entry" : "entries"
    let were = known == 1 ? "was" : "were"
    try console.say(
      "\(items.count) \(entries) \(verb), for you alone; \(known) \(were) here already.")
  }

  /// "3 reflections and 2 check-ins".
  private var kinds: String {
    counts.map { "\($0.count) \($0.title)\($0.count == 1 ? "" : "s")" }.joined(separator: " and ")
  }

  private var counts: [(name: String, title: String, count: Int)] {
    var counts: [(name: String, title: String, count: Int)] = []
    for item in items {
      if let index = counts.firstIndex(where: { $0.name == item.kind.name }) {
        counts[index].count += 1
      } else {
        counts.append((item.kind.name, item.kind.title, 1))
      }
    }
    return counts
  }

  private var days: String {
    guard let first = items.map(\.day).min(), let last = items.map(\.day).max() else { return "" }
    return first == last ? "of \(first)" : "of \(first) to \(last)"
  }

  private var json: String {
    let days = items.map(\.day)
    return JSONText.object([
      "added": "\(items.count)", "known": "\(known)",
      "kinds": JSONText.object(counts.map { ($0.name, "\($0.count)") }),
      "from": days.min().map { JSONText.string($0.description) } ?? "null",
      "until": days.max().map { JSONText.string($0.description) } ?? "null",
      "leftOut": JSONText.array(
        leftOut.map {
          JSONText.object([
            "what": JSONText.string($0.what), "count": $0.count.map { "\($0)" } ?? "null",
          ])
        }),
    ])
  }
}

import Care
import Reporting
import Vault

/// What can be ticked, what is ticked, and where the reader is: the full-screen pick without a screen.
struct PickList {
  /// A place on the page where an entry can stand.
  enum Place: Character {
    /// In the section that its kind belongs to.
    case own = "x"
    case changed = "c"
    case goingWell = "w"
    case next = "n"
  }

  struct Line {
    /// A heading over the lines that follow; it cannot be ticked.
    var isHeading = false
    let text: String
    /// The field of the pick that it belongs to.
    var field = ""
    var measure: Measure?
    var entry: RecordID?
  }

  private(set) var lines: [Line] = []
  private var flags: Set<String> = []
  private var measures: Set<Measure> = []
  private var places: [RecordID: Place] = [:]
  /// What the reader searches for; empty shows everything.
  private(set) var search = ""
  private(set) var isSearching = false
  private(set) var cursor = 0
  /// What the last key could not do.
  var remark = ""
  private let target: RecordID

  init(_ choice: PickChoice, picked: VisitPick?, target: RecordID) {
    self.target = target
    lines = PickList.lines(of: choice)
    if let picked { take(picked, choice) }
    cursor = shown.firstIndex { !lines[$0].isHeading } ?? 0
  }

  private static func lines(of choice: PickChoice) -> [Line] {
    var lines: [Line] = []
    let parts = choice.fields.filter { if case .flag = $0.shape { true } else { false } }
    if !parts.isEmpty { lines.append(Line(isHeading: true, text: "Parts of the page")) }
    lines += parts.map { Line(text: $0.label, field: $0.key) }
    lines.append(Line(isHeading: true, text: "Day by day"))
    lines += Measure.allCases.map {
      Line(text: $0.rawValue, field: "strips", measure: $0)
    }
    if !choice.entries.isEmpty {
      lines.append(Line(isHeading: true, text: "In your own words"))
    }
    lines += choice.entries.map { entry in
      Line(text: "\(entry.about) \(entry.value.line)", field: "lines", entry: entry.id)
    }
    return lines
  }

  /// Begins with what was picked before.
  private mutating func take(_ pick: VisitPick, _ choice: PickChoice) {
    measures = Set(pick.strips ?? [])
    flags = Set(VisitPick.flags.filter { pick[keyPath: $0.path] == true }.map(\.key))
    let known = Dictionary(
      choice.entries.flatMap { entry in
        [(entry.id, entry.id)] + (entry.amends.map { [($0, entry.id)] } ?? [])
      }, uniquingKeysWith: { first, _ in first })
    for (place, ids) in [
      (Place.own, pick.lines), (.changed, pick.changes), (.goingWell, pick.goingWell),
      (.next, pick.mattersNext),
    ] {
      for id in ids ?? [] { if let id = known[id] { places[id] = place } }
    }
  }

  /// The lines that are to be seen, as places in `lines`.
  var shown: [Int] {
    guard !search.isEmpty else { return Array(lines.indices) }
    let wanted = search.lowercased()
    return lines.indices.filter {
      !lines[$0].isHeading && lines[$0].text.lowercased().holds(wanted)
    }
  }

  /// Whether the reader is at a line that can stand in several places.
  var isAtEntry: Bool { shown.indices.contains(cursor) && lines[shown[cursor]].entry != nil }

  /// The sign in front of a line.
  func mark(of line: Line) -> Character {
    if let entry = line.entry { return places[entry]?.rawValue ?? " " }
    if let measure = line.measure { return measures.contains(measure) ? "x" : " " }
    return flags.contains(line.field) ? "x" : " "
  }

  /// The pick as it stands.
  var pick: VisitPick {
    var pick = VisitPick(visit: target)
    let strips = Measure.allCases.filter(measures.contains)
    pick.strips = strips.isEmpty ? nil : strips
    for flag in VisitPick.flags where flags.contains(flag.key) { pick[keyPath: flag.path] = true }
    func ids(_ place: Place) -> [RecordID]? {
      let ids = lines.compactMap(\.entry).filter { places[$0] == place }
      return ids.isEmpty ? nil : ids
    }
    pick.lines = ids(.own)
    pick.changes = ids(.changed)
    pick.goingWell = ids(.goingWell)
    pick.mattersNext = ids(.next)
    return pick
  }

  // MARK: Keys

  typealias Key = KeyPress

  enum Outcome { case goesOn, done, left, hidden }

  mutating func press(_ key: Key, page: Int) -> Outcome {
    remark = ""
    if key == .interrupt { return .left }
    if isSearching, let outcome = type(key) { return outcome }
    switch key {
    case .up: move(-1)
    case .down: move(1)
    case .pageUp: move(-max(page - 1, 1))
    case .pageDown: move(max(page - 1, 1))
    case .first: move(-lines.count)
    case .last: move(lines.count)
    case .enter: return .done
    case .escape:
      if search.isEmpty { return .hidden }
      find("")
    case .character("q"): return .left
    case .character("/"): isSearching = true
    case .character(" "), .character("x"): tick(.own)
    case .character("c"): tick(.changed)
    case .character("w"): tick(.goingWell)
    case .character("n"): tick(.next)
    default: break
    }
    return .goesOn
  }

  /// A key while the words to search for are typed; `nil` where it means what it always does.
  private mutating func type(_ key: Key) -> Outcome? {
    switch key {
    case .enter: isSearching = false
    case .escape:
      isSearching = false
      find("")
    case .backspace: find(String(search.dropLast()))
    case .character(let character): find(search + String(character))
    default: return nil
    }
    return .goesOn
  }

  private mutating func find(_ words: String) {
    let here = shown.indices.contains(cursor) ? shown[cursor] : nil
    search = words
    cursor = here.flatMap { shown.firstIndex(of: $0) } ?? 0
    move(0)
  }

  /// Moves to the nearest line that can be ticked.
  private mutating func move(_ steps: Int) {
    let shown = shown
    guard !shown.isEmpty else { return cursor = 0 }
    let wanted = min(max(cursor + steps, 0), shown.count - 1)
    let free = shown.indices.filter { !lines[shown[$0]].isHeading }
    let onward = steps < 0 ? free.last { $0 <= wanted } : free.first { $0 >= wanted }
    cursor = onward ?? (steps < 0 ? free.first : free.last) ?? 0
  }

  private mutating func tick(_ place: Place) {
    guard shown.indices.contains(cursor) else { return }
    let line = lines[shown[cursor]]
    if let entry = line.entry {
      places[entry] = places[entry] == place ? nil : place
    } else if place != .own {
      remark = "Only lines in your own words can stand there."
    } else if let measure = line.measure {
      measures.formSymmetricDifference([measure])
    } else {
      flags.formSymmetricDifference([line.field])
    }
  }
}

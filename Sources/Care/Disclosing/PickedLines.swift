public import Vault

/// The entries that a pick names and that may stand on the page, by section.
struct PickedLines {
  private var sections: [SummarySection: [Entry]] = [:]
  /// Entries picked one by one for the table of advice.
  private(set) var advice: Set<RecordID> = []

  /// - Parameter own: the patient's own current entries.
  init(_ request: DisclosureRequest, own: [Entry]) {
    let found = PickedLines.index(own)
    for (_, section, id) in request.pick?.named ?? [] {
      guard let entry = found[id], PickedLines.refusal(of: entry, section, request) == nil else {
        continue
      }
      if let section = section ?? entry.kind.summaryRule.section {
        if !sections[section, default: []].contains(where: { $0.id == entry.id }) {
          sections[section, default: []].append(entry)
        }
      } else {
        advice.insert(entry.id)
      }
    }
  }

  /// A section's entries in the order they were picked.
  func entries(_ section: SummarySection) -> [Entry] { sections[section] ?? [] }

  /// A section's lines by day, as many as fit.
  func dated(_ section: SummarySection) -> [Disclosure.DatedLine] {
    entries(section).prefix(section.limit).sorted(by: Entry.inOrder).compactMap(\.datedLine)
  }

  /// The current version by each id it can be named by.
  static func index(_ current: [Entry]) -> [RecordID: Entry] {
    var index: [RecordID: Entry] = [:]
    for entry in current {
      index[entry.id] = entry
      // An amendment that could not replace its original must not take over its id.
      if let first = entry.amends, index[first] == nil { index[first] = entry }
    }
    return index
  }

  /// Why an entry of the patient's own cannot stand as a line; `nil` where it can.
  static func refusal(
    of entry: Entry, _ section: SummarySection?, _ request: DisclosureRequest
  ) -> PickProblem.Reason? {
    let rule = entry.kind.summaryRule
    guard rule.allowsLines else { return .notShown(kind: entry.kind.title) }
    // A question is for now, whenever it came up, and stands on the page without a date.
    let target = section ?? rule.section
    if target != .questions, !request.window.contains(entry.about) {
      return .outside(request.window)
    }
    if target == nil, (entry.value as? any TriedAdvice)?.tried == nil {
      return .nothingTried
    }
    return entry.value.pickedText == nil ? .noWords : nil
  }
}

/// Why an entry that a pick names would not be on the page.
public struct PickProblem: Sendable, Equatable {
  public let id: RecordID
  /// The field of the pick that names it.
  public let field: String
  public let reason: Reason

  public enum Reason: Sendable, Equatable {
    /// There is no such entry to read: mistyped, forgotten, or never there.
    case unknown
    case notYours
    /// Kinds that no page shows.
    case notShown(kind: String)
    case outside(ClosedRange<CivilDate>)
    /// An entry with no text of its own, such as a check-in of ratings alone.
    case noWords
    /// A note or advice without anything tried.
    case nothingTried
    case tooMany(section: SummarySection)
  }

  /// One lower-case sentence.
  public var sentence: String { "\(field) \(id): \(reason.words)" }
}

extension PickProblem.Reason {
  /// The sentence without what it is about.
  public var words: String {
    switch self {
    case .unknown: "there is no entry with this id"
    case .notYours: "this is your partner's entry; your partner can release it for the visit"
    case .notShown(let kind): "a \(kind) is never shown on a page"
    case .outside(let days):
      "this entry is not within the days \(days.lowerBound) to \(days.upperBound)"
    case .noWords: "this entry has no words to show"
    case .nothingTried: "this entry does not say what was tried"
    case .tooMany(let section): "at most \(section.limit) fit in this part of the page"
    }
  }
}

extension DisclosureRequest {
  /// What the patient would look for in vain on the page that `pick` makes; empty where nothing.
  ///
  /// For `visit pick`, before the pick is kept. The page itself leaves such entries out silently.
  public func problems(
    with pick: VisitPick, among entries: some Sequence<Entry>
  ) -> [PickProblem] {
    let all = entries.filter { $0.logClass == .diary }
    let own = PickedLines.index(Amendments.current(all.filter { $0.author == patient }))
    let others = Set(all.filter { $0.author != patient && $0.audience == .shared }.map(\.id))
    var counts: [SummarySection: Int] = [:]
    if pick.questions == true { counts[.questions] = visit.questions?.count ?? 0 }
    var seen: Set<String> = []
    return pick.named.compactMap { field, section, id in
      func problem(_ reason: PickProblem.Reason) -> PickProblem {
        PickProblem(id: id, field: field, reason: reason)
      }
      guard let entry = own[id] else {
        return problem(others.contains(id) ? .notYours : .unknown)
      }
      if let reason = PickedLines.refusal(of: entry, section, self) { return problem(reason) }
      guard let target = section ?? entry.kind.summaryRule.section,
        seen.insert("\(target) \(entry.id)").inserted
      else { return nil }
      counts[target, default: 0] += 1
      return counts[target, default: 0] > target.limit ? problem(.tooMany(section: target)) : nil
    }
  }
}

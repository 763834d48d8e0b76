public import Vault

/// One thing two keep, as its newest version has it.
public struct Kept<Value: EntryKind>: Sendable {
  /// The first version's id, by which other entries name it.
  public let id: RecordID
  public let value: Value
  public let author: PartnerID
  public let audience: Audience
  public let about: CivilDate

  init?(_ entry: Entry) {
    guard let value = entry.value as? Value else { return nil }
    id = Amendments.target(for: entry)
    self.value = value
    author = entry.author
    audience = entry.audience
    about = entry.about
  }
}

/// What two have laid out for themselves: a pure value, the same for both from the same entries.
public struct Plans: Sendable {
  /// Ways to be close; the order of the alphabet ranks none above another.
  public let closeness: [Kept<Closeness>]
  public let rituals: [Kept<Ritual>]
  public let goals: [Kept<Goal>]
  public let appointments: [Kept<Appointment>]
  public let restDays: Set<CivilDate>
  /// How rituals went, by ritual and day.
  public let ritualEvenings: [RecordID: Set<CivilDate>]
  private let turns: [Kept<Turn>]
  private let reviews: [Kept<Review>]

  /// The kinds it is made of.
  public static let kinds: Set<UInt16> = [
    KindTag.closeness, KindTag.ritual, KindTag.goal, KindTag.appointment, KindTag.restDay,
    KindTag.ritualEvening, KindTag.turn, KindTag.review, KindTag.retired,
  ]

  /// - Parameter entries: newest versions only; of several that say the same the last one counts.
  public init(_ entries: [Entry]) {
    let entries = entries.sorted(by: Entry.isOlder)
    let retired = Set(entries.compactMap { ($0.value as? Retired)?.item })
    func kept<Value>(_: Value.Type) -> [Kept<Value>] {
      entries.compactMap { Kept<Value>($0) }.filter { !retired.contains($0.id) }
    }
    closeness = Self.alphabetical(kept(Closeness.self), \.what)
    rituals = Self.alphabetical(kept(Ritual.self), \.what)
    goals = Self.alphabetical(kept(Goal.self), \.what)
    appointments = kept(Appointment.self)
    restDays = Set(kept(RestDay.self).map(\.about))
    ritualEvenings = Dictionary(grouping: kept(RitualEvening.self), by: \.value.ritual)
      .mapValues { Set($0.map(\.about)) }
    turns = kept(Turn.self)
    reviews = kept(Review.self)
  }

  /// Whose turn it is to offer something; nobody's once its days are over.
  ///
  /// Only the newest one counts. What came of it is kept nowhere.
  public func turn(on day: CivilDate, among partners: [PartnerID]) -> PartnerID? {
    guard let turn = turns.last else { return nil }
    let end = turn.value.until ?? turn.about.adding(days: Turn.usualDays - 1)
    guard (turn.about...max(turn.about, end)).contains(day) else { return nil }
    if turn.value.whose == .mine { return turn.author }
    return partners.first { $0 != turn.author }
  }

  /// The day two chose for their next look, where it is near: on the day and the week after it.
  public func review(near day: CivilDate) -> CivilDate? {
    guard let next = reviews.last?.value.next, (0...6).contains(day.days(since: next)) else {
      return nil
    }
    return next
  }

  private static func alphabetical<Value>(
    _ items: [Kept<Value>], _ words: (Value) -> String
  ) -> [Kept<Value>] {
    // Of two that read the same the newer one counts.
    let newest = Dictionary(items.map { (Wording.key(words($0.value)), $0) }) { $1 }
    return newest.sorted { $0.key < $1.key }.map(\.value)
  }
}

/// Whether two texts say the same.
public enum Wording {
  /// The text in lower case, with single spaces.
  public static func key(_ text: String) -> String {
    text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

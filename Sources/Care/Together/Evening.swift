public import Vault

/// The evening screen, as far as both see it: a pure value of what both can read.
///
/// The same records, day and agreements give the same evening, whoever looks. It proposes closeness
/// only from the couple's own list, only what is active for both now, and only what costs no more
/// than the lower of the two energies that both have shared. In every other case, and on a rest day
/// or an easy evening, it offers company that asks nothing of a body. It says nowhere which it was.
public struct Evening: Sendable, Equatable {
  public struct Level: Sendable, Equatable {
    public let partner: PartnerID
    /// 0 through 10.
    public let energy: Int
  }

  public struct Offer: Sendable, Equatable {
    public let what: String
    public let cost: Int
  }

  public struct RitualOffer: Sendable, Equatable {
    public let what: String
    public let time: TimeOfDay?
    public let steps: [String]
    /// Whether these are the steps of the short form.
    public let isShort: Bool
  }

  public struct GoalOffer: Sendable, Equatable {
    public let what: String
    public let smaller: String?
  }

  public let date: CivilDate
  /// What each has shared of the day's energy; a partner who has not is not in it.
  public let energy: [Level]
  public let isRestDay: Bool
  public let isEasy: Bool
  public let dates: [DayPlan]
  /// Whose turn it is to offer something.
  public let turn: PartnerID?
  public let rituals: [RitualOffer]
  public let goals: [GoalOffer]
  /// A question to listen to each other with.
  public let prompt: String?
  /// The day two chose for their next look at it all.
  public let review: CivilDate?
  /// Closeness that is welcome to ask for.
  public let closeness: [Offer]
  /// Company that asks nothing of a body, where there is no such closeness.
  public let companionship: [String]

  /// How many of a long list an evening shows; the days take them in turn.
  public static let most = 5

  /// - Parameters:
  ///   - partners: two, or one alone.
  ///   - checkIns: of any day, those that everybody here can read.
  ///   - easy: whether somebody has asked for an easy evening.
  ///   - items: what has been agreed on; with one partner there is nothing to agree on.
  public init(
    on date: CivilDate, partners: [PartnerID], plans: Plans, checkIns: [Entry], easy: Bool,
    items: [AgreementView.Item], prompts: [String], companionship ideas: [String]
  ) {
    self.date = date
    isEasy = easy
    isRestDay = plans.restDays.contains(date)
    let rests = isRestDay || easy
    energy = partners.compactMap { partner in
      Self.energy(of: partner, on: date, in: checkIns).map { Level(partner: partner, energy: $0) }
    }
    let level = energy.count == partners.count ? SharedEnergy.lower(of: energy.map(\.energy)) : nil
    dates = DayPlan.all(on: date, plans)
    turn = plans.turn(on: date, among: partners)
    review = plans.review(near: date)
    goals = plans.goals.map { GoalOffer(what: $0.value.what, smaller: $0.value.smaller) }
    rituals = rests ? [] : plans.rituals.compactMap { Self.ritual($0, on: date, plans, level) }
    prompt = Self.taken(1, of: prompts, on: date).first
    let welcome = rests ? [] : Self.welcome(plans, level, partners.count > 1 ? items : nil)
    closeness = Self.taken(Self.most, of: welcome, on: date)
    companionship = closeness.isEmpty ? Self.taken(3, of: ideas, on: date) : []
  }

  /// The energy that a partner's last check-in about the day names.
  private static func energy(of partner: PartnerID, on date: CivilDate, in checkIns: [Entry])
    -> Int?
  {
    checkIns.filter { $0.author == partner && $0.about == date }
      .sorted(by: Entry.isOlder)
      .compactMap { ($0.value as? CheckIn)?.energy }.last
  }

  /// - Parameter items: `nil` where there is nobody to agree with.
  private static func welcome(_ plans: Plans, _ level: Int?, _ items: [AgreementView.Item]?)
    -> [Offer]
  {
    let active = items?.filter { $0.state == .active }
    return plans.closeness.compactMap { kept in
      var cost = kept.value.cost
      if let active {
        // What was agreed on is its wording: a list cannot lend it another one.
        let agreed = active.filter { Wording.key($0.what) == Wording.key(kept.value.what) }
        guard !agreed.isEmpty else { return nil }
        cost = max(cost, agreed.compactMap { $0.energyCost.map(Int.init) }.max() ?? 0)
      }
      guard SharedEnergy.isWithinReach(cost, of: level) else { return nil }
      return Offer(what: kept.value.what, cost: cost)
    }
  }

  /// A ritual in the form that is within reach; its short form counts the same.
  private static func ritual(
    _ kept: Kept<Ritual>, on date: CivilDate, _ plans: Plans, _ level: Int?
  ) -> RitualOffer? {
    let ritual = kept.value
    guard !ritual.rule.days(from: kept.about, in: date...date).isEmpty,
      plans.ritualEvenings[kept.id]?.contains(date) != true
    else { return nil }
    // With no cost given it is as light as the couple thinks it is.
    let isWhole = ritual.cost.map { SharedEnergy.isWithinReach($0, of: level) } ?? true
    guard let steps = isWhole ? ritual.steps : ritual.short else { return nil }
    return RitualOffer(what: ritual.what, time: ritual.time, steps: steps, isShort: !isWhole)
  }

  /// Some of a list, each day the next ones, so that over the days all have their turn.
  static func taken<Item>(_ most: Int, of list: [Item], on date: CivilDate) -> [Item] {
    guard list.count > most else { return list }
    let start = date.days(since: .earliest) * most % list.count
    return (0..<most).map { list[(start + $0) % list.count] }
  }
}

/// A date of the calendar on one day.
public struct DayPlan: Sendable, Equatable {
  public let what: String
  public let time: TimeOfDay?
  public let zone: String?
  public let place: String?

  /// The dates that fall on a day, whole days first, then by time.
  static func all(on date: CivilDate, _ plans: Plans) -> [DayPlan] {
    plans.appointments.filter { !$0.value.days(in: date...date).isEmpty }.map(\.value)
      .sorted { ($0.time?.minute ?? -1, $0.what) < ($1.time?.minute ?? -1, $1.what) }
      .map { DayPlan(what: $0.what, time: $0.time, zone: $0.zone, place: $0.place) }
  }
}

extension Appointment {
  /// The days of a window on which it takes place, ascending.
  public func days(in window: ClosedRange<CivilDate>) -> [CivilDate] {
    let length = time == nil ? max(days ?? 1, 1) : 1
    let wide = window.lowerBound.adding(days: 1 - length)...window.upperBound
    let begins =
      repeats.flatMap { RecurrenceRule($0) }?.days(from: date, in: wide)
      ?? (wide.contains(date) ? [date] : [])
    let left = Set(except ?? [])
    let all = begins.filter { !left.contains($0) }
      .flatMap { day in (0..<length).map { day.adding(days: $0) } }
    return Set(all).filter(window.contains).sorted()
  }
}

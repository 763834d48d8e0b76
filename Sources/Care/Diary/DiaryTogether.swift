public import Vault

/// What two keep together, as one partner's diary reads and writes it.
extension Diary {
  /// Everybody whose diary this is: two, or one alone.
  public var partners: [PartnerID] { [me] + (other.map { [$0.keys.partner] } ?? []) }

  /// What is laid out for both; of one alone, everything of one's own.
  public func plans() throws(DiaryError) -> Plans {
    Plans(try all(Plans.kinds, for: other == nil ? nil : .shared))
  }

  /// The viewer's private dates; none of them where one is alone, as then all plans are one's own.
  public func ownPlans() throws(DiaryError) -> Plans {
    guard other != nil else { return Plans([]) }
    return Plans(try all([KindTag.appointment, KindTag.retired], for: .private))
  }

  /// Keeps a goal for both, and its softening threshold for its author alone.
  public func write(goal input: EntryInput, for asked: Audience? = nil, about: CivilDate? = nil)
    throws(DiaryError) -> RecordID
  {
    let audience = try audience(for: Goal.self, asked: asked)
    let id = try write(input.value, audience, about, tags: input.tags)
    if let soften = input.soften { try write(Softening(goal: id, when: soften), .private) }
    return id
  }

  /// What makes a day a rest day already, for these readers; `nil` where nothing does.
  public func restDay(on day: CivilDate, for audience: Audience) throws(DiaryError) -> RecordID? {
    let kept = try all([KindTag.restDay, KindTag.retired], for: audience)
    guard Plans(kept).restDays.contains(day) else { return nil }
    let retired = Set(kept.compactMap { ($0.value as? Retired)?.item })
    return kept.last { $0.value is RestDay && $0.about == day && !retired.contains($0.id) }?.id
  }

  /// Takes something off the list, for whoever could read it.
  public func retire(_ item: RecordID, _ audience: Audience) throws(DiaryError) {
    try write(Retired(item: item), audience)
  }

  /// The evening of today: what both see, and the viewer's own lines where they are asked for.
  ///
  /// The diary is gone through once for all of it, by the records' fixed fields.
  public func tonight(onlyShared: Bool) throws(DiaryError) -> (both: Evening, own: OwnEvening?) {
    let own: Set<UInt16> = [KindTag.softening, KindTag.ask, KindTag.starterChange]
    let kept = try all(Plans.kinds.union(own), for: nil)
    let recent = try lately([KindTag.checkIn, KindTag.easyEvening], since: today.adding(days: -28))
    // What both see is made from what both can read, and from nothing else.
    let shared = kept.filter { other == nil || $0.audience == .shared }
    let sharedToday = recent.filter {
      $0.about == today && (other == nil || $0.audience == .shared)
    }
    let plans = Plans(shared.filter { Plans.kinds.contains($0.kind.tag) })
    let words = StarterWords(shared.compactMap { $0.value as? StarterChange })
    let isAlone = other == nil
    let offered = { (list: StarterList) in
      words.words(list).filter { !isAlone || !StarterSet.needsTwo(list).contains($0) }
    }
    let evening = Evening(
      on: today, partners: partners.sorted(), plans: plans,
      checkIns: sharedToday.filter { $0.value is CheckIn },
      easy: sharedToday.contains { $0.value is EasyEvening },
      items: other == nil ? [] : try agreements().flatMap(\.items),
      prompts: offered(.prompts), companionship: offered(.companionship))
    guard !onlyShared else { return (evening, nil) }
    let mine = kept.filter { other != nil && $0.audience == .private }
    let questions = shared.filter { $0.kind.tag == KindTag.ask }
    let open = try other == nil ? [] : topics(among: questions).filter { $0.state == .unanswered }
    let lines = OwnEvening(
      on: today, plans: plans, own: Plans(mine.filter { Plans.kinds.contains($0.kind.tag) }),
      checkIns: recent.filter { $0.author == me && $0.value is CheckIn },
      thresholds: kept.compactMap { $0.value as? Softening },
      open: open.map(\.entry.value.line))
    return (evening, lines)
  }

  /// The softening thresholds that this partner has set, in the order they were set.
  public func thresholds() throws(DiaryError) -> [Kept<Softening>] {
    try all([KindTag.softening], for: .private).compactMap { Kept<Softening>($0) }
  }

  /// In how many weeks a goal softened, as far back as it reaches; `nil` without a threshold.
  public func weeks(of goal: Kept<Goal>, since: CivilDate? = nil) throws(DiaryError) -> GoalWeeks? {
    guard let softening = try thresholds().last(where: { $0.value.goal == goal.id }),
      let threshold = Threshold(softening.value.when)
    else { return nil }
    let first = min(max(goal.about, since ?? .earliest), today)
    let readings = try lately([KindTag.checkIn], by: me, since: first)
      .compactMap { entry in (entry.value as? CheckIn).map { (entry.about, $0) } }
    return GoalWeeks(threshold, in: first...today, readings: readings)
  }

  /// Every entry of these kinds, in the order they were entered.
  func all(_ kinds: Set<UInt16>, for audience: Audience?) throws(DiaryError) -> [Entry] {
    var filter = EntryFilter()
    filter.kinds = kinds
    filter.audience = audience
    return try gathered(try entries(filter))
  }

  /// Entries about a day or later ones, found without reading what was entered long before.
  private func lately(
    _ kinds: Set<UInt16>, by author: PartnerID? = nil, since day: CivilDate
  ) throws(DiaryError) -> [Entry] {
    var filter = EntryFilter()
    filter.kinds = kinds
    filter.since = day
    filter.author = author
    // Two days of room: for zones, and for clocks that disagree.
    let edge = Int64(day.adding(days: -2).day) * 86_400_000
    let times = credibleTimes
    let records = try DiaryError.vault { () throws(VaultError) in
      // What cannot be right tells nothing of what was entered before it.
      try vault.records(
        of: .diary, within: times, until: { $0.entered < edge && times.contains($0.entered) }
      ) { [filter] fields in
        filter.admits(EntryHeader(fields))
      } passingOver: { [filter] segment in
        // One that was entered in part before the edge may be where the log is left off.
        !filter.admits(segment) && segment.entered.map { $0.lowerBound >= edge } ?? true
      }
    }
    return try gathered(EntrySequence(records, filter, of: self))
  }

  private func gathered(_ sequence: EntrySequence) throws(DiaryError) -> [Entry] {
    var found: [Entry] = []
    while let entry = try sequence.next() { found.append(entry) }
    return found.sorted(by: Entry.isOlder)
  }
}

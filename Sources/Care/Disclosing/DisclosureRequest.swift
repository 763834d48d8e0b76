public import Vault

/// One patient's wish to make a page for one visit: whose, for when, and what was ticked.
///
/// It says which records are needed (``requirement(kinds:)``), explains a pick that would show
/// less than was asked (``problems(with:among:)``), and makes the ``Disclosure``.
public struct DisclosureRequest: Sendable {
  public let patient: PartnerID
  public let patientName: String
  public let visit: Visit
  /// What was ticked; without a pick nothing but the banner is shown.
  public let pick: VisitPick?
  public let today: CivilDate
  /// The partner's entries that the partner released for this visit, by exact version.
  public let released: Set<RecordID>
  /// What the partner wrote for it.
  let statement: Disclosure.DatedLine?
  /// The days the page covers. It ends on the day of the visit or today, whichever is earlier:
  /// nothing is known of days to come, and what followed a past visit was no part of it.
  public let window: ClosedRange<CivilDate>
  /// The window of the same length just before; `nil` where the calendar begins.
  public let before: ClosedRange<CivilDate>?

  /// - Throws: ``CareError/notThePatients`` unless the visit, and the pick for it, are private
  ///   entries of the patient's own.
  public init(
    visit entry: Entry, pick pickEntry: Entry?, patient: PartnerID, patientName: String,
    today: CivilDate, released: Set<RecordID> = [], statement: Disclosure.DatedLine? = nil
  ) throws(CareError) {
    guard let visit = entry.value as? Visit, entry.isPrivate(to: patient) else {
      throw .notThePatients
    }
    var pick: VisitPick?
    if let pickEntry {
      guard let value = pickEntry.value as? VisitPick, pickEntry.isPrivate(to: patient),
        entry.versions.contains(value.visit)
      else { throw .notThePatients }
      pick = value
    }
    self.patient = patient
    self.patientName = patientName
    self.visit = visit
    self.pick = pick
    self.today = today
    self.released = released
    self.statement = statement
    let last = min(visit.date ?? today, today)
    let first = last.adding(days: 1 - visit.windowDays)
    window = first...last
    let dayBefore = first.adding(days: -1)
    before =
      dayBefore < first ? first.adding(days: -visit.windowDays)...dayBefore : nil
  }

  /// The pick that counts for a visit: the patient's own entered last.
  ///
  /// A pick names the visit's first version, see ``Amendments/target(for:)``.
  public static func latestPick(
    for visit: Entry, among entries: some Sequence<Entry>, patient: PartnerID
  ) -> Entry? {
    let picks = entries.filter { entry in
      guard let pick = entry.value as? VisitPick, entry.isPrivate(to: patient) else { return false }
      return visit.versions.contains(pick.visit)
    }
    return Amendments.current(picks).max(by: Entry.isOlder)
  }
}

extension Entry {
  func isPrivate(to partner: PartnerID) -> Bool { author == partner && audience == .private }

  /// The ids under which this version can be named: its own, and its first version's.
  var versions: Set<RecordID> { [id, amends ?? id] }
}

extension VisitPick {
  /// Every entry that the pick names, with the field that names it.
  var named: [(field: String, section: SummarySection?, id: RecordID)] {
    (lines ?? []).map { ("lines", nil, $0) }
      + (changes ?? []).map { ("changes", .changes, $0) }
      + (goingWell ?? []).map { ("goingWell", .goingWell, $0) }
      + (mattersNext ?? []).map { ("mattersNext", .mattersNext, $0) }
  }
}

extension SummaryRule {
  /// The section a picked line stands in; `nil` where it stands in the table of advice, or nowhere.
  var section: SummarySection? {
    switch self {
    case .line(let section): section
    case .readings: .closeness
    case .medicines: .changes
    case .advice, .restDays, .never: nil
    }
  }

  /// Whether an entry can be picked as a line at all.
  var allowsLines: Bool { section != nil || self == .advice }
}

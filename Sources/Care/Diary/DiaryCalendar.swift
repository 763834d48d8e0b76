public import Vault

/// What came of taking a calendar in.
public struct CalendarOutcome: Sendable, Equatable {
  public let added: Int
  /// There already, as they are.
  public let known: Int
  /// There already under the same name, with something else in them; the new one takes the place.
  public let changed: Int
  /// What is new or changed, in the order of the file.
  public let taken: [Appointment]
}

/// Calendars of other programs, taken in and given out.
extension Diary {
  /// Takes in what a calendar holds, all of it or nothing; for its reader alone unless asked.
  public func take(
    _ reading: CalendarReading, for asked: Audience?, isTrial: Bool
  ) throws(DiaryError) -> CalendarOutcome {
    let audience = try audience(for: Appointment.self, asked: asked ?? .private)
    let me = me
    let there = try (plans().appointments + ownPlans().appointments).filter { $0.author == me }
    let named = Dictionary(
      there.compactMap { kept in kept.value.uid.map { ($0, kept) } }
    ) { $1 }
    var drafts: [RecordDraft] = []
    var retired: [Kept<Appointment>] = []
    var taken: [Appointment] = []
    var known = 0
    let now = clock.now()
    for appointment in reading.appointments {
      let held = appointment.uid.flatMap { named[$0] }
      if held?.value == appointment || there.contains(where: { $0.value == appointment }) {
        known += 1
        continue
      }
      if let held { retired.append(held) }
      taken.append(appointment)
      drafts.append(try draft(appointment, audience, nil, tags: [], source: nil, at: now))
    }
    let outcome = CalendarOutcome(
      added: drafts.count - retired.count, known: known, changed: retired.count, taken: taken)
    guard !isTrial, !drafts.isEmpty else { return outcome }
    _ = try DiaryError.vault { () throws(VaultError) in try vault.append(drafts) }
    for kept in retired { try retire(kept.id, kept.audience) }
    return outcome
  }

  /// The calendar of what both see, for other programs.
  public func calendar(zones: ZoneHours) throws(DiaryError) -> [UInt8] {
    CalendarWriting.calendar(try plans(), now: clock.now(), zones: zones, name: calendarName)
  }

  /// The times that are taken in the next ninety days, and nothing else of them.
  ///
  /// - Parameter mine: whether the reader's private dates take time too.
  public func busyCalendar(mine: Bool) throws(DiaryError) -> [UInt8] {
    let plans = try [plans()] + (mine ? [ownPlans()] : [])
    return CalendarWriting.busy(
      plans, in: today...today.adding(days: 89), now: clock.now(), name: calendarName)
  }

  /// A name that stays the same from one export to the next, and says nothing.
  private func calendarName(_ bytes: [UInt8]) -> String {
    let digest = OpenVault.digest(Array("calendar name 1 ".utf8) + vault.vault.bytes + bytes)
    return Digits.hex(Array(digest.prefix(16)))
  }
}

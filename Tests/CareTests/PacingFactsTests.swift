import Testing
import Vault

@testable import Care

/// Pacing, goals and dates to come on a page: only where ticked, only the patient's own.
struct PacingFactsTests {
  private static func disclosure(
    _ entries: [Entry], _ change: (inout VisitPick) -> Void
  ) throws -> Disclosure {
    let request = try DisclosureTests.request(change)
    let needed = request.requirement().needed(among: entries.map(\.header))
    // What the requirement does not ask for is not there in a real diary.
    return request.disclosure(from: entries.filter { needed.contains($0.id) })
  }

  private static func day(
    _ number: Int, _ about: String, cost: Int?, limit: Int? = nil,
    by author: PartnerID = Samples.ana
  ) -> Entry {
    var checkIn = Samples.checkIn([.pain: 7])
    checkIn.activities = cost.map { [.init(what: "a walk", cost: $0)] }
    checkIn.limit = limit
    return Samples.entry(
      number, checkIn, about: about, by: author, for: author == Samples.ana ? .private : .shared)
  }

  static let days = [
    day(1, "2026-03-01", cost: nil, limit: 5), day(2, "2026-03-08", cost: 6),
    day(3, "2026-03-09", cost: 5), day(4, "2026-03-10", cost: 9),
    day(5, "2026-03-11", cost: nil), day(6, "2026-03-11", cost: 9, by: Samples.ben),
  ]

  @Test func `days over one's own limit are counted among those noted`() throws {
    let shown = try Self.disclosure(Self.days) { $0.pacing = true }
    #expect(shown.daysOverLimit == .init(over: 2, of: 3))
    #expect(shown.strips.isEmpty && shown.daysLogged == nil)
    #expect(try Self.disclosure(Self.days) { _ in }.daysOverLimit == nil)
    let unlimited = Self.days.filter { $0.id != Samples.id(1) }
    #expect(try Self.disclosure(unlimited) { $0.pacing = true }.daysOverLimit == nil)
  }

  @Test func `a goal shows in how many weeks it softened, and only its owner's`() throws {
    let goal = Samples.entry(
      20, Goal(what: "one quiet talk"), about: "2026-01-01", for: .shared)
    let theirs = Samples.entry(
      21, Goal(what: "their goal"), about: "2026-01-01", by: Samples.ben, for: .shared)
    let threshold = Samples.entry(
      22, Softening(goal: Samples.id(20), when: "pain >= 7"), about: "2026-01-01")
    let entries = Self.days + [goal, theirs, threshold]
    let shown = try Self.disclosure(entries) { $0.goals = true }
    #expect(shown.goals.map(\.what) == ["one quiet talk"])
    #expect(shown.goals.first.map { $0.softened > 0 && $0.softened <= $0.weeks } == true)
    #expect(try Self.disclosure(entries) { _ in }.goals.isEmpty)
    // Either of the two takes it off the list.
    let retired = Samples.entry(
      23, Retired(item: Samples.id(20)), by: Samples.ben, for: .shared)
    #expect(try Self.disclosure(entries + [retired]) { $0.goals = true }.goals.isEmpty)
  }

  @Test func `the next appointments are one's own, to come, and three at most`() throws {
    func date(_ number: Int, _ day: String, _ sort: Appointment.Sort, by: PartnerID = Samples.ana)
      -> Entry
    {
      var appointment = Appointment(what: "date \(number)", date: Samples.date(day))
      appointment.sort = sort
      return Samples.entry(number, appointment, about: "2026-01-01", by: by, for: .shared)
    }
    let entries = [
      date(30, "2026-03-11", .appointment), date(31, "2026-03-20", .appointment),
      date(32, "2026-03-19", .careDate), date(33, "2026-03-18", .appointment, by: Samples.ben),
      date(34, "2026-03-16", .appointment), date(35, "2026-04-20", .appointment),
      date(36, "2026-04-21", .appointment),
    ]
    let shown = try Self.disclosure(entries) { $0.appointments = true }
    #expect(shown.appointments.map(\.text) == ["date 34", "date 31", "date 35"])
    #expect(try Self.disclosure(entries) { _ in }.appointments.isEmpty)
  }

  @Test func `the pause signal is said only where it is ticked`() throws {
    #expect(try Self.disclosure([]) { $0.pauseSignal = true }.pauseSignal)
    #expect(try !Self.disclosure([]) { _ in }.pauseSignal)
  }
}

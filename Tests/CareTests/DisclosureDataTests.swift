import Testing
import Vault

@testable import Care

/// Which days, which readings, which lanes.
struct DisclosureDataTests {
  @Test(
    arguments: [
      ("2026-03-14", "2026-03-06...2026-03-12", "2026-02-27...2026-03-05"),
      ("2026-03-12", "2026-03-06...2026-03-12", "2026-02-27...2026-03-05"),
      ("2026-03-01", "2026-02-23...2026-03-01", "2026-02-16...2026-02-22"),
      ("0001-01-03", "0001-01-01...0001-01-03", nil),
    ] as [(String, String, String?)])
  func `the window ends with the visit or today, whichever is earlier`(
    date: String, window: String, before: String?
  ) throws {
    let visit = Samples.entry(100, Visit(date: CivilDate(date), window: DaySpan(days: 7)))
    let request = try DisclosureTests.request(visit: visit) { _ in }
    #expect("\(request.window)" == window)
    #expect(request.before.map { "\($0)" } == before)
  }

  @Test func `a visit without date or window covers fourteen days up to today`() throws {
    let request = try DisclosureTests.request(visit: Samples.entry(100, Visit())) { _ in }
    #expect("\(request.window)" == "2026-02-27...2026-03-12")
  }

  static func strips(_ entries: [Entry]) throws -> [Disclosure.Strip] {
    try DisclosureTests.request { $0.strips = [.energy, .pain] }.disclosure(from: entries).strips
  }

  @Test func `one reading a day, the one entered last, measure by measure`() throws {
    let strips = try Self.strips([
      Samples.entry(1, Samples.checkIn([.pain: 3, .energy: 5]), minute: 1),
      Samples.entry(3, Samples.checkIn([.pain: 8]), minute: 9),
      Samples.entry(2, Samples.checkIn([.pain: 4, .energy: 6]), minute: 5, for: .shared),
    ])
    #expect(strips.map(\.measure) == [.pain, .energy])
    #expect(strips.map { $0.readings.map(\.value) } == [[8], [6]])
  }

  @Test func `an amended check-in is replaced whole`() throws {
    let strips = try Self.strips([
      Samples.entry(1, Samples.checkIn([.pain: 3, .energy: 5]), minute: 1),
      Samples.entry(2, Samples.checkIn([.pain: 4]), minute: 2, amends: 1),
    ])
    #expect(strips.map(\.measure) == [.pain])
    #expect(strips.map { $0.readings.map(\.value) } == [[4]])
  }

  @Test func `a reading entered on a later day is marked, and a partner's is nobody's`() throws {
    let strips = try Self.strips([
      Samples.entry(1, Samples.checkIn([.pain: 3]), about: "2026-03-08", entered: "2026-03-09"),
      Samples.entry(2, Samples.checkIn([.pain: 0]), about: "2026-03-07"),
      Samples.entry(
        3, Samples.checkIn([.pain: 9]), about: "2026-03-10", by: Samples.ben, for: .shared),
      Samples.entry(4, Samples.checkIn([.pain: 5]), about: "2026-03-05"),
      Samples.entry(5, Samples.checkIn([.pain: 6]), about: "2026-02-26"),
      Samples.entry(6, Samples.checkIn([.pain: 6]), about: "2026-03-13"),
    ])
    let strip = try #require(strips.first)
    #expect(strip.readings.map(\.date.description) == ["2026-03-07", "2026-03-08"])
    #expect(strip.readings.map(\.backDated) == [false, true])
    #expect(strip.readings.map(\.value) == [0, 3])
    #expect(strip.before.map(\.date.description) == ["2026-03-05"])
  }

  @Test func `days logged count only what is shown`() throws {
    let entries = [
      Samples.entry(1, Samples.checkIn([.pain: 3]), about: "2026-03-08"),
      Samples.entry(2, Samples.checkIn([.energy: 3]), about: "2026-03-08"),
      Samples.entry(3, Samples.checkIn([.energy: 3]), about: "2026-03-09"),
      Samples.entry(4, Samples.checkIn([.desire: 3]), about: "2026-03-10"),
    ]
    func days(_ strips: [Measure]) throws -> Int? {
      try DisclosureTests.request { $0.strips = strips }.disclosure(from: entries).daysLogged
    }
    #expect(try days([.pain, .energy]) == 2)
    #expect(try days([.mood]) == 0)
    #expect(try days([]) == nil)
  }

  @Test func `a lane begins with what was being taken`() throws {
    func med(_ n: Int, _ name: String, _ change: MedicineChange, _ about: String) -> Entry {
      Samples.entry(n, Medicine(name: name, change: change, note: "n\(n)"), about: about)
    }
    let lanes = try DisclosureTests.request { $0.medicines = true }.disclosure(from: [
      med(1, "Gabapentin", .start, "2025-06-01"), med(2, "gabapentin ", .change, "2025-12-01"),
      med(3, "Gabapentin", .stop, "2026-03-10"), med(4, "old", .start, "2025-01-01"),
      med(5, "old", .stop, "2025-02-01"), med(6, "new", .start, "2026-03-09"),
      med(7, "next", .start, "2026-03-13"),
    ]).medicines
    #expect(lanes.map(\.name) == ["Gabapentin", "new"])
    #expect(lanes.first?.events.map(\.note) == ["n2", "n3"])
  }

  @Test func `a picked line follows its amendments, and a question is for now`() throws {
    let entries = [
      Samples.entry(1, Reflection(text: "old words")),
      Samples.entry(2, Reflection(text: "new words"), minute: 5, amends: 1),
      Samples.entry(3, Reflection(text: "long ago"), about: "2026-01-01"),
      Samples.entry(4, Question(text: "asked long ago"), about: "2026-01-01"),
    ]
    let disclosure = try DisclosureTests.request {
      $0.lines = [1, 3, 4].map { Samples.id($0) }
    }.disclosure(from: entries)
    #expect(disclosure.closeness.map(\.text) == ["new words"])
    #expect(disclosure.questions == ["asked long ago"])
  }

  @Test func `rest days are marked once a day`() throws {
    let days = ["2026-03-10", "2026-03-08", "2026-03-08", "2026-03-01"].enumerated().map {
      Samples.entry($0.offset, RestDay(), about: $0.element, for: .shared)
    }
    let marks = try DisclosureTests.request { $0.restDays = true }.disclosure(from: days).marks
    #expect(marks.map(\.date.description) == ["2026-03-08", "2026-03-10"])
    #expect(marks.map(\.text) == ["rest day", "rest day"])
  }
}

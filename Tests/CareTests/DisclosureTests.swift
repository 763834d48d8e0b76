import Testing
import Vault

@testable import Care

struct DisclosureTests {
  static let visit = Samples.entry(
    100,
    Visit(
      clinician: "Dr Osei", date: CivilDate("2026-03-14"), window: DaySpan(days: 7),
      setting: "pain clinic", seeMeAlone: true, questions: ["CANARY-Q1", "CANARY-Q2"],
      talkAbout: ["CANARY-talk"], pleaseDoNot: ["CANARY-dont"], helpWanted: [.referral]))

  static func request(
    visit: Entry = visit, today: CivilDate = Samples.today, released: Set<RecordID> = [],
    _ change: (inout VisitPick) -> Void
  ) throws -> DisclosureRequest {
    var pick = VisitPick(visit: Samples.id(100))
    change(&pick)
    return try DisclosureRequest(
      visit: visit, pick: Samples.entry(101, pick), patient: Samples.ana, patientName: "Ana",
      today: today, released: released)
  }

  static let everything: [Entry] = [
    Samples.entry(1, Samples.checkIn([.pain: 7, .desire: 2], note: "CANARY-checkin")),
    Samples.entry(2, Reflection(text: "CANARY-reflection"), tags: ["canary-tag"]),
    Samples.entry(3, Medicine(name: "CANARY-med", dose: "CANARY-dose", change: .start)),
    Samples.entry(
      4, Note(clinician: "CANARY-who", text: "CANARY-advice", tried: "CANARY-tried")),
    Samples.entry(5, Question(text: "CANARY-question")),
    Samples.entry(6, RestDay(), for: .shared),
    Samples.entry(7, Reflection(text: "CANARY-partner"), by: Samples.ben, for: .shared),
    Samples.entry(8, Reflection(text: "CANARY-bens own"), by: Samples.ben),
    Samples.entry(9, Secret(text: "CANARY-never")),
    visit,
  ]

  @Test func `nothing is shown that was not ticked`() throws {
    let nobody = try DisclosureRequest(
      visit: Self.visit, pick: nil, patient: Samples.ana, patientName: "Ana", today: Samples.today)
    for request in [nobody, try Self.request { _ in }] {
      let disclosure = request.disclosure(from: Self.everything)
      #expect(!String(describing: disclosure).lowercased().contains("canary"))
      #expect(disclosure.seeMeAlone == nil)
      #expect(disclosure.daysLogged == nil)
      #expect(disclosure.helpWanted.isEmpty && disclosure.marks.isEmpty)
      #expect(disclosure.strips.isEmpty && disclosure.medicines.isEmpty)
      #expect(disclosure.clinician == "Dr Osei")
    }
  }

  typealias Tick = @Sendable (inout VisitPick) -> Void
  static let ticks: [(tick: Tick, shows: Set<String>)] = [
    ({ $0.questions = true }, ["Q1", "Q2"]),
    ({ $0.talkAbout = true }, ["talk"]),
    ({ $0.pleaseDoNot = true }, ["dont"]),
    ({ $0.medicines = true }, ["med", "dose"]),
    ({ $0.advice = true }, ["tried"]),
    ({ $0.lines = [Samples.id(1)] }, ["checkin"]),
    ({ $0.lines = [Samples.id(2)] }, ["reflection"]),
    ({ $0.lines = [Samples.id(3)] }, ["med", "dose"]),
    ({ $0.lines = [Samples.id(4)] }, ["tried"]),
    ({ $0.lines = [Samples.id(5)] }, ["question"]),
    ({ $0.changes = [Samples.id(2)] }, ["reflection"]),
    ({ $0.goingWell = [Samples.id(2)] }, ["reflection"]),
    ({ $0.mattersNext = [Samples.id(2)] }, ["reflection"]),
    ({ $0.strips = Measure.allCases }, []),
    ({ $0.restDays = true }, []),
    ({ $0.lines = [6, 7, 8, 9, 100, 999].map { Samples.id($0) } }, []),
    ({ $0.changes = [7, 8, 9].map { Samples.id($0) } }, []),
    ({ $0.partnerLines = true }, []),
  ]

  @Test(arguments: ticks.indices)
  func `a tick shows what it names and nothing else`(index: Int) throws {
    let disclosure = try Self.request(Self.ticks[index].tick).disclosure(from: Self.everything)
    let text = String(describing: disclosure)
    let canaries =
      ["Q1", "Q2", "talk", "dont", "checkin", "reflection", "med", "dose", "who"]
      + ["advice", "tried", "question", "partner", "bens own", "never"]
    let shown = Set(canaries.filter { text.contains("CANARY-\($0)") })
    #expect(shown == Self.ticks[index].shows)
    #expect(!text.contains("canary-tag"))
  }

  @Test func `a picked measure brings no other measure along`() throws {
    let disclosure = try Self.request { $0.strips = [.pain] }.disclosure(from: Self.everything)
    #expect(disclosure.strips.map(\.measure) == [.pain])
    #expect(disclosure.strips.first?.readings.map(\.value) == [7])
    #expect(disclosure.daysLogged == 1)
  }

  @Test func `the partner's lines need a release and a tick`() throws {
    let released: Set = [Samples.id(7), Samples.id(8)]
    let unticked = try Self.request(released: released) { _ in }
    #expect(unticked.disclosure(from: Self.everything).partnerStatement.isEmpty)
    let ticked = try Self.request(released: released) { $0.partnerLines = true }
    #expect(
      ticked.disclosure(from: Self.everything).partnerStatement.map(\.text) == ["CANARY-partner"])
    let amended = Samples.entry(
      17, Reflection(text: "CANARY-later"), minute: 5, by: Samples.ben, for: .shared, amends: 7)
    let later = ticked.disclosure(from: Self.everything + [amended])
    #expect(later.partnerStatement.isEmpty)
  }

  @Test func `only the patient's own private visit and pick make a page`() throws {
    let theirs = Samples.entry(100, Visit(), by: Samples.ben)
    let otherPick = Samples.entry(101, VisitPick(visit: Samples.id(55)))
    let bensPick = Samples.entry(101, VisitPick(visit: Samples.id(100)), by: Samples.ben)
    for (visit, pick) in [(theirs, nil), (Self.visit, otherPick), (Self.visit, bensPick)] {
      #expect(throws: CareError.notThePatients) {
        try DisclosureRequest(
          visit: visit, pick: pick, patient: Samples.ana, patientName: "Ana", today: Samples.today)
      }
    }
  }

  @Test func `the latest own pick for the visit counts`() {
    func pick(_ number: Int, minute: Int, visit: Int = 100, by author: PartnerID = Samples.ana)
      -> Entry
    {
      Samples.entry(
        number, VisitPick(visit: Samples.id(visit)), minute: minute, by: author)
    }
    let picks = [
      pick(1, minute: 3), pick(2, minute: 8), pick(3, minute: 5), pick(4, minute: 20, visit: 5),
      pick(5, minute: 30, by: Samples.ben),
    ]
    let latest = DisclosureRequest.latestPick(
      for: Self.visit, among: picks, patient: Samples.ana)
    #expect(latest?.id == Samples.id(2))
  }
}

/// A kind that no page ever shows.
struct Secret: EntryKind {
  var text: String
  static let name = "testsecret"
  static let tag: UInt16 = 0xFF02
  static let defaultAudience = Audience.private
  static let summaryRule = SummaryRule.never
  static let fields = [Field("text", .text(max: 100), prompt: "")]
  static let example = Secret(text: "x")
  var pickedText: String? { text }
}

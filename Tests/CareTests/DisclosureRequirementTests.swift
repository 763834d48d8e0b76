import Testing
import Vault

@testable import Care

struct DisclosureRequirementTests {
  static let kinds = Kinds.all

  static func needed(
    released: Set<RecordID> = [], among entries: [Entry] = DisclosureTests.everything,
    _ change: (inout VisitPick) -> Void
  ) throws -> Set<RecordID> {
    try DisclosureTests.request(released: released, change).requirement(kinds: kinds)
      .needed(among: entries.map(\.header))
  }

  @Test func `nothing is read for an empty pick`() throws {
    #expect(try Self.needed { _ in }.isEmpty)
    #expect(try Self.needed(released: [Samples.id(7)]) { _ in }.isEmpty)
  }

  @Test func `each tick reads its own kind alone`() throws {
    #expect(try Self.needed { $0.strips = [.pain] } == [Samples.id(1)])
    #expect(try Self.needed { $0.medicines = true } == [Samples.id(3)])
    #expect(try Self.needed { $0.advice = true } == [Samples.id(4)])
    #expect(try Self.needed { $0.restDays = true } == [Samples.id(6)])
    #expect(try Self.needed { $0.lines = [Samples.id(2)] } == [Samples.id(2)])
    #expect(
      try Self.needed(released: [Samples.id(7)]) { $0.partnerLines = true } == [Samples.id(7)])
  }

  @Test func `the partner's private records are never asked for`() throws {
    #expect(try Self.needed { $0.lines = [Samples.id(8)] }.isEmpty)
  }

  @Test(arguments: DisclosureTests.ticks.indices)
  func `what is read is enough to make the same page`(index: Int) throws {
    let others = [
      Samples.entry(21, Reflection(text: "amended"), minute: 3, amends: 2),
      Samples.entry(22, Samples.checkIn([.pain: 1]), minute: 3, amends: 1),
      Samples.entry(23, Medicine(name: "m", change: .start), about: "2020-01-01"),
      Samples.entry(24, Samples.checkIn([.pain: 1]), about: "2026-03-01"),
      Samples.entry(25, Question(text: "amended"), minute: 3, amends: 5),
    ]
    let all = DisclosureTests.everything + others
    let request = try DisclosureTests.request(
      released: [Samples.id(7)], DisclosureTests.ticks[index].tick)
    let ids = request.requirement(kinds: Self.kinds).needed(among: all.map(\.header))
    let read = all.filter { ids.contains($0.id) }
    #expect(request.disclosure(from: read) == request.disclosure(from: all))
    #expect(ids.count < all.count)
  }

  @Test func `a pick explains what would not be on the page`() throws {
    let request = try DisclosureTests.request { _ in }
    let entries =
      DisclosureTests.everything + [
        Samples.entry(31, Reflection(text: "old"), about: "2026-01-01"),
        Samples.entry(32, Samples.checkIn([.pain: 1])),
        Samples.entry(33, Note(text: "no trial")),
        Samples.entry(34, Question(text: "q")), Samples.entry(35, Question(text: "q")),
      ]
    var pick = VisitPick(visit: Samples.id(100))
    pick.questions = true
    pick.lines = [2, 5, 7, 8, 9, 32, 33, 34, 35, 999].map { Samples.id($0) }
    pick.changes = [Samples.id(31), Samples.id(2)]
    let problems = request.problems(with: pick, among: entries)
    let expected: [Int: PickProblem.Reason] = [
      7: .notYours, 8: .unknown, 9: .notShown(kind: "testsecret"), 31: .outside(request.window),
      32: .noWords, 33: .nothingTried, 34: .tooMany(section: .questions),
      35: .tooMany(section: .questions), 999: .unknown,
    ]
    #expect(problems.count == expected.count)
    for problem in problems {
      #expect(expected[Int(problem.id.value)] == problem.reason)
      #expect(!problem.sentence.contains("CANARY"))
    }
  }

  @Test(arguments: DisclosureTests.ticks.indices)
  func `a pick without problems shows every entry it names`(index: Int) throws {
    var pick = VisitPick(visit: Samples.id(100))
    DisclosureTests.ticks[index].tick(&pick)
    let request = try DisclosureTests.request(DisclosureTests.ticks[index].tick)
    let problems = Set(
      request.problems(with: pick, among: DisclosureTests.everything).map(\.id))
    let page = request.disclosure(from: DisclosureTests.everything)
    let lines = page.questions.count + page.changes.count + page.closeness.count
    let others = page.adviceTried.count + page.goingWell.count + page.mattersNext.count
    guard !pick.named.isEmpty else { return }
    #expect(lines + others == Set(pick.named.map(\.id)).subtracting(problems).count)
  }
}

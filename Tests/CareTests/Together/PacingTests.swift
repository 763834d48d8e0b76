import Testing

@testable import Care

struct PacingTests {
  @Test(arguments: [
    ("pain >= 6", "pain >= 6"), ("PAIN>5", "pain >= 6"), ("energy < 4", "energy <= 3"),
    ("fatigue>=10", "fatigue >= 10"), ("mood <=0", "mood <= 0"),
  ])
  func `a threshold is read as it is meant`(text: String, plain: String) {
    #expect(Threshold(text)?.description == plain)
  }

  @Test(arguments: [
    "", "pain", "pain >=", "pain = 6", "pain >= 11", "pain > 10", "energy < 0", "weight >= 3",
    "pain >= six", "pain >= 6 or so", "pain => 6", "pain >= -1",
  ])
  func `what is no threshold is refused`(_ text: String) {
    #expect(Threshold(text) == nil)
  }

  private func readings(_ days: [(String, Int)]) -> [(CivilDate, CheckIn)] {
    days.map { (Samples.date($0.0), Samples.checkIn([.pain: $0.1])) }
  }

  @Test func `a goal softens in the weeks of its owner's own readings`() throws {
    let threshold = try #require(Threshold("pain >= 6"))
    // Mondays: 2, 9 and 16 March.
    let all = readings([("2026-03-03", 7), ("2026-03-05", 9), ("2026-03-11", 5), ("2026-03-20", 6)])
    let days = Samples.date("2026-03-02")...Samples.date("2026-03-20")
    let weeks = GoalWeeks(threshold, in: days, readings: all)
    #expect(weeks.words == "softened 2 of 3 weeks")
    #expect(GoalWeeks.isSoftened(threshold, on: Samples.date("2026-03-08"), readings: all))
    #expect(!GoalWeeks.isSoftened(threshold, on: Samples.date("2026-03-12"), readings: all))
    // A reading that is yet to come softens nothing today.
    #expect(!GoalWeeks.isSoftened(threshold, on: Samples.date("2026-03-19"), readings: all))
  }

  @Test func `one's own day counts what activities cost against the limit set last`() {
    var first = CheckIn()
    first.limit = 10
    first.activities = [CheckIn.Activity(what: "stairs", cost: 4)]
    var second = CheckIn()
    second.activities = [CheckIn.Activity(what: "letters", cost: 8)]
    var later = CheckIn()
    later.limit = 3
    let (day, next) = (Samples.today, Samples.today.adding(days: 1))
    let budget = DayBudget(on: day, checkIns: [(day, first), (day, second), (next, later)])
    #expect(budget.spent == 12 && budget.limit == 10 && budget.left == 0 && budget.isOver)
    #expect(DayBudget(on: next, checkIns: [(day, first), (next, later)]).left == 3)
    #expect(DayBudget(on: day, checkIns: []).left == nil)
  }

  @Test func `an energy that is not shared is no zero and no guess`() {
    #expect(SharedEnergy.lower(of: [4, 7]) == 4)
    #expect(SharedEnergy.lower(of: [4, nil]) == nil)
    #expect(!SharedEnergy.isWithinReach(0, of: nil))
    #expect(SharedEnergy.isWithinReach(4, of: 4) && !SharedEnergy.isWithinReach(5, of: 4))
  }
}

import Care
import Testing
import Vault

@testable import VesperProgram

/// A page opens only what could bear on it, however much else there is.
@Suite struct `A page` {
  /// A year of evenings of both, of which a page of fourteen days needs few.
  private func lived() throws -> (Household, Diary, Care.Entry) {
    let home = try Household.couple()
    let diary = try home.diary(of: "Ada")
    let other = try home.diary(of: "Noor")
    for number in 0..<90 {
      let day = diary.today.adding(days: -number)
      var checkIn = CheckIn()
      checkIn.pain = number % 11
      try diary.write(checkIn, .private, day)
      try other.write(checkIn, .private, day)
      if number % 3 == 0 { try diary.write(Reflection(text: "evening \(number)"), .private, day) }
      if number % 5 == 0 { try other.write(Reflection(text: "theirs \(number)"), .shared, day) }
    }
    try diary.write(Question(text: "Asked long ago?"), .private, diary.today.adding(days: -80))
    try diary.write(Visit(window: DaySpan(days: 14)), .private)
    return (home, diary, try #require(try diary.visits().first))
  }

  @Test func `opens the days it is about and those just before, and nothing else`() throws {
    let (home, diary, visit) = try lived()
    func opened(_ change: (inout VisitPick) -> Void) throws -> Int {
      var pick = VisitPick(visit: visit.id)
      change(&pick)
      home.time.pass(seconds: 1)
      try diary.write(pick, .private)
      let before = diary.opened
      _ = try diary.disclosure(for: visit)
      return diary.opened - before
    }
    // Every pick so far is looked at, because the latest counts.
    #expect(try opened { _ in } == 1)
    #expect(try opened { $0.strips = [.pain] } == 2 + 28)
    #expect(try opened { $0.medicines = true } == 3)
    let line = try #require(try diary.candidates(for: visit).last { $0.value is Reflection })
    // A named entry brings what could have amended it: the same day's of its kind.
    #expect(try opened { $0.lines = [line.id] } == 4 + 1)
  }

  @Test func `is picked from the days it is about, and from questions of any day`() throws {
    let (home, diary, visit) = try lived()
    defer { withExtendedLifetime(home) {} }
    let before = diary.opened
    let candidates = try diary.candidates(for: visit)
    #expect(candidates.count == 5 + 1)
    #expect(candidates.contains { $0.value is Question })
    #expect(diary.opened - before == 14 + 5 + 1)
  }

  /// A life that began so many days before the ninety that a page can be about.
  private func aged(_ older: Int) throws -> (Household, Diary) {
    let home = try Household.couple()
    let diary = try home.diary(of: "Ada")
    var checkIn = CheckIn()
    for number in 0..<older + 90 {
      checkIn.pain = number % 11
      try diary.write(checkIn, .private)
      if number % 10 == 0 { try diary.write(Reflection(text: "evening"), .private) }
      home.time.pass(seconds: 86_400)
    }
    return (home, diary)
  }

  /// What one page costs: the entries opened, and the cells decrypted.
  private func cost(_ days: Int, after older: Int) throws -> (opened: Int, cells: Int) {
    let (home, diary) = try aged(older)
    defer { withExtendedLifetime(home) {} }
    try diary.write(Visit(window: DaySpan(days: days)), .private)
    var pick = VisitPick(visit: try #require(try diary.visits().first).id)
    pick.strips = [.pain]
    try diary.write(pick, .private)
    let before = (diary.opened, diary.cells)
    let page = try diary.lookingOnce {
      () throws -> Disclosure in
      try diary.disclosure(for: try #require(try diary.visits().first))
    }
    #expect(page.strips.first?.readings.count == days - 1)
    return (diary.opened - before.0, diary.cells - before.1)
  }

  @Test func `costs by its days, and one look at each older entry`() throws {
    let (short, long) = (try cost(14, after: 100), try cost(45, after: 100))
    // The visit, its pick, and the days of the page with as many before.
    #expect(short.opened == 2 + 27 && long.opened == 2 + 89)
    #expect(long.cells > short.cells + 2 * 60)
    let later = try cost(14, after: 300)
    #expect(later.opened == short.opened)
    // Two hundred days and twenty evenings older: a cell for each, and no more.
    #expect(later.cells - short.cells == 220)
  }

  @Test func `shows how far it has come, whether anything is opened or not`() throws {
    let terminal = try TestTerminal()
    let console = Console(input: terminal.line, output: terminal.line, errors: terminal.line)
    let (home, diary) = try aged(20)
    defer { withExtendedLifetime(home) {} }
    var time: Int64 = 0
    let before = diary.opened
    _ = try console.whileReading(
      diary,
      now: {
        time += 600
        return time
      }
    ) { try diary.visits() }
    #expect(diary.opened == before)
    #expect(terminal.screen().contains("Reading … 48 entries"), "\(terminal.screen())")
    console.whileWaiting(
      "Making the PDF …",
      now: {
        time += 600; return time
      }
    ) { tick in
      for _ in 0..<3 { tick() }
    }
    let screen = terminal.screen()
    #expect(screen.contains("Making the PDF …") && screen.hasSuffix("\u{1B}[K"))
  }

  @Test func `tells who waits at a terminal, and not before a second has passed`() throws {
    let terminal = try TestTerminal()
    let console = Console(input: terminal.line, output: terminal.line, errors: terminal.line)
    var time: Int64 = 0
    var patience = Patience(console: console) { time }
    for _ in 0..<99 {
      time += 10
      patience.tell("early")
    }
    patience.end()
    #expect(terminal.screen().isEmpty)
    time = 1000
    patience.tell("Reading … 12 entries")
    time = 1100
    patience.tell("too soon")
    patience.end()
    let screen = terminal.screen()
    #expect(screen.contains("Reading … 12 entries") && !screen.contains("too soon"))
    #expect(screen.hasSuffix("\u{1B}[K"))
  }
}

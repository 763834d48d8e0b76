import Testing

@Suite struct `At a terminal` {
  /// Enough empty lines for whatever is asked besides.
  private let more = String(repeating: "\n", count: 20)

  @Test(.timeLimit(.minutes(30))) func `nothing is read under --no-input`() throws {
    let (home, visit) = try Household.lived()
    let typed = "typed by somebody\n"
    for call in Call.all {
      let terminal = try TestTerminal()
      try terminal.type(typed)
      let outcome = try home.run(
        call, as: "Ada", visit: visit, adding: ["--no-input"], at: terminal)
      #expect(try terminal.unread() == typed.utf8.count, "\(call)")
      #expect(call.input.isEmpty || [64, 66, 73].contains(outcome.code), "\(call)")
    }
  }

  @Test(.timeLimit(.minutes(30)))
  func `questions begin with the writer's name, and Enter skips them`() throws {
    let home = try Household.couple()
    let terminal = try TestTerminal()
    // Seven measures, one of them mistyped once; no activities; no limit; a note of two paragraphs; nothing shared.
    try terminal.type("4\nmany\n\n\n\n\n\n\n" + "\n" + "\n" + "slow\n\nand soft\n.\n" + more)
    let outcome = try home.run(["checkin", "--as", "Ada"], at: terminal)
    #expect(outcome.code == 0)
    let screen = terminal.screen()
    #expect(screen.contains("Ada · Say how it is right now; skip whatever you like."))
    #expect(screen.contains("Enter skips, < goes back, a dot skips the rest, Ctrl-C leaves."))
    #expect(
      screen.contains("Ada · Energy right now, 0 (no energy) to 10 (full of energy) Ada · Pain"))
    #expect(screen.contains("That has to be a whole number from 0 to 10. Enter skips it."))
    #expect(try home.done("list --as Ada").out.contains("energy 4 · slow"))
  }

  @Test(.timeLimit(.minutes(30)))
  func `somebody alone is not asked about sharing`() throws {
    let home = try Household()
    let names = #"{"partners": [{"name": "Ada"}]}"#
    #expect(try home.run("init", input: names, passphrases: ["four plain words"]).code == 0)
    #expect(try home.run("unlock", passphrases: ["four plain words"]).code == 0)
    let terminal = try TestTerminal()
    try terminal.type("4\n" + more)
    #expect(try home.run(["checkin"], at: terminal).code == 0)
    let screen = terminal.screen()
    #expect(screen.contains("Anything in your own words?") && !screen.contains("both of you"))
  }

  @Test(.timeLimit(.minutes(30)))
  func `a reflection is typed in paragraphs, until a line with only a dot`() throws {
    let home = try Household.couple()
    let terminal = try TestTerminal()
    // An arrow key leaves its escape sequence in the line.
    try terminal.type("First.\n\nSec\u{1B}[Dond.\n.\nnot this\n")
    let outcome = try home.run(["write", "--as", "Noor"], at: terminal)
    #expect(outcome.code == 0)
    #expect(terminal.screen().contains("Noor · What would you like to put down?"))
    let found = try home.done("list --as Noor --json").out
    #expect(found.contains(#"First.\n\nSecond."#) && !found.contains("not this"))
    #expect(try terminal.unread() == 0, "nothing is left for the shell to take for commands")
  }

  @Test(.timeLimit(.minutes(30)))
  func `one Ctrl-D after the last words ends a reflection`() throws {
    let home = try Household.couple()
    let terminal = try TestTerminal()
    try terminal.type("First.\n\nSecond.\u{04}\u{04}")
    #expect(try home.run(["write", "--as", "Noor"], at: terminal).code == 0)
    #expect(try home.done("list --as Noor --json").out.contains(#"First.\n\nSecond."#))
  }

  @Test(
    .timeLimit(.minutes(30)), arguments: ["write", "checkin", "med", "visit prep", "visit pick"])
  func `nothing answered keeps nothing, and is no mistake`(_ words: String) throws {
    let (home, _) = try Household.lived()
    let before = try home.done("list --as Ada --json").out
    let terminal = try TestTerminal()
    try terminal.type(".\n")
    let command = words.split(separator: " ").map(String.init)
    let outcome = try home.run(command + ["--as", "Ada"], at: terminal)
    #expect(outcome.code == 0)
    #expect(try home.done("list --as Ada --json").out == before)
  }

  @Test(.timeLimit(.minutes(30)))
  func `an answer that cannot stand is asked again, so that no words are lost`() throws {
    let home = try Household.couple()
    let terminal = try TestTerminal()
    // A day that is none; "yesterday"; no topic; the text is needed; a dot; nothing was tried.
    try terminal.type("Dr Osei\nsoon\nyesterday\n\n\nRest before.\n.\n\n" + more)
    #expect(try home.run(["note", "--as", "Ada"], at: terminal).code == 0)
    let screen = terminal.screen()
    #expect(screen.contains("That has to be a day"))
    #expect(screen.contains("This one is needed"))
    #expect(!screen.contains("How did it turn out?"))
    let kept = try home.done("list --as Ada --json").out
    #expect(kept.contains("Rest before.") && kept.contains("2026-03-01"))
  }

  @Test(.timeLimit(.minutes(30)), arguments: [true, false])
  func `a number from the list, or the first digits of an id, picks an entry`(
    byNumber: Bool
  ) throws {
    let (home, _) = try Household.lived()
    let kept = try home.done("write --as Ada", input: "The bench at dusk.")
    let digits = try #require(kept.out.split(separator: " ").last?.prefix(8))
    let terminal = try TestTerminal()
    // No measures, medicines, rest days, advice, partner's lines; what names nothing is asked again.
    try terminal.type("\n\n\n\n\n\n\n\n\n99\n\(byNumber ? "1" : digits)\n" + more)
    #expect(try home.run(["visit", "pick", "--as", "Ada"], at: terminal).code == 0)
    #expect(terminal.screen().contains(" 1 2026-03-02 reflection: The bench at dusk."))
    #expect(try home.done("visit preview --as Ada").out.contains("The bench at dusk."))
  }
}

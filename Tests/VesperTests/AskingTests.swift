import Care
import FoundationEssentials
import Testing

@testable import VesperProgram

@Suite struct `What is asked` {
  /// Enough empty lines for whatever is asked besides.
  private let more = String(repeating: "\n", count: 20)

  private func alone() throws -> Household {
    let home = try Household()
    let names = #"{"partners": [{"name": "Ada"}]}"#
    #expect(try home.run("init", input: names, passphrases: ["four plain words"]).code == 0)
    #expect(try home.run("unlock", passphrases: ["four plain words"]).code == 0)
    return home
  }

  @Test(.timeLimit(.minutes(30)))
  func `feelings are chosen by number, or said in own words`() throws {
    let home = try Household.couple()
    try home.done("starter change feelings --as Ada", input: #"{"hide": ["adrift"]}"#)
    let terminal = try TestTerminal()
    try terminal.type("99\n1; sea-worn\n" + more)
    #expect(try home.run(["feel", "--as", "Ada"], at: terminal).code == 0)
    let screen = terminal.screen()
    #expect(screen.contains("1 afraid  2 alert") && screen.contains("That has to be"))
    #expect(try home.done("list --as Ada").out.contains("feeling: afraid, sea-worn"))
    #expect(try home.done("list --as Noor").out.contains("Nothing here"))
  }

  @Test func `numbers are chosen wherever they stand, and own words stay own words`() {
    let offer = Offer(words: ["calm", "sad", "tired"])
    #expect(offer.words(for: "1 3") == ["calm", "tired"])
    #expect(offer.words(for: "1 3; wobbly") == ["calm", "tired", "wobbly"])
    #expect(offer.words(for: "1 3 quite wobbly") == ["calm", "tired", "quite wobbly"])
    #expect(offer.words(for: "2 long walks") == ["2 long walks"])
    #expect(offer.words(for: "1, 2 long walks; 2") == ["calm", "2 long walks", "sad"])
    #expect(offer.words(for: "1 9") == nil)
  }

  @Test(.timeLimit(.minutes(30)))
  func `what somebody goes back past stands there again, and Enter keeps it`() throws {
    let home = try Household.couple()
    let terminal = try TestTerminal()
    // Energy, pain, fatigue; back twice; pain is kept, fatigue taken away; the dot keeps what was before.
    try terminal.type("3\n4\n5\n<\n<\n\n-\n.\n" + more)
    #expect(try home.run(["checkin", "--as", "Ada"], at: terminal).code == 0)
    #expect(terminal.screen().contains("[4]"))
    #expect(try home.done("list --as Ada --json").out.contains(#""body":{"energy":3,"pain":4}"#))
    let other = try TestTerminal()
    try other.type("3\n4\n<\n<\n6\n.\n" + more)
    #expect(try home.run(["checkin", "--as", "Ada"], at: other).code == 0)
    let last = try home.done("list --as Ada --json --last 1").out
    #expect(last.contains(#""body":{"energy":6,"pain":4}"#))
  }

  @Test(.timeLimit(.minutes(30)))
  func `a dot before what is needed says so`() throws {
    let home = try Household.couple()
    let terminal = try TestTerminal()
    try terminal.type("Dr Osei\n.\n.\n")
    let outcome = try home.run(["note", "--as", "Ada"], at: terminal)
    #expect(terminal.screen().contains("One thing more is needed; a dot leaves without keeping"))
    #expect(outcome.out.contains("nothing is kept"))
    #expect(try home.done("list --as Ada").out.contains("Nothing here"))
    // In an item of a list it leaves the item out, and is not said to leave.
    let list = try TestTerminal()
    let measures = String(repeating: "\n", count: 6)
    try list.type("4\n\(measures)a walk\n\n.\n")
    #expect(try home.run(["checkin", "--as", "Ada"], at: list).code == 0)
    #expect(list.screen().contains("This one is needed; a dot leaves this item out."))
    #expect(try home.done("list --as Ada --json").out.contains(#""body":{"energy":4}"#))
  }

  @Test func `nothing that is typed shows while a passphrase is tried`() throws {
    let terminal = try TestTerminal()
    let console = Console(input: terminal.line, output: terminal.line, errors: terminal.line)
    let silence = try #require(Silence(console))
    try terminal.type("typed too early\n")
    silence.end()
    #expect(try terminal.unread() == 0)
    #expect(terminal.screen().isEmpty)
    try terminal.type("shown\n")
    #expect(terminal.screen() == "shown\r\n")
  }

  @Test(.timeLimit(.minutes(30)))
  func `a number and a dot are a check-in, shared with nobody`() throws {
    let home = try Household.couple()
    let terminal = try TestTerminal()
    try terminal.type("4\n.\n")
    #expect(try home.run(["checkin", "--as", "Ada"], at: terminal).code == 0)
    #expect(!terminal.screen().contains("both of you"))
    #expect(try home.done("list --as Ada --me").out.contains("energy 4"))
    #expect(try home.done("list --as Noor").out.contains("Nothing here"))
  }

  @Test(.timeLimit(.minutes(30)))
  func `what was shared last is proposed, and shared again only when it is said`() throws {
    let home = try Household.couple()
    // Energy and pain; five measures, activities, limit and note are skipped.
    let answers = "4\n5\n" + String(repeating: "\n", count: 8)
    let first = try TestTerminal()
    try first.type(answers + "1\n")
    #expect(try home.run(["checkin", "--as", "Ada"], at: first).code == 0)
    let question = first.screen()
    #expect(question.contains("1 energy  2 pain") && !question.contains("last time"))
    let second = try TestTerminal()
    try second.type(answers + "\n")
    #expect(try home.run(["checkin", "--as", "Ada"], at: second).code == 0)
    #expect(second.screen().contains("= for energy, as last time"))
    #expect(try home.done("list --as Noor --json").out.contains("energy"))
    #expect(try home.done("list --as Noor").out.split(separator: "\n").count == 1)
    let third = try TestTerminal()
    try third.type(answers + "=\n")
    #expect(try home.run(["checkin", "--as", "Ada"], at: third).code == 0)
    #expect(try home.done("list --as Noor").out.split(separator: "\n").count == 2)
    #expect(!(try home.done("list --as Noor").out.contains("pain")))
  }

  @Test(.timeLimit(.minutes(30)), arguments: [["--us"], ["--me"], []])
  func `who will read it is said before anything is typed`(_ flag: [String]) throws {
    let home = try Household.couple()
    let terminal = try TestTerminal()
    try terminal.type("An evening.\n")
    #expect(try home.run(["win", "--as", "Ada"] + flag, at: terminal).code == 0)
    #expect(terminal.screen().contains("It is for both of you") == (flag != ["--me"]))
  }

  @Test(.timeLimit(.minutes(30)), arguments: ["like", "avoid", "cue", "win", "checkin", "feel"])
  func `somebody alone finds no hint of another`(_ command: String) throws {
    let home = try alone()
    let terminal = try TestTerminal()
    try terminal.type(command == "cue" ? "two taps\nslow\n" : "4\n" + more)
    let outcome = try home.run([command], at: terminal)
    #expect(outcome.code == 0 && outcome.out.contains("for you alone"))
    let said = terminal.screen() + (try home.done("comfort").out) + (try home.done("list").out)
    for word in ["both", "partner", "whom", " us "] {
      #expect(!said.contains(word), "\(command) says \(word)")
    }
  }

  @Test(.timeLimit(.minutes(30)))
  func `a sign of the other is kept by its number`() throws {
    let home = try Household.couple()
    try home.done("cue --as Noor", input: #"{"sign": "two taps", "meaning": "slow"}"#)
    let terminal = try TestTerminal()
    try terminal.type("7\n1\n")
    #expect(try home.run(["cue", "--as", "Ada"], at: terminal).code == 0)
    #expect(terminal.screen().contains("1 two taps → slow"))
    #expect(try home.done("comfort --as Noor").out.contains("Signs that you both keep\n  two taps"))
  }

  @Test(.timeLimit(.minutes(30)))
  func `changing begins with what is there`() throws {
    let home = try Household.couple()
    try home.done("checkin --as Ada", input: #"{"energy": 3, "pain": 6, "note": "slow\nand soft"}"#)
    let id = try home.done("list --as Ada").out.split(separator: " ")[1]
    let terminal = try TestTerminal()
    // Energy stays, pain goes, fatigue is new; the note has to be asked for and is written anew.
    try terminal.type("\n-\n7\n\n\n\n\n\n\nquick\n.\n" + more)
    #expect(try home.run(["amend", String(id), "--as", "Ada"], at: terminal).code == 0)
    let screen = terminal.screen()
    #expect(screen.contains("[3 of 10]") && screen.contains("  and soft"))
    #expect(!screen.contains("both of you read"))
    #expect(
      try home.done("list --as Ada").out.contains("check-in: energy 3 · fatigue 7 · quick"))
  }

  @Test(.timeLimit(.minutes(30)), arguments: ["", "."])
  func `changing nothing writes nothing`(_ answer: String) throws {
    let home = try Household.couple()
    try home.done("win --as Ada", input: #"{"text": "An evening."}"#)
    let id = try home.done("list --as Ada").out.split(separator: " ")[1]
    let before = try home.tree().filter { $0.key.contains("/logs/") }
    let terminal = try TestTerminal()
    try terminal.type("\(answer)\n" + more)
    let outcome = try home.run(["amend", String(id), "--as", "Ada"], at: terminal)
    #expect(outcome.code == 0 && outcome.out.contains("Nothing was changed"))
    #expect(try home.tree().filter { $0.key.contains("/logs/") } == before)
  }

  @Test(.timeLimit(.minutes(30)))
  func `a reading that is none is asked for again`() throws {
    let home = try Household.couple()
    let terminal = try TestTerminal()
    try terminal.type("one quiet talk\n\ntired\npain >= 6\n" + more)
    #expect(try home.run(["goal", "add", "--as", "Ada"], at: terminal).code == 0)
    #expect(terminal.screen().contains("That has to be a measure and a number"))
    #expect(try home.done("goal --as Ada").out.contains("softens at pain >= 6"))
  }

  @Test(.timeLimit(.minutes(30)))
  func `days are asked for as they may be answered`() throws {
    let home = try Household.couple()
    let field = try #require(EntryInput.questions(of: Visit.self).first { $0.key == "window" })
    #expect(field.shape.expectedAnswer == "a number of days from 1 to 90")
    for typed in ["26", "26d", "26 days"] {
      #expect(field.shape.json(typed, nil, { $0 }) == "\"26d\"")
    }
    let terminal = try TestTerminal()
    let skipped = String(repeating: "\n", count: 12)
    try terminal.type("Dr Osei\ntomorrow\n" + skipped)
    _ = try home.run(["visit", "prep", "--as", "Ada"], at: terminal)
    #expect(!terminal.screen().contains("1d to 90d"))
  }

  @Test(.timeLimit(.minutes(30)))
  func `going back to a list keeps what is in it`() throws {
    let home = try Household.couple()
    let terminal = try TestTerminal()
    try terminal.type("hands held\n\n\na \"slow\", long hug\n\n\n\n<\na bath\n" + more)
    #expect(try home.run(["agree", "propose", "--as", "Ada"], at: terminal).code == 0)
    #expect(terminal.screen().contains("2 a \"slow\", long hug"))
    let shown = try home.done("agree show --as Ada").out
    for what in ["hands-held: hands held", "long hug", "a-bath: a bath"] {
      #expect(shown.contains(what), "\(what)")
    }
  }

  @Test func `a list comes apart as it was put together`() {
    let items = [
      #"{"what":"a, [b} \"c\" \\","cost":2}"#, #"{"what":"d"}"#,
      // With an accent first, which joins the quotation mark.
      "{\"what\":\"\u{301}e, f\"}",
    ]
    #expect(JSONText.items(of: JSONText.array(items)) == items)
    #expect(JSONText.items(of: "[]").isEmpty)
    #expect(JSONText.member("what", of: items[0]) == #"a, [b} "c" \"#)
  }

  @Test(arguments: [
    ("Ada", "Ada"), ("Ana María", "'Ana María'"), ("O'Hara", #"'O'\''Hara'"#),
    // An accent joins the apostrophe for Swift, and not for a shell.
    ("x'\u{301};ls", "'x'\\''\u{301};ls'"),
  ])
  func `a name is one word to a shell`(name: String, typed: String) {
    #expect(ShellWord.quoted(name).utf8.elementsEqual(typed.utf8))
  }
}

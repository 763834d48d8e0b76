import Care
import FoundationEssentials
import Glibc
import Testing

@testable import VesperProgram

/// What a command leaves behind that was ended in the middle; here it ends because nobody types on.
@Suite struct `A draft` {
  /// A command whose terminal closed after these lines, in a home where nothing of it was kept.
  private func left(_ home: Household, _ command: String, _ lines: [String]) throws {
    let diary = try home.diary(of: "Ada")
    let held = diary.draft(of: "\(command) private", about: nil)
    try held.update {
      if command == "reflection" {
        $0.open = .init(key: "text", text: lines.joined(separator: "\n"))
      } else {
        $0.answers = lines.map {
          let parts = $0.split(separator: "=")
          return .init(key: String(parts[0]), json: String(parts[1]))
        }
      }
    }
  }

  /// Enough empty lines for whatever is asked besides.
  private let more = String(repeating: "\n", count: 20)

  private func drafts(_ home: Household) throws -> [String] {
    try home.tree().keys.filter { $0.contains(".drafts/") && !$0.hasSuffix("/") }
  }

  @Test(.timeLimit(.minutes(30)))
  func `of a reflection is offered again, goes on, and is gone once it is kept`() throws {
    let home = try Household.couple()
    try left(home, "reflection", ["Slept in two pieces.", "The second"])
    #expect(try drafts(home).count == 1)
    let terminal = try TestTerminal()
    try terminal.type("\none was kind.\n.\n" + more)
    #expect(try home.run(["write", "--as", "Ada"], at: terminal).code == 0)
    let screen = terminal.screen()
    #expect(screen.contains("There is a draft from this evening."))
    #expect(screen.contains("  Slept in two pieces."))
    let kept = try home.done("list --as Ada --json").out
    #expect(kept.contains(#"Slept in two pieces.\nThe second\none was kind."#))
    #expect(try drafts(home).isEmpty)
  }

  @Test(.timeLimit(.minutes(30)))
  func `of questions goes on where it was left`() throws {
    let home = try Household.couple()
    try left(home, "checkin", ["energy=4", "pain=7"])
    let terminal = try TestTerminal()
    try terminal.type("\n5\n.\n" + more)
    #expect(try home.run(["checkin", "--as", "Ada"], at: terminal).code == 0)
    let screen = terminal.screen()
    #expect(screen.contains("energy: 4") && !screen.contains("Pain right now"))
    #expect(try home.done("list --as Ada").out.contains("energy 4 · pain 7 · fatigue 5"))
    #expect(try drafts(home).isEmpty)
  }

  @Test(.timeLimit(.minutes(30)))
  func `asks again for what cannot stand`() throws {
    let home = try Household.couple()
    try left(home, "checkin", ["energy=44", "pain=7"])
    let terminal = try TestTerminal()
    try terminal.type("\n4\n.\n" + more)
    #expect(try home.run(["checkin", "--as", "Ada"], at: terminal).code == 0)
    let screen = terminal.screen()
    #expect(!screen.contains("energy: 44"))
    #expect(try home.done("list --as Ada").out.contains("energy 4 · pain 7"))
    #expect(try drafts(home).isEmpty)
  }

  @Test func `is said to be sealed only while its file holds all of it`() throws {
    let home = try Household.couple()
    let diary = try home.diary(of: "Ada")
    let held = diary.draft(of: "reflection private", about: nil)
    #expect(!held.isSealed)
    try held.update { $0.open = .init(key: "text", text: "One thought.") }
    #expect(held.isSealed)
    let folder = try #require(try drafts(home).first).replacing(/\/[0-9a-f]+$/, with: "")
    try FileManager.default.moveItem(atPath: folder, toPath: "\(folder)-away")
    try Data().write(to: URL(filePath: folder))
    #expect(throws: (any Error).self) {
      try held.update { $0.open = .init(key: "text", text: "One thought, and another.") }
    }
    #expect(!held.isSealed && held.draft.open?.text == "One thought, and another.")
    try FileManager.default.removeItem(atPath: folder)
    try held.update { $0.open = .init(key: "text", text: "One thought, and a third.") }
    #expect(held.isSealed)
    held.remove()
  }

  @Test(.timeLimit(.minutes(30)), arguments: ["n", "d"])
  func `can wait, or be thrown away`(_ answer: String) throws {
    let home = try Household.couple()
    try left(home, "reflection", ["An old thought."])
    let terminal = try TestTerminal()
    try terminal.type("\(answer)\nA new one.\n.\n" + more)
    #expect(try home.run(["write", "--as", "Ada"], at: terminal).code == 0)
    let kept = try home.done("list --as Ada --json").out
    #expect(kept.contains("A new one.") && !kept.contains("An old thought."))
    #expect(try drafts(home).count == (answer == "n" ? 1 : 0))
  }

  @Test(.timeLimit(.minutes(30)))
  func `is offered to nobody else, for no other audience, and by no other command`() throws {
    let home = try Household.couple()
    try left(home, "reflection", ["Only mine."])
    for command in [
      ["write", "--as", "Noor"], ["write", "--us", "--as", "Ada"], ["win", "--as", "Ada"],
    ] {
      let terminal = try TestTerminal()
      try terminal.type("Another.\n.\n\n" + more)
      #expect(try home.run(command, at: terminal).code == 0)
      #expect(!terminal.screen().contains("draft"), "\(command)")
    }
    #expect(try drafts(home).count == 1)
    for (path, bytes) in try home.tree() {
      #expect(!String(decoding: bytes, as: UTF8.self).contains("Only mine"), "\(path)")
    }
  }

  @Test(.timeLimit(.minutes(30)))
  func `of another day is about that day`() throws {
    let home = try Household.couple()
    try left(home, "reflection", ["A long day."])
    home.time.pass(seconds: 2 * 86_400)
    do {
      let opened = try home.run("unlock --as Ada", passphrases: ["four plain words"])
      #expect(opened.code == 0)
    }
    let terminal = try TestTerminal()
    try terminal.type("\n.\n" + more)
    #expect(try home.run(["write", "--as", "Ada"], at: terminal).code == 0)
    #expect(terminal.screen().contains("a draft from Monday evening. It is about 2026-03-02."))
    #expect(try home.done("list --as Ada").out.contains("2026-03-02"))
  }

  @Test(.timeLimit(.minutes(30)))
  func `goes with what is left by a dot`() throws {
    let home = try Household.couple()
    try left(home, "med", [#"name="gabapentin""#])
    let terminal = try TestTerminal()
    // The change is needed; a dot there leaves without keeping anything.
    try terminal.type("\n\n.\n" + more)
    let outcome = try home.run(["med", "--as", "Ada"], at: terminal)
    #expect(outcome.code == 0 && outcome.out.contains("Nothing was answered"))
    #expect(try drafts(home).isEmpty)
  }

  @Test(.timeLimit(.minutes(30)))
  func `goes back a question with <`() throws {
    let home = try Household.couple()
    let terminal = try TestTerminal()
    try terminal.type("<\n3\n6\n<\n7\n.\n" + more)
    #expect(try home.run(["checkin", "--as", "Ada"], at: terminal).code == 0)
    #expect(terminal.screen().contains("This is the first."))
    #expect(try home.done("list --as Ada").out.contains("energy 3 · pain 7"))
  }
}

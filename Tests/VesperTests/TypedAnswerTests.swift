import Care
import Testing

@testable import VesperProgram

@Suite struct `A list that is typed` {
  private static let days = Field.Shape.list(.choice(["mon", "tue", "wed", "sat", "sun"]), max: 5)
  private static let help = Field.Shape.list(.choice(of: HelpWanted.self), max: 4)

  @Test(arguments: ["mon wed", "mon, wed", "mon;wed", "MON  wed ;", "mon wed mon"])
  func `takes spaces, commas and semicolons between choices`(typed: String) {
    #expect(Self.days.json(typed, nil) { $0 } == #"["mon","wed"]"#)
  }

  @Test(arguments: [
    ("permission to talk referral", #"["permission to talk","referral"]"#),
    ("info specific suggestions", #"["information","specific suggestions"]"#),
    ("permission to talk, info", #"["permission to talk","information"]"#),
  ])
  func `keeps the words of one choice together`(typed: String, answer: String) {
    #expect(Self.help.json(typed, nil) { $0 } == answer)
  }

  @Test(arguments: ["mon s", "mon wen", "mon to", "frolic"])
  func `is refused whole where a word names none, or two`(typed: String) {
    #expect(Self.days.json(typed, nil) { $0 } == nil)
  }

  @Test func `leaves free words as they are`() {
    let free = Field.Shape.list(.line(max: 40), max: 4)
    #expect(free.json("one song; tea, slowly", nil) { $0 } == #"["one song","tea, slowly"]"#)
  }

  @Test func `is quick with a paste of any length`() {
    let paste = String(repeating: "mon ", count: 20_000)
    #expect(Self.days.json(paste + "frolic", nil) { $0 } == nil)
  }
}

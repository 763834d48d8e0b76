import Care
import Testing

@testable import VesperProgram

@Suite struct `The list to pick from` {
  private func list(_ home: Household) throws -> PickList {
    let diary = try home.diary(of: "Ada")
    let visit = try #require(try diary.visits().first)
    return PickList(
      try PickChoice(visit, diary), picked: try diary.picked(for: visit),
      target: Amendments.target(for: visit))
  }

  private func lived() throws -> Household {
    let (home, _) = try Household.lived()
    try home.done("write --as Ada", input: "The bench at dusk.")
    try home.done("visit prep --as Ada", input: #"{"questions": ["How far?"], "seeMeAlone": true}"#)
    return home
  }

  @Test func `begins with nothing ticked, and a key ticks what it says`() throws {
    let home = try lived()
    var list = try list(home)
    #expect(list.pick == VisitPick(visit: list.pick.visit))
    let text = list.lines.map(\.text)
    #expect(text.contains("my questions") && text.contains("see me alone first"))
    #expect(!text.contains("please don't"), "nothing was said there")
    #expect(list.press(.character(" "), page: 10) == .goesOn)
    #expect(list.pick.questions == true && list.pick.seeMeAlone == nil)
    // Down to the entry, which can stand in four places.
    _ = list.press(.last, page: 10)
    for (key, place) in [
      ("c", \VisitPick.changes), ("w", \.goingWell), ("n", \.mattersNext), ("x", \.lines),
    ] {
      _ = list.press(.character(Character(key)), page: 10)
      #expect(list.pick[keyPath: place]?.count == 1, "\(key)")
    }
    _ = list.press(.character(" "), page: 10)
    #expect(list.pick.lines == nil)
    // What is no line of one's own words stands in its own place alone.
    _ = list.press(.first, page: 10)
    _ = list.press(.character("c"), page: 10)
    #expect(!list.remark.isEmpty && list.pick.questions == true)
    #expect(list.press(.enter, page: 10) == .done)
    #expect(list.press(.interrupt, page: 10) == .left)
    #expect(list.press(.character("q"), page: 10) == .left)
    #expect(list.press(.escape, page: 10) == .hidden)
  }

  @Test func `a search shows only what has its words`() throws {
    let home = try lived()
    var list = try list(home)
    for key in "/DUSK" { _ = list.press(.character(key), page: 10) }
    #expect(list.shown.count == 1 && list.isSearching)
    _ = list.press(.backspace, page: 10)
    _ = list.press(.enter, page: 10)
    #expect(!list.isSearching)
    _ = list.press(.character(" "), page: 10)
    #expect(list.pick.lines?.count == 1)
    _ = list.press(.escape, page: 10)
    #expect(list.search.isEmpty && list.shown.count == list.lines.count)
  }

  @Test(arguments: [(40, 10), (40, 24), (100, 30), (20, 5)])
  func `no frame is larger than the screen`(columns: Int, rows: Int) throws {
    let home = try lived()
    try home.done("write --as Ada", input: String(repeating: "漢字 words ", count: 30))
    var list = try list(home)
    var top = 0
    for key in Array(repeating: PickList.Key.down, count: 30) + [.up, .first, .character("/")] {
      _ = list.press(key, page: rows - 4)
      let frame = PickScreen.frame(list, (columns, rows), &top)
      #expect(frame.count <= max(rows, 4))
      #expect(frame.allSatisfy { $0.count <= columns })
      #expect(frame.contains { $0.hasPrefix(">") } || list.shown.isEmpty)
    }
  }

  @Test func `what was ticked and holds nothing is named, and never on the page`() throws {
    let home = try Household.couple()
    try home.done("visit prep --as Ada", input: #"{"clinician": "Dr Osei"}"#)
    try home.done("checkin --as Ada", input: #"{"pain": 3}"#)
    let ticked = #"{"strips": ["pain", "sleep"], "medicines": true, "partnerLines": true}"#
    let said = try home.done("visit pick --as Ada", input: ticked).out
    #expect(
      said.contains("Ticked, with nothing there in these days: sleep, medicines, partner's lines."))
    #expect(said.contains("this visit has none: vesper amend"))
    let page = try home.done("visit preview --as Ada").out
    #expect(page.contains("Pain") && !page.lowercased().contains("medicines"))
    let full = try home.done("visit pick --as Ada", input: #"{"strips": ["pain"]}"#).out
    #expect(!full.contains("Ticked"))
  }

  @Test(.timeLimit(.minutes(30)))
  func `line by line, each list stands before its own question`() throws {
    let home = try Household.couple()
    try home.done("write --as Ada", input: "The bench at dusk.")
    try home.done("visit prep --as Ada", input: #"{"clinician": "Dr Osei"}"#)
    let terminal = try TestTerminal()
    // Eight parts of the page are skipped between the measures and one's own words.
    try terminal.type("pain 6\npain sleep\n" + String(repeating: "\n", count: 8) + "1\n.\n")
    #expect(try home.run(["visit", "pick", "--plain", "--as", "Ada"], at: terminal).code == 0)
    let screen = terminal.screen()
    let places = [
      "1 energy", "Which measures", "Show your medicines?", "What can stand on the page",
      "The bench at dusk", "Which entries may stand there",
    ].map { screen.firstRange(of: $0)?.lowerBound }
    #expect(places.allSatisfy { $0 != nil })
    #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted())
    let kept = try home.done("list --kind visitpick --as Ada --json --last 1").out
    #expect(kept.contains(#""strips":["pain","sleep"]"#) && kept.contains(#""lines":["#))
  }

  @Test func `its title and what it cannot do are whole on a narrow screen`() throws {
    var list = try list(try lived())
    list.remark = "This entry is not within the days 2026-02-17 to 2026-03-02."
    var top = 0
    let frame = PickScreen.frame(list, (40, 14), &top)
    #expect(frame.count <= 14 && frame.allSatisfy { $0.count <= 40 })
    #expect(frame.first == "What may the page show, and no more?")
    #expect(frame.joined(separator: " ").contains(list.remark))
    #expect(frame.contains { $0.hasPrefix(">") })
  }

  @Test(arguments: [40, 60, 80, 100, 120])
  func `every key is named, whatever the width`(columns: Int) throws {
    let home = try lived()
    var list = try list(home)
    var top = 0
    var named = PickScreen.frame(list, (columns, 24), &top).suffix(2).joined(separator: "  ")
    #expect(named.hasSuffix("q leave"))
    _ = list.press(.last, page: 20)
    let atEntry = PickScreen.frame(list, (columns, 24), &top).suffix(2)
    #expect(atEntry.last?.hasSuffix("q leave") == true)
    named += atEntry.joined(separator: "  ")
    for key in [
      "space tick", "/ search", "Enter keep", "Esc hides", "changed", "w going well",
      "n matters next",
    ] {
      #expect(named.contains(key), "\(key) at \(columns)")
    }
  }
}

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

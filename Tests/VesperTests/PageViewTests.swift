import Testing

@testable import VesperProgram

@Suite struct `A page that is read` {
  private func view(_ count: Int, _ size: (Int, Int) = (40, 11)) -> PageView {
    var view = PageView((1...count).map { "line \($0)" })
    view.fit(size)
    return view
  }

  @Test func `is closed by Enter alone, once all of it was there`() {
    var view = view(25)
    #expect(view.frame.count == 11 && view.frame[0] == "line 1" && view.frame[9] == "line 10")
    #expect(view.frame[10] == "10/25  space more  Esc hides  q closes")
    var outcomes: [PageView.Outcome] = []
    for _ in 0..<3 { outcomes.append(view.press(.enter)) }
    #expect(outcomes == [.goesOn, .goesOn, .closed])
    #expect(view.frame[0] == "line 16" && view.frame[10] == "25/25  Esc hides  q closes")
  }

  @Test func `is walked by every usual key, and never left at its ends`() {
    var view = view(25)
    for (key, first) in [
      (KeyPress.up, 1), (.pageDown, 11), (.down, 12), (.character("k"), 11), (.last, 16),
      (.down, 16), (.character("b"), 6), (.first, 1), (.character("G"), 16), (.character("g"), 1),
    ] {
      #expect(view.press(key) == .goesOn)
      #expect(view.frame[0] == "line \(first)", "\(key)")
    }
    #expect(view.press(.escape) == .hidden)
    for key in [KeyPress.character("q"), .interrupt, .end] { #expect(view.press(key) == .closed) }
  }

  @Test func `keeps its place where the window changes, and is never wider than it`() throws {
    var view = PageView((1...30).map { "\($0) " + String(repeating: "word 漢字 ", count: 12) })
    view.fit((100, 10))
    _ = view.press(.pageDown)
    let number = { (line: String) in line.split(separator: " ").first.flatMap { Int($0) } }
    // A line that is cut at the top is in sight from its beginning on afterwards.
    let first = try #require(view.frame.lazy.compactMap(number).first) - 1
    for size in [(40, 12), (61, 5), (100, 10)] {
      view.fit(size)
      #expect(number(view.frame[0]) == first, "\(size)")
      #expect(view.frame.count == size.1)
      for line in view.frame {
        #expect(line.reduce(0) { $0 + ("漢字".contains($1) ? 2 : 1) } <= size.0)
      }
    }
  }

  @Test func `says what a key would do, and does not mistake another for it`() {
    var view = PageView(["an evening"], offering: ["e": "easy evening"])
    view.fit((40, 5))
    #expect(view.frame.last == "e easy evening  Esc hides  q closes")
    #expect(view.press(.character("x")) == .goesOn && view.press(.character("e")) == .chosen("e"))
  }

  @Test(arguments: [(1, 40), (25, 40), (25, 100), (2500, 40)])
  func `always says how it is closed`(count: Int, columns: Int) {
    var view = PageView((1...count).map { "line \($0)" }, offering: ["e": "easy evening"])
    view.fit((columns, 11))
    #expect(view.frame.last?.hasSuffix("q closes") == true)
    #expect(view.frame.last?.contains("space more") == (count > 10))
    _ = view.press(.last)
    #expect(view.frame.last?.hasSuffix("Esc hides  q closes") == true)
  }
}

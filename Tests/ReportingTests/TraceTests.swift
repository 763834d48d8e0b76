import Testing

@testable import Care
@testable import Reporting

/// A page never shows that something is not on it.
@Suite struct TraceTests {
  static let removals: [(name: String, gone: String, remove: @Sendable (inout Draft) -> Void)] = [
    ("question", "What can we do when touch", { $0.questions.remove(at: 1) }),
    ("talk", "pacing through the week", { $0.pleaseTalkAbout.remove(at: 0) }),
    ("do not", "just relax", { $0.pleaseDoNot = [] }),
    ("alone", "See me alone", { $0.seeMeAlone = nil }),
    ("change", "Flare in both hands", { $0.changes.remove(at: 0) }),
    ("closeness", "without it having to lead", { $0.closeness.remove(at: 0) }),
    ("help", "Help I would like", { $0.helpWanted = [] }),
    ("advice", "heat before bed", { $0.adviceTried.remove(at: 1) }),
    ("medicine", "Naproxen", { $0.medicines.remove(at: 1) }),
    (
      "note", "Drier mouth",
      {
        $0.medicines[0] = .init(
          name: "Amitriptyline",
          events: [.on(5, .start, "10 mg in the evening"), .on(10, .change, "20 mg")])
      }
    ),
    ("going well", "slow song", { $0.goingWell.remove(at: 0) }),
    ("next", "unhurried", { $0.mattersNext = [] }),
    ("limit", "limit I set myself", { $0.daysOverLimit = nil }),
    ("goal", "quiet talk on the bench", { $0.goals = [] }),
    ("appointment", "physiotherapy", { $0.appointments = [] }),
    ("partner", "I would like to learn", { $0.partnerStatement = [] }),
    ("marks", "rest day", { $0.marks = [] }),
  ]

  @Test(arguments: removals.indices)
  func `what is taken out leaves only the other lines, in their order`(index: Int) {
    let removal = Self.removals[index]
    var draft = Draft.believable
    removal.remove(&draft)
    let before = Summary(of: .believable, secondPage: true)
    let after = Summary(of: draft.disclosure, secondPage: true)

    #expect(before.page.contains(removal.gone))
    #expect(!after.page.contains(removal.gone))
    #expect(!after.lines.contains(removal.gone))

    // Every line that is left was there before, in the same order, but for its number.
    var remaining = plainLines(before.lines)[...]
    for line in plainLines(after.lines) where removal.name != "note" {
      guard let found = remaining.firstIndex(of: line) else {
        Issue.record("new line: \(line)")
        return
      }
      remaining = remaining[(found + 1)...]
    }
  }

  @Test func `numbers run on from one`() {
    var draft = Draft.believable
    draft.questions.remove(at: 0)
    let numbered = Summary(of: draft.disclosure).lines.split(separator: "\n").compactMap {
      $0.prefixMatch(of: /[0-9]+\./).map { String($0.output) }
    }
    #expect(numbered == ["1.", "2."])
  }

  @Test func `lines with nothing to be seen are no lines`() {
    let blank = ["", "  \n", "\u{200B}\u{FEFF}", "\u{7}\u{0}", "\u{202E}\u{2069}"]
    var draft = Draft.believable
    draft.questions += blank
    draft.pleaseTalkAbout += blank
    draft.changes += blank.map { .on(1, $0) }
    draft.marks += blank.map { .on(2, $0) }
    draft.medicines += blank.map { .init(name: $0, events: [.on(1, .start)]) }
    draft.adviceTried += blank.map {
      .init(date: day(1), topic: $0, tried: $0, outcome: .helped, reason: $0)
    }
    draft.strips.append(.init(measure: .mood, readings: [], before: [.on(-3, 5)]))
    #expect(
      Summary(of: draft.disclosure, secondPage: true)
        == Summary(of: .believable, secondPage: true))
  }

  @Test func `the partner's words that were picked need no table to stand`() {
    let one = Document(of: .believable, secondPage: false)
    #expect(one.pages.dropFirst().joined().map(\.kind) == [.partner])
    let two = Document(of: .believable, secondPage: true)
    #expect(two.pages.joined().count(where: { $0.kind == .partner }) == 1)
    var draft = Draft.believable
    draft.partnerStatement = []
    #expect(Document(of: draft.disclosure, secondPage: false).pages.count == 1)
  }

  @Test func `with nothing picked only the banner stands`() {
    let document = Document(of: Fixture.noPicks.disclosure, secondPage: true)
    #expect(document.pages.isEmpty)
    #expect(document.banner.facts.map(\.label.text) == ["Dates covered"])
  }

  @Test func `every section that stands has something in it`() {
    for fixture in Fixture.allCases {
      for section in Document(of: fixture.disclosure, secondPage: true).pages.joined() {
        #expect(!section.blocks.isEmpty)
        #expect(section.blocks.allSatisfy { !$0.isEmpty })
      }
    }
  }

  private func plainLines(_ text: String) -> [String] {
    text.split(separator: "\n").map { line in
      var words = line.split(separator: " ").map(String.init)
      if let first = words.first, first.last == ".", Int(first.dropLast()) != nil {
        words.removeFirst()
      }
      return words.joined(separator: " ")
    }.filter { !$0.allSatisfy { $0 == "-" } }
  }
}

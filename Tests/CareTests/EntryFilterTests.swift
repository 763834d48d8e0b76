import Care
import Testing
import Vault

struct EntryFilterTests {
  static let entry = Samples.entry(
    1, Reflection(text: "A slow walk by the Müritz"), about: "2026-03-10", tags: ["rest"])

  static func filter(_ change: (inout EntryFilter) -> Void) -> EntryFilter {
    var filter = EntryFilter()
    change(&filter)
    return filter
  }

  static let admitting = [
    filter { _ in },
    filter { $0.kinds = [KindTag.reflection, KindTag.note] },
    filter { $0.since = Samples.date("2026-03-10") },
    filter { $0.until = Samples.date("2026-03-10") },
    filter { $0.audience = .private },
    filter { $0.author = Samples.ana },
  ]

  static let refusing = [
    filter { $0.kinds = [KindTag.note] },
    filter { $0.since = Samples.date("2026-03-11") },
    filter { $0.until = Samples.date("2026-03-09") },
    filter { $0.audience = .shared },
    filter { $0.author = Samples.ben },
  ]

  @Test(arguments: [
    ("walk", "a slow WALK"), ("घर", "घरों में"), ("\u{2764}", "love \u{2764}\u{FE0F}"),
    ("cafe", "the cafe\u{301}"), ("caf\u{E9}", "the cafe\u{301}"), ("cafe\u{301}", "the caf\u{E9}"),
  ])
  func `a word is found sign by sign, and however its letters are put together`(
    word: String, text: String
  ) {
    let entry = Samples.entry(1, Reflection(text: text), about: "2026-03-10")
    #expect(Self.filter { $0.text = word }.admits(entry))
    #expect(!Self.filter { $0.text = word + "x" }.admits(entry))
  }

  @Test(arguments: admitting.indices)
  func `a condition that holds admits at both stages`(index: Int) {
    #expect(Self.admitting[index].admits(Self.entry.header))
    #expect(Self.admitting[index].admits(Self.entry))
  }

  @Test(arguments: refusing.indices)
  func `a condition on a fixed field refuses before anything is decoded`(index: Int) {
    #expect(!Self.refusing[index].admits(Self.entry.header))
    #expect(!Self.refusing[index].admits(Self.entry))
    #expect(!Self.refusing[index].needsBody)
  }

  @Test(arguments: [("MÜRITZ", true), ("rest", true), ("run", false), ("", true)])
  func `words are found in any case, in text and tags`(text: String, found: Bool) {
    let filter = Self.filter { $0.text = text }
    #expect(filter.admits(Self.entry.header))
    #expect(filter.admits(Self.entry) == found)
    #expect(filter.needsBody == !text.isEmpty)
  }

  @Test(arguments: [("rest", true), ("REST", true), ("res", false)])
  func `a tag is found whole`(tag: String, found: Bool) {
    #expect(Self.filter { $0.tag = tag }.admits(Self.entry) == found)
  }
}

struct AmendmentsTests {
  static func reflection(_ text: String) -> Reflection { Reflection(text: text) }

  static func texts(_ entries: [Entry]) -> [String] {
    Amendments.current(entries).compactMap { ($0.value as? Reflection)?.text }
  }

  @Test func `the amendment entered last counts, in any order of arrival`() {
    let versions = [
      Samples.entry(1, Self.reflection("first")),
      Samples.entry(2, Self.reflection("second"), minute: 1, amends: 1),
      Samples.entry(3, Self.reflection("third"), minute: 2, amends: 1),
    ]
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [2, 0, 1]] {
      #expect(Self.texts(order.map { versions[$0] }) == ["third"])
    }
    #expect(Self.texts([versions[1]]) == ["second"])
  }

  @Test func `an amendment counts even where its clock was behind`() {
    #expect(
      Self.texts([
        Samples.entry(1, Self.reflection("first"), minute: 9),
        Samples.entry(2, Self.reflection("second"), minute: 1, amends: 1),
      ]) == ["second"])
  }

  static let original = Samples.entry(1, reflection("first"), for: .shared)
  static let misfits: [(Entry, AmendmentProblem)] = [
    (Samples.entry(2, reflection("x"), by: Samples.ben, for: .shared, amends: 1), .author),
    (Samples.entry(2, Question(text: "x"), for: .shared, amends: 1), .kind),
    (Samples.entry(2, reflection("x"), about: "2026-03-09", for: .shared, amends: 1), .date),
    (Samples.entry(2, reflection("x"), for: .private, amends: 1), .audience),
  ]

  @Test(arguments: misfits.indices)
  func `an amendment that does not keep what it must replaces nothing`(index: Int) {
    let (amendment, problem) = Self.misfits[index]
    #expect(throws: CareError.cannotAmend(problem)) {
      try Amendments.check(amendment, of: Self.original)
    }
    #expect(Amendments.current([Self.original, amendment]).contains(Self.original))
  }

  @Test func `entries that name each other are both kept and nothing hangs`() {
    let circle = [
      Samples.entry(1, Self.reflection("a"), amends: 2),
      Samples.entry(2, Self.reflection("b"), amends: 1),
      Samples.entry(3, Self.reflection("c"), amends: 3),
    ]
    #expect(Self.texts(circle).sorted() == ["a", "b", "c"])
  }
}

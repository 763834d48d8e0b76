import Testing

@testable import Care
@testable import Reporting

@Suite struct VocabularyTests {
  /// The words that care.md and summary.md keep off every page.
  static let forbidden = [
    "granted access", "compliance", "failed", "overdue", "missed", "streak", "score", "normal",
    "should", "still", "at last", "denied", "performance", "better", "worse", "improved",
    "because of", "caused", "average", "mean", "withheld", "hidden", "omitted", "removed",
    "redacted", "!",
  ]

  @Test(arguments: Fixture.allCases)
  func `the page's own words are calm and judge nothing`(fixture: Fixture) {
    let summary = Summary(of: fixture.disclosure, secondPage: true)
    var drawn = HTMLText(summary.page).text
    var lines = summary.lines
    // What people wrote is theirs; the longest first, so that none is left in pieces.
    for own in summary.document.ownWords.sorted(by: { $0.count > $1.count }) {
      drawn = drawn.split(separator: own).joined(separator: " ")
      lines = lines.split(separator: own).joined(separator: " ")
    }
    let own = Set(summary.document.pageWords)
    for text in [drawn, own.joined(separator: " ")] {
      let words =
        " " + text.lowercased().map { $0.isLetter || $0 == "!" ? String($0) : " " }.joined()
      let spaced = words.split(separator: " ").joined(separator: " ")
      for word in Self.forbidden {
        #expect(!" \(spaced) ".contains(word == "!" ? "!" : " \(word) "), "“\(word)”")
      }
    }
  }

  @Test func `a forbidden word is found where there is one`() {
    #expect(HTMLText("<p title=\"a\">You should</p>").text.contains("should"))
    #expect(!HTMLText("<style>score</style><p>calm</p>").text.contains("score"))
  }
}

/// The text of a page without its markup and its styles.
struct HTMLText {
  let text: String

  init(_ html: String) {
    var text = ""
    var rest = html[...]
    while let open = rest.firstIndex(of: "<") {
      text += rest[..<open] + " "
      rest = rest[open...]
      if rest.hasPrefix("<style>"), let end = rest.firstRange(of: "</style>") {
        rest = rest[end.upperBound...]
      } else if let close = rest.firstIndex(of: ">") {
        rest = rest[rest.index(after: close)...]
      } else {
        break
      }
    }
    self.text = text + rest
  }
}

extension String {
  /// The pieces of the text between occurrences of `separator`.
  fileprivate func split(separator: String) -> [Substring] {
    var pieces: [Substring] = []
    var rest = self[...]
    while let found = rest.firstRange(of: separator) {
      pieces.append(rest[..<found.lowerBound])
      rest = rest[found.upperBound...]
    }
    return pieces + [rest]
  }
}

extension Document {
  var ownWords: [String] {
    allWords.flatMap(\.spans).compactMap { if case .own(let own) = $0 { own.text } else { nil } }
  }

  var pageWords: [String] {
    allWords.flatMap(\.spans).compactMap { if case .page(let text) = $0 { text } else { nil } }
  }

  private var allWords: [Words] {
    [banner.title, banner.visit, banner.statement, colophon].compactMap { $0 }
      + banner.facts.flatMap { [$0.label, $0.value] }
      + pages.joined().flatMap { section in [section.title] + section.blocks.flatMap(\.allWords) }
  }
}

extension Block {
  fileprivate var allWords: [Words] {
    switch self {
    case .heading(let words), .paragraph(let words): [words]
    case .numbered(let lines), .list(let lines): lines
    case .entries(let entries): entries.flatMap(\.allWords)
    case .facts(let facts): facts.flatMap { [$0.label, $0.value] }
    case .table(let table): [table.caption] + table.columns + table.rows.joined()
    case .chart(let chart):
      chart.strips.flatMap { [$0.name, $0.low, $0.high] + $0.facts }
        + chart.marks.map(\.name)
        + chart.lanes.flatMap { [$0.name] + $0.entries.flatMap(\.entry.allWords) }
    }
  }
}

extension Reporting.Entry {
  fileprivate var allWords: [Words] { [lead, words].compactMap { $0 } }
}

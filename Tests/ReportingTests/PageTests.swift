import Clibsodium
import FoundationEssentials
import Testing

@testable import Care
@testable import Reporting

@Suite struct PageTests {
  @Test(arguments: [
    ("believable-a4.html", Format.html(paper: .a4)), ("believable.txt", .text()),
    ("believable-40.txt", .text(width: 40)), ("believable.md", .markdown),
    ("believable.json", .json), ("believable.fhir.json", .fhir(.example)),
    ("believable.ics", .calendar(.example)),
  ])
  func `the believable page is the one that was looked at`(name: String, format: Format) throws {
    let bytes = Summary(of: .believable, secondPage: true).render(format)
    let golden = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Goldens/\(name)")
    if ProcessInfo.processInfo.environment["VESPER_RECORD"] != nil {
      try Data(bytes).write(to: golden)
      Issue.record("recorded \(name); look at it, then run again without VESPER_RECORD")
      return
    }
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == String(decoding: try Data(contentsOf: golden), as: UTF8.self))
  }

  @Test(arguments: Fixture.allCases)
  func `the same disclosure gives the same bytes`(fixture: Fixture) {
    let (one, other) = (fixture.disclosure, fixture.disclosure)
    for format in [
      Format.html(paper: .a4), .html(paper: .letter), .pages(paper: .a4), .text(), .text(width: 40),
      .markdown, .json, .fhir(.example), .calendar(.example),
    ] {
      #expect(
        Summary(of: one, secondPage: true).render(format)
          == Summary(of: other, secondPage: true).render(format))
    }
    #expect(Summary(of: one).canonicalBytes == Summary(of: other).canonicalBytes)
  }

  @Test func `any change of what is said changes the canonical bytes`() {
    var seen: Set<[UInt8]> = [Summary(of: .believable, secondPage: true).canonicalBytes]
    for removal in TraceTests.removals {
      var draft = Draft.believable
      removal.remove(&draft)
      #expect(
        seen.insert(Summary(of: draft.disclosure, secondPage: true).canonicalBytes).inserted,
        "\(removal.name)")
    }
    for fixture in Fixture.allCases where fixture != .believable {
      #expect(
        seen.insert(Summary(of: fixture.disclosure, secondPage: true).canonicalBytes).inserted)
    }
    #expect(seen.insert(Summary(of: .believable).canonicalBytes).inserted)
  }

  @Test func `text cannot pass from one line to the next and keep the encoding`() {
    let apart = Disclosure.make { $0.questions = ["ab", "c"] }
    let moved = Disclosure.make { $0.questions = ["a", "bc"] }
    #expect(Summary(of: apart).canonicalBytes != Summary(of: moved).canonicalBytes)
    // The same letters as the page's words and as somebody's own are two different things.
    let page: Words = "yes"
    let own = OwnWords("yes").map { Words($0) }
    #expect(page != own)
  }

  @Test(arguments: Paper.allCases)
  func `the policy lets in exactly the page's own two style sheets`(paper: Paper) {
    let page = String(
      decoding: Summary(of: .believable).render(.html(paper: paper)), as: UTF8.self)
    for sheet in [Stylesheet.page, Stylesheet.paper(paper)] {
      let css = Array("\(sheet.css)".utf8)
      var digest = [UInt8](repeating: 0, count: 32)
      #expect(crypto_hash_sha256(&digest, css, UInt64(css.count)) == 0)
      #expect(sheet.hash == "sha256-" + Data(digest).base64EncodedString())
      #expect(page.contains(sheet.hash))
    }
    #expect(page.contains("default-src &#39;none&#39;; style-src &#39;sha256-"))
  }

  @Test func `a line joins two dots only where they are neighbours`() throws {
    let page = Summary(of: .make { $0.strips = [.of(.pain, "45.67.7(6)58764")] }).page
    #expect(page.count(of: "class=\"path\"") == 8)
    #expect(page.count(of: "class=\"dot\"") == 10 + 1)
    #expect(page.count(of: "class=\"dot late\"") == 1 + 1)
  }

  @Test func `every value drawn is in the table and in the words of its drawing`() throws {
    let document = Document(of: .believable, secondPage: true)
    let page = Summary(of: .believable, secondPage: true).page
    let blocks = document.pages.joined().flatMap(\.blocks)
    let charts = blocks.compactMap { if case .chart(let chart) = $0 { chart } else { nil } }
    let tables = blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }
    let strips = charts.flatMap(\.strips)
    let cells = tables.flatMap(\.rows).flatMap { $0.dropFirst() }.filter { !$0.isEmpty }
    #expect(cells.count == strips.reduce(0) { $0 + $1.dots.count })
    for strip in strips {
      for dot in strip.dots {
        let date = DateWording(window: draft.window).short(dot.date)
        #expect(page.contains("\(date) \(dot.value)"))
      }
    }
  }

  @Test(arguments: Fixture.allCases, [40, 56, 72, 100])
  func `no line is wider than asked for`(fixture: Fixture, width: Int) {
    let text = String(
      decoding: Summary(of: fixture.disclosure, secondPage: true).render(.text(width: width)),
      as: UTF8.self)
    for line in text.split(separator: "\n") {
      #expect(DisplayWidth.columns(line) <= width, "\(line)")
      #expect(line.last != " ")
    }
  }

  @Test(arguments: [
    ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("한", 2), ("👩🏽‍❤️‍👨🏻", 2), ("☕️", 2),
    ("🇩🇪", 2), ("שלום", 4), ("\u{200B}", 0), ("ｱ", 1), ("Ａ", 2),
  ])
  func `a character takes the columns a terminal gives it`(text: String, columns: Int) {
    #expect(DisplayWidth.columns(text) == columns)
  }

  @Test func `dates are those of the calendar`() throws {
    #expect(Day(CivilDate(day: 0)).iso == "1970-01-01")
    #expect(Day(CivilDate(day: -1)).iso == "1969-12-31")
    #expect(Day(CivilDate(day: 11_016)).iso == "2000-02-29")
    #expect(DateWording.weekday(first) == "Fri")
    let british = DateWording(window: draft.window)
    let american = DateWording(
      window: draft.window, in: try #require(PageLanguage("en-us")))
    #expect(british.full(first) == "6 Nov 2026" && british.short(first) == "6 Nov")
    #expect(american.full(first) == "Nov 6, 2026" && american.short(first) == "Nov 6")
    #expect(british.range(day(-9)...day(4)) == "28 Oct – 10 Nov 2026")
    #expect(american.range(day(-9)...day(4)) == "Oct 28 – Nov 10, 2026")
    #expect(american.range(day(0)...day(4)) == "Nov 6 – 10, 2026")
    #expect(british.range(day(50)...day(60)) == "26 Dec 2026 – 5 Jan 2027")
    #expect(american.range(day(50)...day(60)) == "Dec 26, 2026 – Jan 5, 2027")
    // Every day of eight centuries follows the one before.
    var last = Day(CivilDate(day: -146_097))
    for number in (-146_096)...146_097 {
      let next = Day(CivilDate(day: Int32(number)))
      let sameMonth = next.month == last.month && next.day == last.day + 1
      if !sameMonth && next.day != 1 { Issue.record("\(last.iso) before \(next.iso)") }
      last = next
    }
  }

  private var draft: Draft { .believable }
}

extension String {
  fileprivate func count(of part: String) -> Int {
    var count = 0
    var rest = self[...]
    while let found = rest.firstRange(of: part) {
      count += 1
      rest = rest[found.upperBound...]
    }
    return count
  }
}

extension Stamp {
  static let example = Stamp(
    identity: Array(0..<16), moment: Moment(milliseconds: 1_795_201_200_000, offsetMinutes: 60))
}

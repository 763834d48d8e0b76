import Testing

@testable import Care
@testable import Reporting

@Suite struct EscapingTests {
  @Test(arguments: [
    ("a & b", "a &amp; b"), ("<b>", "&lt;b&gt;"), ("\"'", "&quot;&#39;"), ("&amp;", "&amp;amp;"),
    ("a\r\nb", "a\n\nb"), ("a\tb\u{0C}c", "a b c"), ("\u{0}\u{1B}[31m", "\u{FFFD}\u{FFFD}[31m"),
    ("\u{7F}\u{85}\u{9B}", "\u{FFFD}\u{FFFD}\u{FFFD}"), ("\u{FFFE}\u{1FFFF}", "\u{FFFD}\u{FFFD}"),
    ("a\u{202E}b\u{2066}c", "abc"), ("שלום\u{200F}", "שלום\u{200F}"), ("👩🏽‍❤️‍👨🏻", "👩🏽‍❤️‍👨🏻"),
  ])
  func `each special sign has its one way onto the page`(text: String, escaped: String) {
    #expect(Escaping.escape(text) == escaped)
  }

  @Test(arguments: [
    ("\u{202A} # Heading", "\\# Heading"), ("one\n\u{FEFF} - x", "one|\\- x"),
    ("\u{2066} 1. x", "1\\. x"), ("\u{202A} ===", "\\==="), ("a \u{301} b", "a \u{301} b"),
  ])
  func `what is taken out of a line hides no mark at its beginning`(text: String, lines: String) {
    let joined = MarkdownText.lines(text).joined(separator: "|")
    #expect(joined.unicodeScalars.elementsEqual(lines.unicodeScalars))
  }

  @Test func `a mark that stands alone stays where it is`() {
    let text = "the sign \u{301} here"
    let broken = Lines.broken(text, to: 40).map { Array($0.unicodeScalars) }
    #expect(broken == [Array(text.unicodeScalars)])
  }

  @Test func `no more is heaped on one character of a terminal than writing has`() {
    let heap = "e" + String(repeating: "\u{301}", count: 3_000) + "n"
    let kept = "e" + String(repeating: "\u{301}", count: 8) + "n"
    #expect(TerminalText.cut(heap, columns: 60) == kept)
    #expect(TerminalText.sparing(heap) == kept)
    #expect(TerminalText.cut(heap + "abc", columns: 3) == kept.dropLast() + "n…")
    let family = "👨" + String(repeating: "\u{200D}👨", count: 2_000)
    #expect(TerminalText.cut(family, columns: 60).unicodeScalars.count <= 32)
    for text in ["👩🏽‍❤️‍💋‍👨🏻 क्षत्रिय שָׁלוֹם ą́ 🏴󠁧󠁢󠁳󠁣󠁴󠁿", "plain"] {
      #expect(TerminalText.cut(text, columns: 60) == text)
    }
  }

  @Test func `no scalar of all of Unicode comes through as markup or as a control`() {
    let scalars = (UInt32(0)...0xFFFF).compactMap(Unicode.Scalar.init)
    var all = String.UnicodeScalarView()
    all.append(contentsOf: scalars)
    let escaped = Escaping.escape(String(all))
    #expect(!escaped.contains { "<>\"'".contains($0) })
    #expect(
      !escaped.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" })
    #expect(!escaped.unicodeScalars.contains { $0.value & 0xFFFE == 0xFFFE })
    let references = escaped.split(separator: "&", omittingEmptySubsequences: false).dropFirst()
    #expect(
      references.allSatisfy { text in
        ["amp;", "lt;", "gt;", "quot;", "#39;"].contains { text.hasPrefix($0) }
      })
  }

  @Test(arguments: [
    "</p><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' style='color:red",
    "-->]]></style><svg onload=alert(1)>", "&lt;b&gt;",
    "</title></desc></svg><a href=\"http://x\">",
  ])
  func `somebody's words add no element and no attribute anywhere`(hostile: String) {
    let plain = Summary(of: .everyWord("x"), secondPage: true).page
    let attacked = Summary(of: .everyWord(hostile), secondPage: true).page
    for sign in ["<", ">", "\"", "'"] as [Character] {
      #expect(attacked.count { $0 == sign } == plain.count { $0 == sign }, "\(sign)")
    }
    #expect(attacked.contains(Escaping.escape(hostile)))
  }

  @Test func `the page asks for nothing and runs nothing`() {
    for fixture in Fixture.allCases {
      let page = Summary(of: fixture.disclosure, secondPage: true).page
      for word in ["<script", "href=", "src=", "url(", "@import", " style=", "http:", "https:"] {
        #expect(!page.contains(word), "\(word) in \(fixture)")
      }
    }
  }

  @Test func `nothing that a terminal obeys reaches the lines`() {
    let hostile =
      "\u{1B}]0;title\u{07}\u{1B}[2J\u{9B}31m\u{8}\u{7F}\u{202E}abc\u{2067}\u{FEFF}\ttab\u{2028}end"
    let text = Summary(of: .everyWord(hostile), secondPage: true).lines
    for scalar in text.unicodeScalars where scalar != "\n" {
      #expect(scalar.properties.generalCategory != .control)
      #expect(!scalar.isDirectionControl)
      #expect(scalar != "\u{FEFF}" && scalar != "\u{2028}")
    }
    #expect(text.contains("abc"))
    #expect(text.contains("end"))
  }
}

extension Summary {
  var page: String { String(decoding: render(.html(paper: .a4)), as: UTF8.self) }
  var lines: String { String(decoding: render(.text()), as: UTF8.self) }
}

extension Disclosure {
  /// A page with something in every place, all of it in the same words.
  static func everyWord(_ text: String) -> Disclosure {
    make {
      let line = Disclosure.DatedLine.on(3, text)
      $0 = .believable
      ($0.patient, $0.clinician, $0.setting) = (text, text, text)
      ($0.questions, $0.pleaseTalkAbout, $0.pleaseDoNot) = ([text, text], [text], [text])
      ($0.changes, $0.closeness, $0.goingWell) = ([line], [line], [line])
      ($0.mattersNext, $0.partnerStatement, $0.marks) = ([line], [line], [line])
      $0.medicines = [
        .init(name: text, events: [.on(2, .start, text, text), .on(5, .stop, nil, text)])
      ]
      $0.adviceTried = AdviceOutcome.allCases.map {
        .init(date: day(3), topic: text, tried: text, outcome: $0, reason: text)
      }
    }
  }
}

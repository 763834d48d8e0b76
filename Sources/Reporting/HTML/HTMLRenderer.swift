/// Writes a document as one self-contained HTML page.
struct HTMLRenderer: Renderer {
  let paper: Paper
  var isForPDF = false

  func render(_ document: Document) -> [UInt8] {
    var page = Markup(ownLanguage: document.language.own, isForPDF: isForPDF)
    page.doctype()
    page.block("html", ["lang": document.language.page]) { page in
      page.block("head") { head(document, in: &$0) }
      page.block("body") { page in
        page.block("div", ["class": "sheet"]) { page in
          page.banner(document.banner)
          page.block("main") { page in
            for (index, sections) in document.pages.enumerated() {
              page.block("div", ["class": index == 0 ? "page" : "page further"]) { page in
                // Sheets of paper part: each names whose it is, and what it is not.
                if index > 0 { page.again(document.banner) }
                page.sections(sections)
              }
            }
          }
          page.block("footer") { page in page.leaf("p") { $0.words(document.colophon) } }
        }
      }
    }
    page.end()
    return Array(page.html.utf8)
  }

  private func head(_ document: Document, in page: inout Markup) {
    let sheets = [Stylesheet.page, Stylesheet.paper(paper)]
    page.void("meta", ["charset": "utf-8"])
    // CSP Level 3 § 3.3: the policy comes before anything it is to govern. Of a whole page only its
    // two style sheets are let in, by their hashes; everything else, scripts first, is refused.
    let hashes = sheets.map { "'\($0.hash)'" }.joined(separator: " ")
    page.void(
      "meta",
      [
        "http-equiv": "Content-Security-Policy",
        "content": "default-src 'none'; style-src \(hashes); base-uri 'none'; form-action 'none'",
      ])
    page.void("meta", ["name": "referrer", "content": "no-referrer"])
    page.void("meta", ["name": "robots", "content": "noindex"])
    page.void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
    page.void("meta", ["name": "color-scheme", "content": "light dark"])
    page.void("meta", ["name": "format-detection", "content": "telephone=no"])
    page.leaf("title") { $0.text("Summary for a visit") }
    for sheet in sheets { page.style(sheet.css) }
  }
}

extension Markup {
  /// Words in a line, each person's own isolated in their own direction.
  mutating func words(_ words: Words) {
    for span in words.spans {
      switch span {
      case .page(let text): self.text(text)
      case .own(let own):
        // HTML § 4.5.24: `bdi` is `dir=auto` by default; its words cannot turn those around it.
        inline("bdi", ["class": "own"], own: true) { $0.text(own.text) }
      }
    }
  }

  /// Words as the only content of an element, which takes its direction from them where they are
  /// one person's own.
  mutating func element(_ name: StaticString, _ words: Words) {
    if let own = words.onlyOwn {
      leaf(name, ["class": "own", "dir": "auto"], own: true) { $0.text(own.text) }
    } else {
      leaf(name) { $0.words(words) }
    }
  }

  mutating func date(_ label: DateLabel) {
    // The blank is for who takes the words out; in a column of its own it takes no room.
    inline("time", ["datetime": Day(label.date).iso]) { $0.text(label.text + " ") }
  }
}

/// Lines of bounded width, written one after another.
struct Lines {
  let width: Int
  private(set) var text = ""

  init(width: Int) {
    // Under 40 columns a week of ratings no longer fits; nobody reads lines over 1000.
    self.width = min(max(width, 40), 1000)
  }

  mutating func blank() { if !text.isEmpty { text += "\n" } }

  /// A line as it is, but for blanks at its end.
  mutating func line(_ line: String) {
    let last = line.lastIndex { $0 != " " }
    text += last.map { String(line[...$0]) } ?? ""
    text += "\n"
  }

  /// Text broken at its blanks; the first line begins with `lead`, all further ones are as far in.
  mutating func paragraph(_ text: String, lead: String = "", indent: Int? = nil) {
    let inset = indent ?? DisplayWidth.columns(lead)
    let blank = String(repeating: " ", count: inset)
    var start = lead
    for part in text.split(separator: "\n", omittingEmptySubsequences: false) {
      for broken in Self.broken(part, to: width - inset) {
        line(start + broken)
        start = blank
      }
    }
  }

  /// A title with a rule of its own width under it.
  mutating func title(_ text: String, rule: Character) {
    paragraph(text)
    line(String(repeating: rule, count: min(DisplayWidth.columns(text), width)))
  }

  /// The text in pieces of at most `width` columns, cut inside a word only where the word alone is wider.
  static func broken(_ text: some StringProtocol, to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var columns = 0
    // By scalars: a blank that a mark stands on is one `Character` with it, and the mark would be gone.
    let words = Substring(text).unicodeScalars
      .split(whereSeparator: { $0.properties.isWhitespace && $0 != "\u{A0}" })
    for word in words {
      var rest = Substring(word)
      let wordColumns = DisplayWidth.columns(rest)
      if !line.isEmpty {
        if columns + 1 + wordColumns <= width {
          line += " " + rest
          columns += 1 + wordColumns
          continue
        }
        lines.append(line)
        (line, columns) = ("", 0)
      }
      while DisplayWidth.columns(rest) > width {
        let piece = head(of: rest, columns: width)
        lines.append(String(piece))
        rest = rest[piece.endIndex...]
      }
      (line, columns) = (String(rest), DisplayWidth.columns(rest))
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines
  }

  /// As many whole characters as fit, and at least one.
  private static func head(of text: Substring, columns: Int) -> Substring {
    var end = text.startIndex
    var used = 0
    while end < text.endIndex {
      used += DisplayWidth.columns(text[end])
      if used > columns && end > text.startIndex { break }
      text.formIndex(after: &end)
    }
    return text[..<end]
  }
}

extension String {
  /// The text with blanks after it up to `columns`.
  func padded(to columns: Int) -> String {
    self + String(repeating: " ", count: max(0, columns - DisplayWidth.columns(self)))
  }

  /// The text with blanks before it up to `columns`.
  func aligned(to columns: Int) -> String {
    String(repeating: " ", count: max(0, columns - DisplayWidth.columns(self))) + self
  }
}

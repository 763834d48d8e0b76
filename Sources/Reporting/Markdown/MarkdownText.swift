/// How text becomes part of a Markdown page, so that nobody's words turn into markup.
enum MarkdownText {
  /// A line as it reads in CommonMark 0.31 and GitHub's dialect: of which nothing is to be taken out, and
  /// that begins with no blank.
  private static func escape(_ line: String) -> String {
    var escaped = ""
    var before: Unicode.Scalar?
    for scalar in line.unicodeScalars {
      if isMarkup(scalar, after: before) { escaped += "\\" }
      escaped.unicodeScalars.append(scalar)
      before = scalar
    }
    return guarded(escaped)
  }

  /// The lines of a text, each escaped and without blanks around it; empty ones are dropped.
  static func lines(_ text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).map { line in
      // What is taken out must be gone before it is seen how the line begins.
      let words = TerminalText.safe(String(line)).unicodeScalars
        .split(whereSeparator: \.properties.isWhitespace)
      return escape(words.map { String($0) }.joined(separator: " "))
    }.filter { !$0.isEmpty }
  }

  /// CommonMark § 2.4 lets a backslash make any ASCII punctuation plain. These begin emphasis, code,
  /// links, HTML, references or a cell; an at sign a link of GitHub's.
  private static func isMarkup(_ scalar: Unicode.Scalar, after before: Unicode.Scalar?) -> Bool {
    switch scalar {
    case "\\", "`", "*", "_", "[", "]", "<", ">", "&", "|", "~", "@", "$": true
    case "^": true
    // "https://", see GFM § 6.9.
    case "/": before == ":"
    // "www.", see GFM § 6.9.
    case ".": before == "w" || before == "W"
    default: false
    }
  }

  /// § 4.1 to 5.3: what would make a line a heading, a rule, or an item of a list.
  private static func guarded(_ line: String) -> String {
    guard let first = line.unicodeScalars.first else { return line }
    if "#+-=".unicodeScalars.contains(first) { return "\\" + line }
    let digits = line.prefix { $0.isASCII && $0.isNumber }
    let rest = line[digits.endIndex...]
    guard !digits.isEmpty, let sign = rest.first, sign == "." || sign == ")" else { return line }
    return digits + "\\" + rest
  }
}

import Reporting

/// Fits text to the width of the screen.
enum Wrapping {
  /// Breaks a line at spaces so that each piece has at most `width` columns; a longer word is cut.
  static func lines(_ text: String, width: Int) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
      let line = TerminalText.sparing(line)
      guard TerminalText.columns(line) > width else { return [line] }
      // What is set in stays set in.
      let indent = String(line.prefix { $0 == " " }.prefix(width / 2))
      let room = max(width - indent.count, 1)
      var pieces: [String] = []
      var current = ""
      var used = 0
      for word in line.dropFirst(indent.count).split(
        separator: " ", omittingEmptySubsequences: false)
      {
        let columns = TerminalText.columns(word)
        if !current.isEmpty && used + 1 + columns > room {
          pieces.append(indent + current)
          (current, used) = ("", 0)
        }
        current += current.isEmpty ? "" : " "
        used += current.isEmpty ? 0 : 1
        for character in word {
          let one = TerminalText.columns(character)
          if used + one > room, !current.isEmpty {
            pieces.append(indent + current)
            (current, used) = ("", 0)
          }
          current.append(character)
          used += one
        }
      }
      return pieces + [indent + current]
    }
  }

  /// One line, cut with an ellipsis where it does not fit.
  static func cut(_ text: String, width: Int) -> String {
    TerminalText.fitted(text, columns: max(width, 2))
  }
}

extension String {
  /// With a full stop, where it does not end by itself.
  var ended: String { last.map { "?.…".contains($0) } == true ? self : self + "." }
}

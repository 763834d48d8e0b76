/// Fits text to the width of the screen.
enum Wrapping {
  /// Breaks a line at spaces so that each piece has at most `width` characters.
  static func lines(_ text: String, width: Int) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
      var pieces: [String] = []
      var current = ""
      for word in line.split(separator: " ", omittingEmptySubsequences: false) {
        if !current.isEmpty && current.count + 1 + word.count > width {
          pieces.append(current)
          current = ""
        }
        current += current.isEmpty ? String(word) : " \(word)"
      }
      return pieces + [current]
    }
  }

  /// One line, cut with an ellipsis where it does not fit.
  static func cut(_ text: String, width: Int) -> String {
    text.count <= width ? text : String(text.prefix(max(width - 1, 1))) + "…"
  }
}

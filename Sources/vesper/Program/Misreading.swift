/// What was wrong with the words of a command line.
extension Failure {
  /// Turns the argument parser's message into one sentence and its hints.
  ///
  /// - Parameter arguments: what was typed, to find the command that can be explained.
  init(misreading message: String, of arguments: [String]) {
    let word = arguments.first { !$0.hasPrefix("-") }
    let known = word.flatMap { Vesper.commandNames.contains($0) ? $0 : nil }
    let help = known.map { "vesper help \($0) shows how" } ?? "vesper help lists what there is"
    if let known, Vesper.writingNames.contains(known), message.contains("nexpected argument") {
      // What was typed may be somebody's words: they are not repeated on the screen.
      self.init(
        .usage, "words are never taken from the command line, where a shell would remember them",
        hint: "type them when you are asked, or give them with --file F or on standard input")
      return
    }
    let line = message.split(separator: "\n").first.map(String.init) ?? ""
    let sentences = line.split(separator: ". ").map(Failure.sentence)
    self.init(
      .usage, sentences.first ?? "this is not something Vesper can do",
      hints: sentences.dropFirst() + [help])
  }

  /// Begins in lower case and ends without a full stop.
  private static func sentence(_ text: some StringProtocol) -> String {
    let text = text.hasSuffix(".") ? String(text.dropLast()) : String(text)
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}

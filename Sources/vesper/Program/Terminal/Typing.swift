import Care
import Vault

/// How lines are read: from a screen of their own, else one after the other.
extension Questions {
  /// One line; `nil` at the end of input.
  ///
  /// - Parameter key: the field that a draft holds it for, as long as it is no answer yet.
  func line(_ prompt: String, key: String? = nil) throws -> String? {
    guard let screen else {
      console.ask("\(prefix)\(prompt) ")
      return try readLine()
    }
    let answer = try screen.ask(
      "\(prefix)\(prompt)", beginning: key.flatMap(left(of:)) ?? "", noting: noting(key))
    switch answer {
    case .typed(let line): return line
    case .back: throw Back()
    case .ended: return nil
    }
  }

  /// Several lines, ended by a line with only a dot.
  ///
  /// - Parameter isAnswer: whether an empty first line skips it, and a dot, `-` or `<` alone there are
  ///   answers of their own.
  func paragraphs(
    _ prompt: String, key: String, isAnswer: Bool = false, beginning: String? = nil
  ) throws -> String {
    let begun = left(of: key) ?? beginning ?? ""
    guard let screen else { return try plainParagraphs(prompt, key, isAnswer, begun) }
    let signs: Set<String> = isAnswer ? ["", ".", "-", "<"] : []
    let answer = try screen.ask(
      "\(prefix)\(prompt)", beginning: begun, isMultiline: true, signs: signs, noting: noting(key))
    switch answer {
    case .typed(let text): return text
    case .back where isAnswer: throw Back()
    case .ended where isAnswer: throw Enough()
    case .back, .ended: return ""
    }
  }

  private func plainParagraphs(
    _ prompt: String, _ key: String, _ isAnswer: Bool, _ begun: String
  ) throws -> String {
    remark("\(prefix)\(prompt)")
    var lines =
      begun.isEmpty
      ? [] : begun.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for line in lines { remark("  \(line)") }
    let note = noting(key)
    if isAnswer && lines.isEmpty {
      guard let line = try readLine() else { throw Enough() }
      if ["", ".", "-", "<"].contains(line) { return line }
      lines.append(line)
      note(line)
    }
    while let line = try console.readLine() {
      if line.isWhole && line.text == "." { return lines.joined(separator: "\n") }
      lines.append(TypedText.plain(line.text))
      note(lines.joined(separator: "\n"))
      if !line.isWhole { break }
    }
    remark("")
    return lines.joined(separator: "\n")
  }

  private func readLine() throws -> String? {
    let line = try console.readLine()
    // Ctrl-D leaves the cursor where it is.
    if line?.isWhole != true { remark("") }
    return line.map { TypedText.plain($0.text) }
  }

  /// What a draft that was left behind holds of an answer that was being typed.
  private func left(of key: String) -> String? { held?.takeUp(key) }

  /// Puts down what is being typed.
  private func noting(_ key: String?) -> (String) -> Void {
    guard let key else { return { _ in } }
    return { text in note { $0.open = Draft.Open(key: key, text: text) } }
  }
}

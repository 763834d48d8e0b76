import Care

/// What keys put into a line beside letters.
enum TypedText {
  /// The line without what arrow keys and other control keys leave in it.
  static func plain(_ line: String) -> String {
    guard line.unicodeScalars.contains(where: isControl) else { return line }
    var kept = String.UnicodeScalarView()
    var rest = line.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar == "\u{1B}" {
        dropSequence(&rest)
      } else if !isControl(scalar) {
        kept.append(scalar)
      }
    }
    return String(kept)
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    (scalar.value < 0x20 && scalar != "\t") || (0x7F...0x9F).contains(scalar.value)
  }

  /// Drops the rest of an escape sequence, see ECMA-48 § 5.4.
  private static func dropSequence(_ rest: inout Substring.UnicodeScalarView) {
    guard let kind = rest.first, kind == "[" || kind == "O" else { return }
    rest.removeFirst()
    while let scalar = rest.first, (0x20...0x3F).contains(scalar.value) { rest.removeFirst() }
    if let end = rest.first, (0x40...0x7E).contains(end.value) { rest.removeFirst() }
  }
}

extension Field.Shape {
  /// What an answer looks like, in a word or two, where the question has not said it.
  func reminder(after prompt: String) -> String? {
    switch self {
    case .scale(let low, let high):
      prompt.contains("to 10") ? nil : "0 \(low) … 10 \(high)"
    case .number(let range):
      prompt.contains("to \(range.upperBound)")
        ? nil : "\(range.lowerBound)–\(range.upperBound)"
    case .choice(let words):
      words.allSatisfy(prompt.contains) ? nil : words.joined(separator: ", ")
    case .flag: "y/n"
    case .date: "YYYY-MM-DD, or today"
    case .time: "HH:MM"
    case .list(.choice(let words), _): words.joined(separator: ", ")
    case .list(.hex, _): "numbers, as in 1 3"
    case .list(.tag, _): "spaces between them"
    case .list: "; between them"
    default: nil
    }
  }

  /// What an answer has to be, for somebody who is asked for it.
  var expectedAnswer: String {
    switch self {
    case .flag: "y or n"
    case .date: "a day: YYYY-MM-DD, today, yesterday or tomorrow"
    case .span: "a number of days from 1 to 90"
    case .list(.choice(let words), _): "among: \(words.joined(separator: ", "))"
    case .list(.hex, _): "numbers from the list, or first digits that vesper list shows"
    default: expectation
    }
  }

  /// What was typed, as JSON; `nil` where it cannot stand there.
  ///
  /// - Parameter identifier: turns what names an entry into its whole id.
  func json(_ typed: String, _ today: CivilDate?, _ identifier: (String) -> String?) -> String? {
    switch self {
    case .scale:
      let number = typed.hasSuffix("/10") ? String(typed.dropLast(3)) : typed
      return Int(number).flatMap { (0...10).contains($0) ? String($0) : nil }
    case .number(let range): return Int(typed).flatMap { range.contains($0) ? String($0) : nil }
    case .flag:
      switch typed.lowercased() {
      case "y", "yes", "true": return "true"
      case "n", "no", "false": return "false"
      default: return nil
      }
    case .choice(let words): return Self.choice(typed, among: words).map(JSONText.string)
    case .date: return Self.day(typed, today).map { JSONText.string($0.description) }
    case .span:
      let number = typed.split(separator: " ").first.map(String.init) ?? typed
      return JSONText.string(number.hasSuffix("d") ? number : "\(number)d")
    case .list(let item, _):
      var items: [String] = []
      for part in item.parts(of: typed) {
        guard let value = item.json(part, today, identifier) else { return nil }
        if !items.contains(value) { items.append(value) }
      }
      return items.isEmpty ? nil : JSONText.array(items)
    case .tag: return JSONText.string(typed.lowercased())
    case .hex: return identifier(typed).map(JSONText.string)
    default: return JSONText.string(typed)
    }
  }

  /// The items of a list, as a person separates them.
  private func parts(of typed: String) -> [String] {
    let separators: Set<Character> =
      switch self {
      case .hex: [";", ",", " "]
      case .tag: [";", ",", " ", "@"]
      case .choice: [";", ","]
      default: [";"]
      }
    let parts = typed.split { separators.contains($0) }
      .map { $0.split(separator: " ").joined(separator: " ") }.filter { !$0.isEmpty }
    guard case .choice(let words) = self else { return parts }
    return parts.flatMap { Self.spaced($0, among: words) }
  }

  /// Choices between spaces alone: as many words as name one together belong together, as in
  /// `permission to talk`; what names none is left as it is.
  private static func spaced(_ part: String, among words: [String]) -> [String] {
    let most = words.reduce(1) { max($0, $1.split(separator: " ").count) }
    var items: [String] = []
    var rest = part.split(separator: " ")[...]
    while !rest.isEmpty {
      let length = (1...min(most, rest.count)).reversed().first { count in
        choice(rest.prefix(count).joined(separator: " "), among: words) != nil
      }
      items.append(rest.prefix(length ?? rest.count).joined(separator: " "))
      rest = rest.dropFirst(length ?? rest.count)
    }
    return items
  }

  private static func choice(_ typed: String, among words: [String]) -> String? {
    let typed = typed.lowercased()
    let found = words.filter { $0.hasPrefix(typed) }
    return words.contains(typed) ? typed : found.count == 1 ? found.first : nil
  }

  private static func day(_ typed: String, _ today: CivilDate?) -> CivilDate? {
    today.map { try? CivilDate(coming: typed.lowercased(), today: $0) } ?? CivilDate(typed)
  }
}

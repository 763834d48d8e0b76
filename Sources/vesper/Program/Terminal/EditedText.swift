import Care
import Reporting

/// Text that is being typed, and where the cursor is in it: a line, or several.
struct EditedText: Equatable {
  private(set) var before: String
  private(set) var after = ""
  let isMultiline: Bool

  init(_ text: String = "", isMultiline: Bool) {
    before = EditedText.harmless(text, isMultiline)
    self.isMultiline = isMultiline
  }

  var text: String { before + after }

  enum Outcome: Equatable {
    case goesOn
    /// Enter in a line; a line with only a dot, or Ctrl-D, where there are several.
    case done
    /// Ctrl-D where nothing was typed.
    case ended
    /// The line before the first: the question before this one.
    case back
  }

  /// - Parameter width: how many columns a row has; a row ends where the screen does.
  mutating func press(_ key: KeyPress, width: Int) -> Outcome {
    switch key {
    case .character(let character): insert(String(character))
    case .paste(let text): insert(text)
    case .enter:
      guard isMultiline else { return .done }
      if after.isEmpty, before == "." || before.hasSuffix("\n.") {
        before.removeLast(before == "." ? 1 : 2)
        return .done
      }
      insert("\n")
    case .end: return text.isEmpty ? .ended : isMultiline ? .done : .goesOn
    case .backspace: if !before.isEmpty { before.removeLast() }
    case .delete: if !after.isEmpty { after.removeFirst() }
    case .eraseLine: while let last = before.last, last != "\n" { before.removeLast() }
    case .eraseWord:
      while before.last == " " { before.removeLast() }
      while let last = before.last, last != " ", last != "\n" { before.removeLast() }
    case .left: if let last = before.popLast() { after = String(last) + after }
    case .right: if !after.isEmpty { before.append(after.removeFirst()) }
    case .first: while let last = before.last, last != "\n" { press(.left) }
    case .last: while let next = after.first, next != "\n" { press(.right) }
    case .up: return move(-1, width)
    case .down: return move(1, width)
    case .pageUp, .pageDown, .escape, .interrupt: break
    }
    return .goesOn
  }

  private mutating func press(_ key: KeyPress) { _ = press(key, width: 1) }

  private mutating func insert(_ text: String) { before += EditedText.harmless(text, isMultiline) }

  /// What may stand in a text: no sign that steers a terminal, and line ends only where there are lines.
  private static func harmless(_ text: String, _ isMultiline: Bool) -> String {
    let lines = text.unifyingLineEnds().replacing("\t", with: "  ")
      .split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map { TypedText.plain(String($0)) }.joined(separator: isMultiline ? "\n" : " ")
  }

  // MARK: Rows

  /// One row of the screen: which of the characters it shows.
  typealias Row = Range<Int>

  /// The characters as rows of at most so many columns, broken after blanks where there are any.
  static func rows(of characters: [Character], width: Int) -> [Row] {
    var rows: [Row] = []
    var start = 0
    var used = 0
    var afterBlank: Int?
    for (index, character) in characters.enumerated() {
      if character == "\n" {
        rows.append(start..<index)
        (start, used, afterBlank) = (index + 1, 0, nil)
        continue
      }
      let columns = TerminalText.columns(character)
      if used + columns > width, index > start {
        let cut = afterBlank ?? index
        rows.append(start..<cut)
        start = cut
        used = characters[cut..<index].reduce(0) { $0 + TerminalText.columns($1) }
        afterBlank = nil
      }
      used += columns
      if character == " " { afterBlank = index + 1 }
    }
    return rows + [start..<characters.count]
  }

  /// What the screen shows of it, and where the cursor stands.
  func layout(width: Int) -> (rows: [String], cursor: (row: Int, column: Int)) {
    let characters = Array(text)
    let rows = EditedText.rows(of: characters, width: width)
    let place = place(in: rows)
    let column = characters[rows[place].lowerBound..<before.count]
      .reduce(0) { $0 + TerminalText.columns($1) }
    return (rows.map { TerminalText.safe(String(characters[$0])) }, (place, column))
  }

  /// The row that the cursor is in: the last that begins at it or before it.
  private func place(in rows: [Row]) -> Int {
    let count = before.count
    return rows.lastIndex { $0.lowerBound <= count } ?? 0
  }

  private mutating func move(_ steps: Int, _ width: Int) -> Outcome {
    let characters = Array(text)
    let rows = EditedText.rows(of: characters, width: width)
    let here = place(in: rows)
    guard rows.indices.contains(here + steps) else { return steps < 0 ? .back : .goesOn }
    let wanted = characters[rows[here].lowerBound..<before.count]
      .reduce(0) { $0 + TerminalText.columns($1) }
    let row = rows[here + steps]
    var index = row.lowerBound
    var columns = 0
    while index < row.upperBound, columns < wanted {
      columns += TerminalText.columns(characters[index])
      index += 1
    }
    // A row that goes on in the next one ends before its last character.
    let isBroken = row.upperBound < characters.count && characters[row.upperBound] != "\n"
    if isBroken && index == row.upperBound { index = max(index - 1, row.lowerBound) }
    before = String(characters[..<index])
    after = String(characters[index...])
    return .goesOn
  }
}

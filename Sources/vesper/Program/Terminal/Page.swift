import Reporting

/// Lines to be read, gathered until all of them are there.
final class Page {
  private(set) var lines: [String] = []

  func add(_ line: String) {
    lines += line.split(separator: "\n", omittingEmptySubsequences: false)
      .map { TerminalText.safe(String($0)) }
  }

  /// Whole lines, each ended.
  func add(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    add(text.hasSuffix("\n") ? String(text.dropLast()) : text)
  }
}

/// Where a reader is in a page: the pager without a screen.
struct PageView {
  let lines: [String]
  private(set) var rows: [String] = []
  /// For each row, the line it comes from.
  private var origins: [Int] = []
  private(set) var top = 0
  private var columns = 0
  private var room = 1
  /// Keys that close it and mean something, with what they do.
  let offers: KeyValuePairs<Character, String>

  init(_ lines: [String], offering offers: KeyValuePairs<Character, String> = [:]) {
    self.lines = lines
    self.offers = offers
  }

  /// Breaks the lines anew where the screen has another size; the first line in sight stays there.
  mutating func fit(_ size: (columns: Int, rows: Int)) {
    room = max(size.rows - 1, 1)
    if size.columns != columns {
      let line = origins.indices.contains(top) ? origins[top] : 0
      columns = size.columns
      rows = []
      origins = []
      for (index, text) in lines.enumerated() {
        let broken = Wrapping.lines(text, width: min(columns, 100))
        rows += broken
        origins += Array(repeating: index, count: broken.count)
      }
      top = origins.firstIndex(of: line) ?? 0
    }
    move(to: top)
  }

  /// What the screen shows: as many rows as fit, and one line about the keys.
  var frame: [String] {
    let shown = Array(rows.dropFirst(top).prefix(room))
    return shown + Array(repeating: "", count: room - shown.count)
      + [TerminalText.cut(keys, columns: columns)]
  }

  private var isAtEnd: Bool { top + room >= rows.count }

  private var keys: String {
    let offered = offers.map { "\($0.key) \($0.value)  " }.joined()
    let isWhole = rows.count <= room
    let place = isWhole ? "" : "\(min(top + room, rows.count))/\(rows.count)  "
    let more = isAtEnd ? "" : "space more  "
    // Where not all of it fits, how it is closed stays to the last.
    let tries = [
      offered + place + more + "Esc hides  q closes", offered + more + "Esc hides  q closes",
      offered + more + "q closes", more + "q closes",
    ]
    return tries.first { TerminalText.columns($0) <= columns } ?? "q closes"
  }

  enum Outcome: Equatable {
    case goesOn, closed, hidden
    case chosen(Character)
  }

  mutating func press(_ key: KeyPress) -> Outcome {
    switch key {
    case .interrupt, .end, .character("q"), .character("Q"): return .closed
    case .escape: return .hidden
    case .character(let sign) where offers.contains { $0.key == sign }: return .chosen(sign)
    case .enter, .character(" "):
      // Whoever only presses Enter reads it all and is through.
      if isAtEnd { return key == .enter ? .closed : .goesOn }
      move(to: top + room)
    case .pageDown: move(to: top + room)
    case .pageUp, .character("b"): move(to: top - room)
    case .down, .character("j"): move(to: top + 1)
    case .up, .character("k"): move(to: top - 1)
    case .first, .character("g"): move(to: 0)
    case .last, .character("G"): move(to: rows.count)
    default: break
    }
    return .goesOn
  }

  private mutating func move(to row: Int) { top = max(0, min(row, rows.count - room)) }
}

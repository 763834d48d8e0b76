import Care
import Reporting
import Vault

/// The pick on a whole screen: draws the list, and gives it the keys.
struct PickScreen {
  let console: Console

  /// - Parameter problem: why a pick cannot be kept, in words; `nil` where it can.
  /// - Returns: `nil` where the reader left without changing anything.
  func choose(
    from list: inout PickList, problem: (VisitPick) throws -> String?
  ) throws -> VisitPick? {
    guard let keyboard = RawTerminal(console) else { throw VaultError.noTerminal }
    defer { keyboard.restore() }
    var top = 0
    while true {
      let size = console.size
      keyboard.draw(PickScreen.frame(list, size, &top))
      guard let key = try keyboard.key(whileSized: size) else { continue }
      switch list.press(key, page: size.rows - 4) {
      case .goesOn: break
      case .left: return nil
      case .done:
        let pick = list.pick
        guard let words = try problem(pick) else { return pick }
        list.remark = words.prefix(1).uppercased() + words.dropFirst() + "."
      }
    }
  }

  /// As many lines as the screen has, none wider than it.
  static func frame(
    _ list: PickList, _ size: (columns: Int, rows: Int), _ top: inout Int
  ) -> [String] {
    let shown = list.shown
    let room = max(size.rows - 4, 1)
    top = min(max(top, list.cursor - room + 1), list.cursor)
    // The heading over the first line that can be ticked is worth a row, where there is one.
    if list.cursor == 1 && room > 1 { top = 0 }
    var frame = [title(list), ""]
    for index in shown.indices.dropFirst(top).prefix(room) {
      let line = list.lines[shown[index]]
      let pointer = index == list.cursor ? ">" : " "
      frame.append(
        line.isHeading ? line.text : "\(pointer) [\(list.mark(of: line))] \(line.text)")
    }
    if shown.isEmpty { frame.append("  Nothing here has these words.") }
    frame += Array(repeating: "", count: max(size.rows - 2 - frame.count, 0))
    frame.append(list.remark)
    frame.append(help(list, size.columns))
    return frame.suffix(max(size.rows, 4)).map { TerminalText.cut($0, columns: size.columns) }
  }

  private static func title(_ list: PickList) -> String {
    if list.isSearching || !list.search.isEmpty { return "Search: \(list.search)" }
    return "What may the page show? Nothing else is on it."
  }

  private static func help(_ list: PickList, _ columns: Int) -> String {
    if list.isSearching { return "Enter: keep the search  Esc: end it" }
    return columns < 76
      ? "space tick  / search  Enter keep  q leave"
      : "space tick  c what changed  w going well  n matters next  / search  Enter keep  q leave"
  }
}

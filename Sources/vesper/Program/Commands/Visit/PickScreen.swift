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
      case .hidden: guard try keyboard.hide() else { return nil }
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
    let help = help(list, size.columns)
    // What cannot be done is told whole, in as many rows as it needs.
    let below =
      list.remark.isEmpty
      ? [help.above]
      : Array(Wrapping.lines(list.remark, width: size.columns).prefix(max(size.rows - 4, 1)))
    let room = max(size.rows - 3 - below.count, 1)
    top = min(max(top, list.cursor - room + 1), list.cursor)
    // The heading over the first line that can be ticked is worth a row, where there is one.
    if list.cursor == 1 && room > 1 { top = 0 }
    var frame = [title(list, size.columns), ""]
    for index in shown.indices.dropFirst(top).prefix(room) {
      let line = list.lines[shown[index]]
      let pointer = index == list.cursor ? ">" : " "
      frame.append(
        line.isHeading ? line.text : "\(pointer) [\(list.mark(of: line))] \(line.text)")
    }
    if shown.isEmpty { frame.append("  Nothing here has these words.") }
    frame += Array(repeating: "", count: max(size.rows - 1 - below.count - frame.count, 0))
    frame += below + [help.keys]
    return frame.suffix(max(size.rows, 4)).map { TerminalText.cut($0, columns: size.columns) }
  }

  private static func title(_ list: PickList, _ columns: Int) -> String {
    if list.isSearching || !list.search.isEmpty { return "Search: \(list.search)" }
    let whole = "What may the page show? Nothing else is on it."
    return whole.count <= columns ? whole : "What may the page show, and no more?"
  }

  /// What the keys do, in one row where that fits, else in two.
  private static func help(_ list: PickList, _ columns: Int) -> (above: String, keys: String) {
    if list.isSearching { return ("", "Enter: keep the search  Esc: end it") }
    let escape = list.search.isEmpty ? "Esc hides" : "Esc shows all"
    let places = "c what changed  w going well  n matters next"
    let all = "space tick  \(places)  / search  Enter keep  \(escape)  q leave"
    if all.count <= columns { return ("", all) }
    let above =
      list.isAtEntry
      ? (places.count <= columns ? places : "c changed  w going well  n matters next") : ""
    let most = "space tick  / search  Enter keep  \(escape)  q leave"
    if most.count <= columns { return (above, most) }
    return (
      above.isEmpty ? "/ search  \(escape)" : above, "space tick  Enter keep  q leave"
    )
  }
}

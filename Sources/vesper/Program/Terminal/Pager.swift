import Vault

/// A text that is on the screen while it is read and gone afterwards, from what scrolls back too.
///
/// It uses the terminal's alternate screen and no other program, which might keep a history or a file.
struct Pager {
  let console: Console

  /// Shows the lines until they are closed.
  ///
  /// - Returns: the key of an offer that was taken up; `nil` where it was closed.
  /// - Throws: interrupted for a signal; locked where the session ended while the screen was hidden.
  @discardableResult
  func show(
    _ lines: [String], offering offers: KeyValuePairs<Character, String> = [:]
  ) throws -> Character? {
    guard console.hasScreen, console.hasTerminalOutput, let keyboard = RawTerminal(console) else {
      for line in lines { try console.say(line) }
      return nil
    }
    defer { keyboard.restore() }
    var view = PageView(lines, offering: offers)
    while true {
      let size = console.size
      view.fit(size)
      keyboard.draw(view.frame.dropLast() + view.frame.suffix(1).map(faint))
      guard let key = try keyboard.key(whileSized: size) else { continue }
      switch view.press(key) {
      case .goesOn: break
      case .closed: return nil
      case .hidden: guard try keyboard.hide() else { return nil }
      case .chosen(let sign): return sign
      }
    }
  }
}

extension Pager {
  /// The line about the keys stands back behind the words (ECMA-48 § 8.3.117, SGR), unless colour is
  /// not wanted.
  private func faint(_ line: String) -> String {
    console.isColoured ? "\u{1B}[2m\(line)\u{1B}[22m" : line
  }
}

/// A command that shows words somebody wrote: at a terminal they are read on a screen that forgets them.
protocol ReadingCommand: Command {
  var options: Options { get }
  var printing: Printing { get }
  /// Whether this time it shows such words.
  var showsWords: Bool { get }
}

extension ReadingCommand {
  var showsWords: Bool { true }

  /// Runs it with its output gathered, then shows that.
  func begin(in world: World) throws {
    let console = world.console
    guard console.hasScreen, console.hasTerminalOutput, !options.noInput, !printing.json,
      showsWords
    else {
      return try run(in: world)
    }
    let page = Page()
    world.desk.page = page
    // What was read before something went wrong is worth seeing too.
    let outcome = Result { try run(in: world) }
    world.desk.page = nil
    if !page.lines.isEmpty { try Pager(console: world.console).show(page.lines) }
    try outcome.get()
  }
}

import Reporting
import Vault

/// The screen of their own that questions are asked on: what was said so far, and the answer as it is
/// typed. What stands on it is gone when it is closed, from what scrolls back too.
final class AskingScreen {
  private let console: Console
  private let keyboard: RawTerminal
  private var said: [String] = []
  /// How wide a row of the answer was drawn the last time.
  private var room = 40
  /// Where the question that is asked now begins, in what was said.
  private var asking = 0
  /// How many rows further up somebody looks.
  private var lookingBack = 0

  /// How long nobody has to type until what stands there is put down, in milliseconds.
  private static let pause = 900

  /// - Returns: `nil` where the terminal cannot show a screen of its own.
  init?(_ console: Console) {
    guard console.hasScreen, let keyboard = RawTerminal(console) else { return nil }
    self.console = console
    self.keyboard = keyboard
  }

  /// Gives the terminal back.
  func close() { keyboard.restore() }

  /// How wide the lines of a question may be.
  var width: Int { row(console.size) }

  func say(_ line: String) { said.append(TerminalText.safe(line)) }

  /// How much was said so far, to come back to.
  var mark: Int { said.count }

  /// Takes away what was said since, as a question is put again.
  func rewind(to mark: Int) {
    said.removeLast(max(said.count - mark, 0))
    asking = said.count
  }

  enum Answer: Equatable {
    case typed(String)
    case back
    /// No more input.
    case ended
  }

  /// Lets somebody type.
  ///
  /// - Parameters:
  ///   - beginning: what stands there already.
  ///   - signs: what alone in the first line, with Enter, is an answer of its own where there may be
  ///     several lines.
  ///   - noting: told what stands there whenever it should survive.
  /// - Throws: interrupted for Ctrl-C and for signals; locked where the session ended while the
  ///   screen was hidden.
  func ask(
    _ prompt: String, beginning: String = "", isMultiline: Bool = false, signs: Set<String> = [],
    noting: @escaping (String) -> Void = { _ in }
  ) throws(VaultError) -> Answer {
    var edited = EditedText(beginning, isMultiline: isMultiline)
    var lines = isMultiline ? edited.text.count { $0 == "\n" } : 0
    if isMultiline { say(prompt) }
    let lead = isMultiline || prompt.isEmpty ? "" : prompt + " "
    do throws(VaultError) {
      while true {
        let size = console.size
        if !keyboard.hasMore { draw(edited, lead, size) }
        let (current, shown) = (edited.text, edited)
        // What is said while nobody types is seen at once.
        let atPause = {
          let before = self.said.count
          noting(current)
          if self.said.count != before { self.draw(shown, lead, size) }
        }
        guard
          let key = try keyboard.key(whileSized: size, pause: (AskingScreen.pause, atPause))
        else { continue }
        if key == .interrupt { throw .interrupted }
        if key == .escape {
          guard try keyboard.hide() else { throw .interrupted }
          continue
        }
        if key == .pageUp || key == .pageDown {
          lookingBack = max(lookingBack + (key == .pageUp ? 1 : -1) * max(size.rows - 3, 1), 0)
          continue
        }
        lookingBack = 0
        if key == .enter, signs.contains(current) {
          if !current.isEmpty { say(current) }
          return .typed(current)
        }
        switch edited.press(key, width: room) {
        case .goesOn: break
        case .done:
          say(isMultiline ? edited.text : lead + edited.text)
          asking = said.count
          return .typed(edited.text)
        case .ended: return .ended
        case .back: if edited.text.isEmpty { return .back }
        }
        let now = isMultiline ? edited.text.count { $0 == "\n" } : 0
        if now != lines { noting(edited.text) }
        lines = now
      }
    } catch {
      noting(edited.text)
      throw error
    }
  }

  /// A column is left for the cursor behind the last sign.
  private func row(_ size: (columns: Int, rows: Int)) -> Int {
    max(min(size.columns, 100) - 1, 10)
  }

  private func draw(_ edited: EditedText, _ lead: String, _ size: (columns: Int, rows: Int)) {
    let width = row(size)
    let earlier = said.prefix(asking).flatMap { Wrapping.lines($0, width: width) }
    var above = earlier + said.dropFirst(asking).flatMap { Wrapping.lines($0, width: width) }
    // A short answer goes on where its question ends, where there is room for it.
    let leads = lead.isEmpty ? [] : Wrapping.lines(String(lead.dropLast()), width: width)
    let end = leads.last ?? ""
    let indent = TerminalText.columns(end) + (leads.isEmpty ? 0 : 1)
    let isBeside = !leads.isEmpty && width - indent >= 12
    above += isBeside ? Array(leads.dropLast()) : leads
    room = isBeside ? width - indent : width
    let layout = edited.layout(width: room)
    let blank = String(repeating: " ", count: isBeside ? indent : 0)
    var typed = layout.rows.map { blank + $0 }
    if isBeside, let first = layout.rows.first { typed[0] = end + " " + first }
    let cursor = (
      row: above.count + layout.cursor.row, column: (isBeside ? indent : 0) + layout.cursor.column
    )
    let all = above + typed
    // The cursor is on the screen, and as much of what stands before it as fits.
    let last = max(all.count - size.rows, 0)
    let top = max(min(last, cursor.row), cursor.row - size.rows + 1)
    lookingBack = min(lookingBack, top)
    let shown = top - lookingBack
    var frame = all.dropFirst(shown).prefix(size.rows)
      .map { TerminalText.cut($0, columns: size.columns) }
    // What belongs to the question and does not fit is a key away.
    if shown > earlier.count, size.rows > 4, !edited.isMultiline {
      frame[0] = TerminalText.cut("(PageUp shows what is above)", columns: size.columns)
    }
    let line = cursor.row - shown
    keyboard.draw(
      frame, cursor: line < size.rows ? (line, min(cursor.column, size.columns - 1)) : nil)
  }
}

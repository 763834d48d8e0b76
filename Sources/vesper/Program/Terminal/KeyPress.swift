/// A key, or what a terminal says in place of one.
enum KeyPress: Equatable {
  case up, down, left, right, pageUp, pageDown, first, last
  case enter, escape, interrupt, backspace, delete
  /// Ctrl-D.
  case end
  /// Ctrl-U and Ctrl-W: the line, or the word, before the cursor.
  case eraseLine, eraseWord
  case character(Character)
  /// What was pasted, in one piece (xterm's private mode 2004).
  case paste(String)
}

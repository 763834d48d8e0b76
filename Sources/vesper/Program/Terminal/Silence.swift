import Glibc

/// A terminal on which nothing of what is typed shows, for as long as something takes its time; what was typed
/// meanwhile goes to nobody afterwards, no shell and no history.
///
/// Signals that would end the program wait until the terminal is as it was.
final class Silence {
  private let input: Int32
  private let before: termios
  private let mask: sigset_t

  /// - Returns: `nil` where nobody types.
  init?(_ console: Console) {
    var settings = termios()
    guard console.hasTerminalInput, tcgetattr(console.input, &settings) == 0 else { return nil }
    input = console.input
    before = settings
    var held = RawTerminal.set(RawTerminal.held)
    var mask = sigset_t()
    pthread_sigmask(SIG_BLOCK, &held, &mask)
    self.mask = mask
    settings.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(input, TCSADRAIN, &settings)
  }

  /// Gives the terminal back; a signal that waited takes its effect now.
  func end() {
    var before = before
    var mask = mask
    tcsetattr(input, TCSAFLUSH, &before)
    pthread_sigmask(SIG_SETMASK, &mask, nil)
  }
}

import Glibc
import Synchronization

/// Asking for one line on a terminal whose echo is off for that long and no longer.
///
/// Source: termios(3), and the order of steps that readpassphrase(3) of OpenBSD documents.
enum QuietTerminal {
  /// Signal handling belongs to the whole process, so one asks at a time.
  private static let turn = Mutex(())

  static func ask(
    on path: String, prompt: String, limit: Int
  ) throws(SodiumError) -> SecretBytes {
    try turn.withLock { (_) throws(SodiumError) in
      let terminal = unsafe open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
      guard terminal >= 0 else { throw .noTerminal }
      defer { _ = close(terminal) }
      while true {
        if let secret = try attempt(terminal, prompt: prompt, limit: limit) { return secret }
      }
    }
  }

  /// One prompt and its answer; `nil` after the process was stopped and continued.
  private static func attempt(
    _ terminal: Int32, prompt: String, limit: Int
  ) throws(SodiumError) -> SecretBytes? {
    var settings = termios()
    // In the background, a change that changes nothing stops the process here, while signals have
    // their ordinary effect, until it is brought to the front.
    guard unsafe tcgetattr(terminal, &settings) == 0,
      unsafe tcsetattr(terminal, TCSANOW, &settings) == 0,
      let trap = SignalTrap()
    else { throw .noTerminal }

    let answer: SecretBytes?
    var failure: SodiumError?
    do throws(SodiumError) {
      try silence(terminal, settings)
      write(prompt, to: terminal)
      answer = try PassphraseReader.line(from: terminal, limit: limit, trap: SignalTrap.descriptor)
    } catch {
      answer = nil
      failure = error
    }
    restore(terminal, settings)
    let signals = trap.release()  // the terminal is as it was: now they may act
    if failure == .interrupted, signals.allSatisfy({ $0 == SIGTSTP }) { return nil }
    if let failure { throw failure }
    return answer
  }

  private static func silence(_ terminal: Int32, _ settings: termios) throws(SodiumError) {
    var quiet = settings
    quiet.c_lflag &= ~tcflag_t(ECHO | ECHONL)
    // A terminal left in raw mode by another program would give neither lines nor corrections.
    quiet.c_lflag |= tcflag_t(ICANON | ISIG)
    quiet.c_iflag |= tcflag_t(ICRNL)
    while unsafe tcsetattr(terminal, TCSAFLUSH, &quiet) != 0 {
      guard errno == EINTR else { throw .noTerminal }
    }
  }

  private static func restore(_ terminal: Int32, _ settings: termios) {
    // The newline was not echoed. With SIGTTOU blocked the kernel lets a process restore even when
    // it has been moved to the background; else it would stop here, and a SIGTERM with it.
    var background = sigset_t()
    var previous = sigset_t()
    _ = unsafe sigemptyset(&background)
    _ = unsafe sigaddset(&background, SIGTTOU)
    _ = unsafe pthread_sigmask(SIG_BLOCK, &background, &previous)
    write("\n", to: terminal)
    var settings = settings
    while unsafe tcsetattr(terminal, TCSAFLUSH, &settings) != 0, errno == EINTR {}
    _ = unsafe pthread_sigmask(SIG_SETMASK, &previous, nil)
  }

  private static func write(_ text: String, to terminal: Int32) {
    var rest = ArraySlice(text.utf8)
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(terminal, $0.baseAddress, $0.count)
      }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        return  // a prompt that cannot be shown is no reason not to listen
      }
    }
  }
}

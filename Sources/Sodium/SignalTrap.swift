import Glibc

/// Holding signals back while the terminal is changed; they take effect once it is restored.
///
/// A handler writes the signal's number into a pipe that the reader polls together with the
/// terminal. So it does not matter which thread the kernel picks, and no signal slips in between a
/// check and a wait. Source: signal-safety(7), sigaction(2).
struct SignalTrap: ~Copyable {
  /// What a person at the terminal, a closing terminal, a service manager or a timer sends.
  static let signals = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM, SIGTSTP]

  /// The end of the pipe to poll.
  static var descriptor: Int32 { pipe.read }

  /// Made once and never closed: a handler may be running in another thread when a trap is removed.
  private static let pipe: (read: Int32, write: Int32) = {
    var ends: [Int32] = [-1, -1]
    guard unsafe Glibc.pipe(&ends) == 0 else { return (-1, -1) }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    return (ends[0], ends[1])
  }()

  private var previousActions: [(signal: Int32, action: sigaction)] = []
  private var previousMask = sigset_t()

  /// Sets the trap; `nil` when the system gives no pipe. `release()` must follow.
  init?() {
    guard Self.pipe.write >= 0 else { return nil }
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = { number in
      let saved = errno
      var byte = UInt8(truncatingIfNeeded: number)
      _ = unsafe write(SignalTrap.pipe.write, &byte, 1)
      errno = saved
    }
    action.sa_flags = SA_RESTART
    var trapped = sigset_t()
    _ = unsafe sigemptyset(&trapped)
    for signal in Self.signals {
      var previous = sigaction()
      guard unsafe sigaction(signal, nil, &previous) == 0, !Self.ignores(previous) else { continue }
      previousActions.append((signal, previous))
      _ = unsafe sigaction(signal, &action, nil)
      _ = unsafe sigaddset(&trapped, signal)
    }
    _ = unsafe pthread_sigmask(SIG_UNBLOCK, &trapped, &previousMask)
  }

  /// Puts back the handlers and lets the signals that came do, here and now, what they came for.
  ///
  /// Does not return where that is the end of the process; else tells which signals there were.
  consuming func release() -> [Int32] {
    for (signal, var action) in previousActions {
      _ = unsafe sigaction(signal, &action, nil)
    }
    var caught: [Int32] = []
    var byte: UInt8 = 0
    while unsafe read(Self.pipe.read, &byte, 1) == 1 {
      if !caught.contains(Int32(byte)) { caught.append(Int32(byte)) }
    }
    // Raised in this thread while they are not blocked in it, each has acted when `raise` returns;
    // worker threads of Dispatch block signals otherwise.
    for signal in caught { _ = raise(signal) }
    _ = unsafe pthread_sigmask(SIG_SETMASK, &previousMask, nil)
    return caught
  }

  /// Whether the signal is ignored, as under nohup(1): then it stays ignored.
  private static func ignores(_ action: sigaction) -> Bool {
    unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}

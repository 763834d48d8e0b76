import Glibc

/// Reading a passphrase straight into guarded memory: no `String`, no ordinary buffer on the way.
public enum PassphraseReader {
  /// One line from a file descriptor, without its newline.
  ///
  /// Reads byte by byte up to the newline or the end and no further, so that the next call gets the
  /// next line. An empty line, or nothing at all, gives an empty secret: the caller judges.
  /// - Throws: `tooLong` above `limit` bytes (the rest of the line stays unread), `readFailed`,
  ///   `outOfLockedMemory`, `wrongLength` for a limit no secret can have.
  public static func read(
    from descriptor: Int32, limit: Int = 1024
  ) throws(SodiumError) -> SecretBytes {
    try line(from: descriptor, limit: limit, trap: nil)
  }

  /// One line typed at the terminal, unseen, without its newline.
  ///
  /// Asks on `/dev/tty` whatever standard input is. Corrections work as the terminal has them. Echo
  /// is restored before this returns, and before SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM or
  /// SIGTSTP takes its effect on the process; after a stop it asks again. Whatever was typed before
  /// the prompt or after the line is thrown away, so that it can end up neither in the passphrase
  /// nor in the shell.
  /// - Parameter prompt: written to the terminal as it is: free of control characters.
  /// - Throws: `noTerminal`; `interrupted` when a signal came and the program's own handler went on;
  ///   `tooLong` above `limit` bytes; `readFailed`; `outOfLockedMemory`.
  public static func readFromTerminal(
    prompt: String, limit: Int = 1024
  ) throws(SodiumError) -> SecretBytes {
    try QuietTerminal.ask(on: "/dev/tty", prompt: prompt, limit: limit)
  }

  /// One line, given up as soon as `trap` (a descriptor) has something to read.
  static func line(
    from descriptor: Int32, limit: Int, trap: Int32?
  ) throws(SodiumError) -> SecretBytes {
    try Length.check(limit, within: 0...SecretBytes.greatestCount - 1)
    // One byte more than the limit: room for the newline, or for the byte that is too many.
    let room = try SecretBytes(count: limit + 1)
    var count = 0
    while true {
      try wait(for: descriptor, trap: trap)
      switch unsafe Glibc.read(descriptor, room.address + count, 1) {
      case 0: return try room.slice(0..<count)
      case 1:
        if unsafe room.address[count] == UInt8(ascii: "\n") { return try room.slice(0..<count) }
        count += 1
        guard count <= limit else { throw .tooLong(limit: limit) }
      default:
        let number = errno
        guard number == EINTR || number == EAGAIN else { throw .readFailed(errno: number) }
      }
    }
  }

  private static func wait(for descriptor: Int32, trap: Int32?) throws(SodiumError) {
    // poll passes over negative descriptors, which is what an absent trap becomes.
    var watched = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: trap ?? -1, events: Int16(POLLIN), revents: 0),
    ]
    while unsafe poll(&watched, nfds_t(watched.count), -1) < 0 {
      guard errno == EINTR else { throw .readFailed(errno: errno) }
    }
    guard watched[1].revents == 0 else { throw .interrupted }
  }
}

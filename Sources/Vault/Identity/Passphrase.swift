import Sodium

/// A passphrase, from the keyboard or a file descriptor straight into locked memory.
public struct Passphrase: ~Copyable, Sendable {
  let bytes: SecretBytes

  init(_ bytes: consuming SecretBytes) { self.bytes = bytes }

  /// One line from a file descriptor, read no further than its end.
  public static func readLine(from descriptor: Int32) throws(VaultError) -> Passphrase {
    Passphrase(
      try primitive { () throws(SodiumError) in try PassphraseReader.read(from: descriptor) })
  }

  /// Asks on the terminal, with echo off.
  public static func ask(_ prompt: String) throws(VaultError) -> Passphrase {
    Passphrase(
      try primitive { () throws(SodiumError) in
        try PassphraseReader.readFromTerminal(prompt: prompt)
      })
  }

  /// How many bytes it has.
  public var byteCount: Int { bytes.count }

  /// Whether two were typed alike, in constant time.
  public borrowing func equals(_ other: borrowing Passphrase) -> Bool {
    bytes.isEqual(to: other.bytes)
  }

  /// Whether its first byte is this one.
  public borrowing func begins(with byte: UInt8) -> Bool {
    bytes.withSpan { $0.count > 0 && $0[0] == byte }
  }

  /// Writes it to a pipe that another program reads, straight from locked memory.
  public borrowing func write(to descriptor: Int32) throws(VaultError) {
    do { try bytes.write(to: descriptor) } catch { throw .primitive(error) }
  }
}

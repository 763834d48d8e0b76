/// Why an operation of this module did not happen.
public enum SodiumError: Error, Equatable, Sendable {
  /// libsodium could not be initialised.
  case unavailable
  /// Guarded memory could not be allocated.
  case outOfLockedMemory
  /// The bytes were not made with this key, nonce and associated data, or were changed since.
  case authenticationFailed
  /// A key could not be derived; for Argon2id this means the machine lacks the memory asked for.
  case keyDerivationFailed
  /// Argon2id was asked for a cost outside `Argon2id.Cost.least` … `.greatest`; nothing was tried.
  case unacceptableCost
  /// A public key is one of the points of low order, which would make the shared secret known.
  case invalidPublicKey
  /// An input has the wrong number of bytes; `expected` is the nearest count that would do.
  case wrongLength(expected: Int, actual: Int)
  /// The process has no controlling terminal to ask on.
  case noTerminal
  /// A signal ended the reading of a passphrase; the terminal has been restored.
  case interrupted
  /// A line is longer than the reader accepts.
  case tooLong(limit: Int)
  /// The operating system could not read.
  case readFailed(errno: Int32)
  /// The operating system could not write.
  case writeFailed(errno: Int32)
}

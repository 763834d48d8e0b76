import Clibsodium

/// libsodium's one-time initialisation, done lazily by whoever needs it first.
///
/// `sodium_init` picks the fastest implementations for this processor and opens the random source.
/// Source: https://doc.libsodium.org/usage
enum Library {
  static let isReady: Bool = sodium_init() >= 0

  static func prepare() throws(SodiumError) {
    guard isReady else { throw .unavailable }
  }
}

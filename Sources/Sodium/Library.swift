import Clibsodium

/// libsodium's one-time initialisation, done lazily by whoever needs it first.
///
/// `sodium_init` picks the fastest implementations for this processor and opens the random source.
/// Source: https://doc.libsodium.org/usage
enum Library {
  static let isReady: Bool = sodium_init() >= 0

  static func prepare(_ isReady: Bool = Library.isReady) throws(SodiumError) {
    guard isReady else { throw .unavailable }
  }

  /// Throws where a function of libsodium did not answer 0.
  static func check(_ status: Int32, or error: SodiumError) throws(SodiumError) {
    guard status == 0 else { throw error }
  }
}

import Clibsodium

/// Clearing what a call into libsodium leaves below it on the stack.
///
/// libsodium wipes the state of its ciphers and hashes, but not every copy that its inner functions
/// and the compiler make: the block that BLAKE2b compresses last begins with the key, and stays
/// where it was until something else is called that deep. Decision 0067 has what was found.
/// Source: https://doc.libsodium.org/memory_management (`sodium_stackzero`).
enum StackWipe {
  /// How far down ciphers and hashes reach, with room to spare.
  static let shallow = 4096
  /// How far down curves and Argon2id reach, with room to spare.
  static let deep = 16_384

  /// Calls `body`, then clears the stack below.
  @inline(__always)
  static func after<R: ~Copyable>(_ depth: Int = shallow, _ body: () -> R) -> R {
    let result = body()
    sodium_stackzero(depth)
    return result
  }
}

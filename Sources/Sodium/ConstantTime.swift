import Clibsodium

/// Comparing bytes without telling, by the time it takes, where they differ.
public enum ConstantTime {
  /// Whether both have the same bytes. A difference in length is told at once: lengths are public.
  ///
  /// Source: https://doc.libsodium.org/helpers (`sodium_memcmp`)
  public static func equal(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard a.count == b.count else { return false }
    return unsafe sodium_memcmp(a, b, a.count) == 0
  }
}

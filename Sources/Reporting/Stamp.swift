public import Care

/// What a format needs beside the page: a name for the file in the world, and the moment it is made.
///
/// Neither is on the page. The name tells two pages apart without telling anything of either.
public struct Stamp: Sendable, Hashable {
  let identity: [UInt8]
  let moment: Moment

  /// - Parameter identity: 16 bytes or more that no other page has, and that say nothing.
  public init(identity: [UInt8], moment: Moment) {
    self.identity = Array((identity + [UInt8](repeating: 0, count: 16)).prefix(16))
    self.moment = moment
  }

  /// A UUID for the n-th part, version 8 of RFC 9562 § 5.8: bits of its maker's own choosing.
  func uuid(_ part: Int) -> String {
    var bytes = identity
    for place in 0..<4 { bytes[15 - place] ^= UInt8(truncatingIfNeeded: part >> (8 * place)) }
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    var text = ""
    for (index, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(index) { text += "-" }
      text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return text
  }
}

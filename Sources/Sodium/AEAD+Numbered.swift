import Clibsodium

extension AEAD {
  /// Opens units of one length that lie one behind the other and are each sealed with their number.
  ///
  /// A unit is nonce ‖ ciphertext ‖ tag, and its associated data `prefix` ‖ its number as u32. What the
  /// ciphers leave on the stack is cleared once, before this returns: in between nothing is allocated,
  /// and the system is not called.
  ///
  /// - Parameters:
  ///   - first: the number of the first to be opened; unit n begins at n times the length of a unit.
  ///   - opened: holds what was opened, one after the other, and zeros where one does not authenticate.
  ///   - next: the number of the next one, after the number and the bytes of one that was opened;
  ///     `nil` ends it.
  /// - Returns: the numbers of those that were opened, and whether all that were asked for were.
  /// - Throws: `wrongLength` for the key, or where a unit has no room for nonce and tag.
  public static func openNumbered(
    _ bytes: RawSpan, unit: Int, prefix: [UInt8], key: borrowing SecretBytes, from first: Int,
    into opened: inout [UInt8], next: (Int, Span<UInt8>) -> Int?
  ) throws(SodiumError) -> (numbers: [Int], areAll: Bool) {
    try Library.prepare()
    try Length.check(key.count, is: keyCount)
    let length = try openedCount(unit - nonceCount)
    let most = min(bytes.byteCount / unit, opened.count / max(length, 1))
    var numbers: [Int] = []
    numbers.reserveCapacity(most)
    var data = prefix + [0, 0, 0, 0]
    let prefixCount = prefix.count
    let keyAddress = unsafe key.address
    var span = opened.mutableSpan
    var room = unsafe span.mutableBytes
    let areAll = StackWipe.after(StackWipe.deep) { () -> Bool in
      unsafe room.withUnsafeMutableBytes { output in
        unsafe bytes.withUnsafeBytes { input in
          unsafe data.withUnsafeMutableBufferPointer { data in
            var number = first
            while numbers.count < most {
              let start = number * unit
              guard number >= 0, start + unit <= input.count else { return false }
              for place in 0..<4 {
                unsafe data[prefixCount + place] = UInt8(
                  truncatingIfNeeded: number >> (8 * place))
              }
              let slot = unsafe UnsafeMutableRawBufferPointer(
                rebasing: output[numbers.count * length..<(numbers.count + 1) * length])
              guard let sealed = unsafe input.bytePointer?.advanced(by: start),
                let target = unsafe slot.bytePointer
              else { return false }
              let status = unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
                target, nil, nil, sealed + nonceCount, UInt64(unit - nonceCount),
                data.baseAddress, UInt64(data.count), sealed, keyAddress)
              guard status == 0 else { return false }
              numbers.append(number)
              let frame = unsafe UnsafeBufferPointer(start: target, count: length)
              guard let following = next(number, unsafe frame.span) else { return true }
              number = following
            }
            return false
          }
        }
      }
    }
    return (numbers, areAll)
  }
}

extension AEAD {
  /// Seals `message`; the result is the ciphertext followed by the 16-byte tag.
  public static func seal(
    _ message: RawSpan, additionalData: [UInt8], nonce: [UInt8], key: borrowing SecretBytes
  ) throws(SodiumError) -> [UInt8] {
    var sealed = [UInt8](repeating: 0, count: message.byteCount + tagCount)
    var span = sealed.mutableSpan
    var room = unsafe span.mutableBytes
    try unsafe seal(
      message, additionalData: additionalData.span.bytes, nonce: nonce.span.bytes, key: key,
      into: &room)
    return sealed
  }

  /// Seals `message`; the result is the ciphertext followed by the 16-byte tag.
  public static func seal(
    _ message: [UInt8], additionalData: [UInt8], nonce: [UInt8], key: borrowing SecretBytes
  ) throws(SodiumError) -> [UInt8] {
    try unsafe seal(message.span.bytes, additionalData: additionalData, nonce: nonce, key: key)
  }

  /// Opens a ciphertext followed by its tag.
  ///
  /// - Throws: `authenticationFailed`, `wrongLength`.
  public static func open(
    _ sealed: RawSpan, additionalData: [UInt8], nonce: [UInt8], key: borrowing SecretBytes
  ) throws(SodiumError) -> [UInt8] {
    var message = [UInt8](repeating: 0, count: try openedCount(sealed.byteCount))
    var span = message.mutableSpan
    var room = unsafe span.mutableBytes
    try unsafe open(
      sealed, additionalData: additionalData.span.bytes, nonce: nonce.span.bytes, key: key,
      into: &room)
    return message
  }

  /// Opens a ciphertext followed by its tag.
  ///
  /// - Throws: `authenticationFailed`, `wrongLength`.
  public static func open(
    _ sealed: [UInt8], additionalData: [UInt8], nonce: [UInt8], key: borrowing SecretBytes
  ) throws(SodiumError) -> [UInt8] {
    try unsafe open(sealed.span.bytes, additionalData: additionalData, nonce: nonce, key: key)
  }

  /// Seals a secret, such as a key wrapped by another key.
  public static func sealSecret(
    _ secret: borrowing SecretBytes, additionalData: [UInt8], nonce: [UInt8],
    key: borrowing SecretBytes
  ) throws(SodiumError) -> [UInt8] {
    let message = unsafe UnsafeRawBufferPointer(start: secret.address, count: secret.count)
    return try seal(unsafe message.bytes, additionalData: additionalData, nonce: nonce, key: key)
  }

  /// Opens a sealed secret; the plaintext only ever lies in guarded memory.
  ///
  /// - Throws: `authenticationFailed`, `wrongLength`, `outOfLockedMemory`.
  public static func openSecret(
    _ sealed: [UInt8], additionalData: [UInt8], nonce: [UInt8], key: borrowing SecretBytes
  ) throws(SodiumError) -> SecretBytes {
    let secret = try SecretBytes(count: try openedCount(sealed.count))
    var room = unsafe UnsafeMutableRawBufferPointer(
      start: secret.address, count: secret.count
    ).mutableBytes
    try unsafe open(
      sealed.span.bytes, additionalData: additionalData.span.bytes, nonce: nonce.span.bytes,
      key: key, into: &room)
    return secret
  }
}

extension UnsafeRawBufferPointer {
  /// The first byte as libsodium takes it; `nil` when empty.
  var bytePointer: UnsafePointer<UInt8>? {
    unsafe assumingMemoryBound(to: UInt8.self).baseAddress
  }
}

extension UnsafeMutableRawBufferPointer {
  /// The first byte as libsodium takes it; `nil` when empty.
  var bytePointer: UnsafeMutablePointer<UInt8>? {
    unsafe assumingMemoryBound(to: UInt8.self).baseAddress
  }
}

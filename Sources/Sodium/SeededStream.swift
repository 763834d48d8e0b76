import Clibsodium
import Synchronization

/// The reproducible byte source behind `Randomness.seeded`.
final class SeededStream: Sendable {
  private let key: [UInt8]
  private let calls = Mutex<UInt64>(0)

  init(seed: [UInt8]) {
    key = BLAKE2b.hash(seed, count: 32)
  }

  func fill(_ buffer: UnsafeMutableBufferPointer<UInt8>) {
    let call = calls.withLock { calls in
      calls &+= 1
      return calls
    }
    var nonce = [UInt8](repeating: 0, count: 24)
    for index in 0..<8 { nonce[index] = UInt8(truncatingIfNeeded: call >> (8 * UInt64(index))) }
    if let start = buffer.baseAddress {
      _ = unsafe crypto_stream_xchacha20(start, UInt64(buffer.count), nonce, key)
    }
  }
}

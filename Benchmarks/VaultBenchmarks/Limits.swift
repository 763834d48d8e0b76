import Benchmark
import Glibc
import Sodium

/// The limit of an append: 1 KiB written behind the last, then one `fdatasync`.
final class SyncedFile {
  private let descriptor: Int32
  private let block = [UInt8](repeating: 0x5a, count: 1_024)
  private var end = 0

  init() throws {
    try Scratch.make()
    descriptor = open(Scratch.path + "/synced", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Unexpected.system("open", errno: errno) }
  }

  deinit { close(descriptor) }

  func append() throws {
    guard pwrite(descriptor, block, block.count, off_t(end)) == block.count,
      fdatasync(descriptor) == 0
    else { throw Unexpected.system("fdatasync", errno: errno) }
    end += block.count
  }
}

/// The limit of reading: XChaCha20-Poly1305 over as many cells of the same size, in memory already,
/// into one buffer; for verifying, BLAKE2b of each besides.
final class BareCells {
  private static let cell = 512
  private static let frame = cell - AEAD.nonceCount - AEAD.tagCount

  private let key: SecretBytes
  private let cells: [UInt8]
  /// Header hash and cell number, as long as the vault's.
  private let additional = [UInt8](repeating: 7, count: 36)

  init(_ count: Int) throws {
    let randomness = Randomness.system
    key = try randomness.secret(AEAD.keyCount)
    var all: [UInt8] = []
    for _ in 0..<count {
      let nonce = randomness.bytes(AEAD.nonceCount)
      all += nonce
      all += try AEAD.seal(
        randomness.bytes(BareCells.frame), additionalData: additional, nonce: nonce, key: key)
    }
    cells = all
  }

  func open(hashing: Bool) throws {
    // Spans are lent by local variables; an object's own could change under them.
    let (cells, additional) = (cells, additional)
    var buffer = [UInt8](repeating: 0, count: BareCells.frame)
    let bytes = cells.span.bytes
    for start in stride(from: 0, to: cells.count, by: BareCells.cell) {
      do {
        var span = buffer.mutableSpan
        var room = span.mutableBytes
        try AEAD.open(
          bytes.extracting(start + AEAD.nonceCount..<start + BareCells.cell),
          additionalData: additional.span.bytes,
          nonce: bytes.extracting(start..<start + AEAD.nonceCount), key: key, into: &room)
      }
      if hashing { blackHole(BLAKE2b.hash(buffer)) }
    }
    blackHole(buffer)
  }
}

/// The limit of unlocking: Argon2id alone, with the same parameters.
final class BareDerivation {
  private let passphrase: SecretBytes

  init() throws { passphrase = try SecretBytes(copying: Array("apple tree by the river".utf8)) }

  func derive() throws {
    let key = try Argon2id.derive(
      passphrase, salt: [UInt8](repeating: 1, count: Argon2id.saltCount), cost: .standard, count: 32
    )
    blackHole(key.count)
  }
}

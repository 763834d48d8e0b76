import Glibc
import Sodium

// docs/format.md § Device state

/// The two sealed slots that a device state alternates between, so that a torn write leaves one.
struct StateFile {
  let path: String
  private let vault: VaultID
  private let partner: PartnerID

  private static let leastSlot = 2_048
  private static let step = 1_024
  private static let greatestSlot = 1_048_576
  private static let overhead = 40

  init(_ places: Places, _ vault: VaultID, _ partner: PartnerID) {
    path = places.deviceState(vault, partner)
    self.vault = vault
    self.partner = partner
  }

  private var name: String { "\(partner).state" }

  /// Reads the state; `nil` where there is none yet.
  func read(with identity: borrowing Identity) throws(VaultError) -> DeviceState? {
    let bytes = try Storage.readIfThere(path, limit: 2 * StateFile.greatestSlot, name: name)
    return if let bytes { try decode(bytes, with: identity) } else { nil }
  }

  /// The newer slot that opens.
  func decode(_ bytes: [UInt8], with identity: borrowing Identity) throws(VaultError)
    -> DeviceState
  {
    let size = bytes.count / 2
    guard bytes.count % 2 == 0, size >= StateFile.leastSlot, size % StateFile.step == 0 else {
      throw .damage(.length, in: name)
    }
    var newest: DeviceState?
    for slot in 0..<2 {
      let sealed = Array(bytes[slot * size..<(slot + 1) * size])
      guard
        let contents = try? AEAD.open(
          Array(sealed[24...]), additionalData: additionalData(slot, size),
          nonce: Array(sealed[..<24]), key: identity.stateKey)
      else { continue }
      let state = try DeviceState(contents, file: name)
      guard state.generation % 2 == UInt64(slot) else { throw .damage(.state, in: name) }
      if state.generation >= newest?.generation ?? 0 { newest = state }
    }
    guard let newest else { throw .damage(.state, in: name) }
    return newest
  }

  /// Writes the next generation and makes it durable.
  func write(
    _ state: inout DeviceState, with identity: borrowing Identity, _ randomness: Randomness
  )
    throws(VaultError)
  {
    var next = state
    next.generation = state.generation &+ 1
    let contents = next.encode()
    let needed = (contents.count + StateFile.overhead + StateFile.step - 1) / StateFile.step
    let size = max(StateFile.leastSlot, needed * StateFile.step)
    guard size <= StateFile.greatestSlot else { throw .bodyTooLong(limit: StateFile.greatestSlot) }
    let slot = Int(next.generation % 2)
    let sealed = try seal(contents, slot, size, identity, randomness)
    if try currentSize() == size * 2 {
      let file = try OpenFile(path, O_WRONLY)
      try file.write(sealed, at: slot * size)
      try file.syncData()
    } else {
      try Storage.createFolder(Storage.parent(of: path))
      // The other slot is never all zeros in a way that opens, so this slot is the newer one.
      let empty = [UInt8](repeating: 0, count: size)
      try Storage.create(
        path, slot == 0 ? sealed + empty : empty + sealed, replacing: true,
        suffix: randomness.bytes(8))
    }
    state = next
  }

  private func currentSize() throws(VaultError) -> Int? {
    do {
      return try OpenFile(path, O_RDONLY).length()
    } catch .system("open", _, ENOENT) { return nil }
  }

  private func seal(
    _ contents: [UInt8], _ slot: Int, _ size: Int, _ identity: borrowing Identity,
    _ randomness: Randomness
  ) throws(VaultError) -> [UInt8] {
    let nonce = randomness.bytes(24)
    let padding = [UInt8](repeating: 0, count: size - StateFile.overhead - contents.count)
    do {
      return try nonce
        + AEAD.seal(
          contents + padding, additionalData: additionalData(slot, size), nonce: nonce,
          key: identity.stateKey)
    } catch { throw .primitive(error) }
  }

  private func additionalData(_ slot: Int, _ size: Int) -> [UInt8] {
    var writer = FieldWriter()
    writer.put(Label.state)
    writer.put(vault.bytes)
    writer.put(partner.bytes)
    writer.put(UInt8(truncatingIfNeeded: slot))
    writer.put(UInt32(truncatingIfNeeded: size))
    return writer.bytes
  }
}

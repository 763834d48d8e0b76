import Sodium

@testable import Vault

/// A partner whose keys are known here, so that what a fuzzer makes up can be sealed and get beyond
/// the seal: a thief of the keys, or a fault in our own writer, gets no further than the parser.
final class KnownPartner: Sendable {
  let identity: Identity
  let vault = VaultID(value: 1)
  let place: LogPlace
  let header: [UInt8]
  let key: SegmentKey

  init(_ number: UInt8, _ audience: Audience) throws(VaultError) {
    let secret: SecretBytes
    do { secret = try SecretBytes(copying: [UInt8](repeating: number, count: 32)) } catch {
      throw .primitive(error)
    }
    let identity = try Identity(secret: secret, name: "Ada")
    place = LogPlace(
      vaultPath: "/", vault: vault, author: identity.partner, audience: audience,
      id: LogID(value: 2))
    let fields = SegmentHeader(
      logClass: .diary, audience: audience, number: 0, vault: vault, log: place.id,
      author: identity.partner, recipient: nil, firstIndex: 0,
      previousChain: [UInt8](repeating: 0, count: 32))
    var header: [UInt8] = []
    key = try SegmentKey(
      new: fields, author: identity, partner: nil, randomness: .seeded([number]),
      header512: &header)
    self.header = header
    self.identity = identity
  }

  /// The one that everything here is sealed by.
  static let ada = try? KnownPartner(1, .private)

  /// A nonce and what is sealed under it, as state files and their like begin.
  func sealed(_ contents: [UInt8], bound: [UInt8]) -> [UInt8] {
    let nonce = [UInt8](repeating: 7, count: 24)
    let box = try? AEAD.seal(
      contents, additionalData: bound, nonce: nonce, key: identity.stateKey)
    return nonce + (box ?? [])
  }

  /// Contents filled up so that, sealed, they are whole steps of 1,024 bytes.
  static func filled(_ contents: [UInt8], less: Int) -> [UInt8] {
    let whole = (contents.count + less + 1_023) / 1_024 * 1_024 - less
    return contents + [UInt8](repeating: 0, count: whole - contents.count)
  }
}

extension Parser {
  /// What is sealed: reached with the right keys.
  static let sealed = [
    // Every 472 bytes are the frame of a cell.
    Parser(name: "segment") { bytes in
      guard let ada = KnownPartner.ada else { return }
      var file = ada.header
      for (number, start) in stride(from: 0, to: bytes.count, by: Cell.frameLength).enumerated() {
        let part = Array(bytes[start..<min(start + Cell.frameLength, bytes.count)])
        let frame = part + [UInt8](repeating: 0, count: Cell.frameLength - part.count)
        var bound = FieldWriter()
        bound.put(ada.key.headerHash)
        bound.put(UInt32(number + 1))
        let nonce = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 24)
        file += nonce
        file +=
          (try? AEAD.seal(
            frame, additionalData: bound.bytes, nonce: nonce, key: ada.key.cellKey)) ?? []
      }
      guard let segment = try? Segment(file, 0, of: ada.place, as: ada.identity, pinned: [:]) else {
        holds(false, "a segment of one's own opens")
        return
      }
      var buffer = [UInt8](repeating: 0, count: Cell.frameLength)
      for cell in 1..<max(segment.cellCount, 1) {
        holds(segment.isAuthentic(cell, buffer: &buffer), "what was sealed opens")
        if let chain = segment.chain(before: cell, buffer: &buffer) {
          holds(chain.count == 32, "a chain has a size")
        }
        switch segment.span(from: cell, buffer: &buffer) {
        case .record(let payload, let parts):
          holds(payload.count == parts * Cell.payloadLength, "a record is its parts")
          _ = try? StoredRecord(payload, in: segment.header, file: segment.file)
        case .tombstone(let payload, let parts):
          holds(payload.count == parts * Cell.payloadLength, "a tombstone is its parts")
          _ = try? Tombstone(payload, file: segment.file)
        case .incomplete, .broken: break
        }
      }
    },
    Parser(name: "identity-export") { bytes in
      guard let ada = KnownPartner.ada else { return }
      let sealed = ada.sealed(
        KnownPartner.filled(bytes, less: 0),
        bound: IdentityExport.bound(to: ada.vault, ada.identity.partner))
      _ = try? IdentityExport.open(sealed, ada.vault, ada.identity)
    },
    Parser(name: "pins") { bytes in
      guard let ada = KnownPartner.ada else { return }
      let bound = Label.pins + ada.vault.bytes + ada.identity.partner.bytes
      let sealed = ada.sealed(KnownPartner.filled(bytes, less: 40), bound: bound)
      guard let pins = try? PinRecord.open(sealed, ada.vault, as: ada.identity) else { return }
      let again = try? PinRecord.open(
        PinRecord.seal(pins, ada.vault, as: ada.identity, .seeded([1])), ada.vault, as: ada.identity
      )
      holds(again == pins, "pins are read as they were written")
    },
    Parser(name: "former-identity") { bytes in
      guard let ada = KnownPartner.ada else { return }
      let bound = Label.former + ada.vault.bytes + ada.identity.partner.bytes
      let sealed = ada.sealed(KnownPartner.filled(bytes, less: 40), bound: bound)
      _ = try? FormerIdentity(sealed, ada.vault, of: ada.identity)
    },
    Parser(name: "session") { bytes in
      guard let secret = try? SecretBytes(copying: bytes), let payload = SessionPayload(secret)
      else { return }
      let clocks = SessionClocks(suspended: { 0 }, boot: { 1_000 })
      _ = payload.isOver(clocks)
      holds(
        payload.secondsLeft(clocks) <= payload.secondsAtMost(clocks), "no session outlives its end")
      _ = try? payload.identity()
    },
  ]
}

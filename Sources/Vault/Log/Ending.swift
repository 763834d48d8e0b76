import Sodium

// docs/format.md § Records (Ending)

/// What a partner says of who they were before a renewal: where the logs of that identity end.
///
/// It stands in a log of the identity whose keys were compared. That the one is the other, the other says
/// itself: sealed with its keys, for the reader alone, so that it proves nothing to a third person.
struct Ending: Equatable {
  static let fixedLength = 144
  private static let proofLength = 80

  /// Who the partner was.
  let earlier: PartnerID
  /// By log and index.
  let heads: [Head]
  private let nonce: [UInt8]
  private let proof: [UInt8]

  init(
    of earlier: borrowing Identity, for next: PartnerID, to reader: PublicIdentity,
    _ ends: LogEnds, _ vault: VaultID, _ randomness: Randomness
  ) throws(VaultError) {
    self.earlier = earlier.partner
    heads = ends.all
    nonce = randomness.bytes(24)
    do {
      proof = try earlier.box.seal(
        secret: SecretBytes(copying: Ending.said(vault, next)), to: reader.boxKey, nonce: nonce)
    } catch { throw .primitive(error) }
  }

  private static func said(_ vault: VaultID, _ next: PartnerID) -> [UInt8] {
    Label.ending + vault.bytes + next.bytes
  }

  /// Whether the earlier identity itself says that its owner is now the author of the log this stands in.
  func isProved(by author: PartnerID, to keys: ReadingKeys) -> Bool {
    author != earlier && keys.pinned[author] != nil && next(to: keys) == author
  }

  /// Who its owner is now by the earlier identity's own word; `nil` where that is not its word.
  func next(to keys: ReadingKeys) -> PartnerID? {
    guard let before = keys.pinned[earlier]?.keys,
      let opened = try? keys.identity.box.openSecret(proof, from: before.boxKey, nonce: nonce),
      let said = try? opened.revealed(0..<opened.count),
      let next = PartnerID(bytes: said.suffix(32)), said == Ending.said(keys.vault, next)
    else { return nil }
    return next
  }

  /// The body of an ending record.
  func encode() -> [UInt8] {
    var writer = FieldWriter()
    writer.put(earlier.bytes)
    writer.put(nonce)
    writer.put(proof)
    writer.put(UInt32(clamping: heads.count))
    writer.fill(to: Ending.fixedLength)
    for head in heads { writer.put(head) }
    return writer.bytes
  }

  init(_ body: [UInt8], file: String) throws(VaultError) {
    var reader = FieldReader(body, file: file)
    earlier = try reader.partner()
    nonce = Array(try reader.take(24))
    proof = Array(try reader.take(Ending.proofLength))
    let count = try reader.number(UInt32.self)
    try reader.zeros(4)
    guard reader.remaining == Int(count) * Head.length else { throw .damage(.length, in: file) }
    var heads: [Head] = []
    for _ in 0..<count {
      let head = try Head(&reader)
      guard heads.last.map({ ($0.log, $0.index) <= (head.log, head.index) }) ?? true else {
        throw .damage(.bounds, in: file)
      }
      heads.append(head)
    }
    self.heads = heads
  }

  /// Whether a body can be one, by its length alone.
  static func fits(_ length: Int) -> Bool {
    length >= fixedLength && (length - fixedLength) % Head.length == 0
  }
}

extension Head {
  static let length = 56

  init(_ reader: inout FieldReader) throws(VaultError) {
    self.init(
      log: try reader.identifier(), index: try reader.number(), chain: Array(try reader.take(32)))
  }
}

extension FieldWriter {
  mutating func put(_ head: Head) {
    put(head.log.bytes)
    put(head.index)
    put(head.chain)
  }
}

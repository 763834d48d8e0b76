public import Vault

/// One partner's answer to a revision: a yes or a not-yes for each item, always eight bytes.
public struct Answer: Hashable, Sendable {
  /// Bit `i` is a yes to item `i` of the revision, in its order.
  public let bits: UInt64

  /// An answer from its bits.
  public init(bits: UInt64) { self.bits = bits }

  /// A yes to the named items and to nothing else; a name the revision does not have is no yes.
  public init(yesTo items: Set<ItemID>, in revision: AgreementRevision) {
    var bits: UInt64 = 0
    for (place, item) in revision.items.enumerated() where items.contains(item.id) {
      bits |= 1 << UInt64(place)
    }
    self.bits = bits
  }

  /// Whether it is a yes to the item at `place`.
  func isYes(at place: Int) -> Bool { (0..<64).contains(place) && bits >> UInt64(place) & 1 == 1 }

  /// The items of the revision that it says yes to.
  func yes(in revision: AgreementRevision) -> Set<ItemID> {
    Set(revision.items.enumerated().filter { isYes(at: $0.offset) }.map(\.element.id))
  }

  /// Whether it says nothing beyond the items of the revision.
  func fits(_ revision: AgreementRevision) -> Bool {
    revision.items.count >= 64 || bits >> UInt64(revision.items.count) == 0
  }
}

/// An own answer while it is closed, as its author's private diary keeps it.
public struct HeldAnswer: Hashable, Sendable {
  public let revision: ConsentHash
  /// 32 random bytes.
  public let salt: ConsentHash
  public let answer: Answer
  /// The commitment that was published for it.
  public let sealed: ConsentHash

  /// Closes an answer.
  ///
  /// `salt` is 32 random bytes, new for every answer. `seen` are the heads that the commitment's
  /// body will name, and must be the same: what the author's program had read when it asked.
  public init(
    _ answer: Answer, to revision: ConsentHash, author: PartnerID, seen: [LogID: SeenHead],
    salt: ConsentHash, digest: ConsentDigest
  ) throws(ConsentError) {
    guard
      let sealed = Self.sealed(
        answer, salt: salt, revision: revision, author: author, seen: seen, digest: digest)
    else { throw .brokenDigest }
    self.revision = revision
    self.salt = salt
    self.answer = answer
    self.sealed = sealed
  }

  /// What is published now.
  public var commitment: AnswerCommitment {
    AnswerCommitment(revision: revision, sealed: sealed)
  }

  /// The hash that closes an answer; it binds enough that nobody can copy or replay it.
  static func sealed(
    _ answer: Answer, salt: ConsentHash, revision: ConsentHash, author: PartnerID,
    seen: [LogID: SeenHead], digest: ConsentDigest
  ) -> ConsentHash? {
    guard let heads = digest.hash(.heads, ConsentBody.bytes(of: seen)) else { return nil }
    var writer = CanonicalWriter()
    writer.write(salt.bytes)
    writer.write(answer.bits)
    writer.write(revision.bytes)
    writer.write(author.bytes)
    writer.write(heads.bytes)
    return digest.hash(.commitment, writer.bytes)
  }

  /// 105 bytes for the private diary: version 1, revision, salt, answer, commitment.
  public var bytes: [UInt8] {
    var writer = CanonicalWriter()
    writer.write(UInt8(1))
    writer.write(revision.bytes)
    writer.write(salt.bytes)
    writer.write(answer.bits)
    writer.write(sealed.bytes)
    return writer.bytes
  }

  /// Reads what `bytes` wrote; `nil` for anything else.
  public init?(bytes: [UInt8]) {
    var reader = CanonicalReader(bytes)
    guard reader.number(UInt8.self) == 1, let revision = reader.hash(), let salt = reader.hash(),
      let bits = reader.number(UInt64.self), let sealed = reader.hash(), reader.isAtEnd
    else { return nil }
    self.revision = revision
    self.salt = salt
    self.answer = Answer(bits: bits)
    self.sealed = sealed
  }
}

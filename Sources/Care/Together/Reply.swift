public import Vault

/// What one partner answers to a question, or writes after a misunderstanding: up to three texts in
/// a block of fixed size, so that its length tells nothing.
public struct Reply: Hashable, Sendable {
  public let texts: [String]

  /// Bytes of the block: a count, each text with a length of two bytes, zeros.
  static let blockLength = 4096
  static let mostTexts = 3
  /// Bytes of text that fit.
  public static let limit = blockLength - 1 - 2 * mostTexts

  /// - Throws: `tooLarge` where the texts do not fit.
  public init(_ texts: [String]) throws(CareError) {
    guard texts.count <= Self.mostTexts, texts.reduce(0, { $0 + $1.utf8.count }) <= Self.limit
    else { throw .tooLarge(limit: Self.limit) }
    self.texts = texts
  }

  var block: [UInt8] {
    var writer = CanonicalWriter()
    writer.write(UInt8(truncatingIfNeeded: texts.count))
    for text in texts {
      writer.write(UInt8(truncatingIfNeeded: text.utf8.count >> 8))
      writer.write(UInt8(truncatingIfNeeded: text.utf8.count))
      writer.write(Array(text.utf8))
    }
    return writer.bytes + [UInt8](repeating: 0, count: Self.blockLength - writer.bytes.count)
  }

  /// Reads a block; `nil` for what no reply would have written.
  init?(block: [UInt8]) {
    guard block.count == Self.blockLength else { return nil }
    var reader = CanonicalReader(block)
    guard let count = reader.number(UInt8.self), count <= Self.mostTexts else { return nil }
    var texts: [String] = []
    for _ in 0..<count {
      guard let high = reader.number(UInt8.self), let low = reader.number(UInt8.self),
        let utf8 = reader.read(Int(high) << 8 | Int(low)),
        let text = String(validating: utf8, as: UTF8.self),
        // As strict as a field: a partner's words steer no terminal.
        !text.unicodeScalars.contains(where: \.isRefusedControl)
      else { return nil }
      texts.append(text)
    }
    self.texts = texts
    guard self.block == block else { return nil }
  }
}

/// What a reply answers: a question or a repair, in one wording.
public struct ReplyTopic: Hashable, Sendable {
  /// The first version of the entry.
  public let id: RecordID
  /// The hash of its words: another wording is another topic.
  let wording: ConsentHash

  init?(_ entry: Entry, digest: ConsentDigest) {
    guard let words = try? EntryCoding.json(of: entry.value),
      let wording = digest.hash(.replyTopic, words)
    else { return nil }
    id = Amendments.target(for: entry)
    self.wording = wording
  }

  init(id: RecordID, wording: ConsentHash) {
    self.id = id
    self.wording = wording
  }

  init?(from reader: inout CanonicalReader) {
    guard let id = reader.read(16).flatMap({ RecordID(bytes: $0) }), let wording = reader.hash()
    else { return nil }
    self.init(id: id, wording: wording)
  }

  func write(to writer: inout CanonicalWriter) {
    writer.write(id.bytes)
    writer.write(wording.bytes)
  }
}

/// A reply, closed: it binds its author and shows nothing. 81 bytes.
struct ReplyCommitment: Hashable, Sendable {
  let topic: ReplyTopic
  let sealed: ConsentHash

  var bytes: [UInt8] {
    var writer = CanonicalWriter()
    writer.write(UInt8(1))
    topic.write(to: &writer)
    writer.write(sealed.bytes)
    return writer.bytes
  }

  init(topic: ReplyTopic, sealed: ConsentHash) {
    self.topic = topic
    self.sealed = sealed
  }

  init?(bytes: [UInt8]) {
    var reader = CanonicalReader(bytes)
    guard reader.number(UInt8.self) == 1, let topic = ReplyTopic(from: &reader),
      let sealed = reader.hash(), reader.isAtEnd
    else { return nil }
    self.init(topic: topic, sealed: sealed)
  }
}

/// An own closed reply, as its author's private diary keeps it: topic, salt and words.
struct HeldReply: Hashable, Sendable {
  let topic: ReplyTopic
  /// 32 random bytes.
  let salt: ConsentHash
  let reply: Reply

  /// The hash that closes it; topic and author are in it, so nobody can copy or move it.
  func sealed(by author: PartnerID, digest: ConsentDigest) -> ConsentHash? {
    var writer = CanonicalWriter()
    writer.write(salt.bytes)
    topic.write(to: &writer)
    writer.write(author.bytes)
    writer.write(reply.block)
    return digest.hash(.replyCommitment, writer.bytes)
  }

  var bytes: [UInt8] {
    var writer = CanonicalWriter()
    writer.write(UInt8(1))
    topic.write(to: &writer)
    writer.write(salt.bytes)
    writer.write(reply.block)
    return writer.bytes
  }

  init(topic: ReplyTopic, salt: ConsentHash, reply: Reply) {
    self.topic = topic
    self.salt = salt
    self.reply = reply
  }

  init?(bytes: [UInt8]) {
    var reader = CanonicalReader(bytes)
    guard reader.number(UInt8.self) == 1, let held = HeldReply(from: &reader), reader.isAtEnd
    else { return nil }
    self = held
  }

  fileprivate init?(from reader: inout CanonicalReader) {
    guard let topic = ReplyTopic(from: &reader), let salt = reader.hash(),
      let block = reader.read(Reply.blockLength), let reply = Reply(block: block)
    else { return nil }
    self.init(topic: topic, salt: salt, reply: reply)
  }
}

/// What opens a closed reply: against which of the other's, and all that closed it.
struct ReplyOpening: Hashable, Sendable {
  /// The other partner's commitment that its author held when opening.
  let against: ConsentHash
  let held: HeldReply

  var bytes: [UInt8] { [1] + against.bytes + held.bytes.dropFirst() }

  init(against: ConsentHash, held: HeldReply) {
    self.against = against
    self.held = held
  }

  init?(bytes: [UInt8]) {
    var reader = CanonicalReader(bytes)
    guard reader.number(UInt8.self) == 1, let against = reader.hash(),
      let held = HeldReply(from: &reader), reader.isAtEnd
    else { return nil }
    self.init(against: against, held: held)
  }
}

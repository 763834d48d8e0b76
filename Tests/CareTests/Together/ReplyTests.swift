import Testing
import Vault

@testable import Care

struct ReplyTests {
  private static let digest = ConsentDigest { OpenVault.digest($0) }

  /// Two who answer one question, each with a salt of their own.
  private struct Pair {
    let topic: ReplyTopic
    let ana: HeldReply
    let ben: HeldReply

    init(_ question: String = "What helps?") throws {
      let entry = Samples.entry(7, Ask(question: question), for: .shared)
      topic = try #require(ReplyTopic(entry, digest: ReplyTests.digest))
      ana = try Pair.held(topic, "tea", 1)
      ben = try Pair.held(topic, "quiet", 2)
    }

    static func held(_ topic: ReplyTopic, _ text: String, _ salt: UInt8) throws -> HeldReply {
      HeldReply(
        topic: topic, salt: try #require(ConsentHash(bytes: [UInt8](repeating: salt, count: 32))),
        reply: try Reply([text]))
    }

    func sealed(_ held: HeldReply, by author: PartnerID) throws -> ConsentHash {
      try #require(held.sealed(by: author, digest: ReplyTests.digest))
    }

    func closed() throws -> Reveal {
      var reveal = Reveal(digest: ReplyTests.digest)
      reveal.add(
        ReplyCommitment(topic: topic, sealed: try sealed(ana, by: Samples.ana)), by: Samples.ana)
      reveal.add(
        ReplyCommitment(topic: topic, sealed: try sealed(ben, by: Samples.ben)), by: Samples.ben)
      return reveal
    }
  }

  @Test func `both show or neither, to either`() throws {
    let pair = try Pair()
    var reveal = try pair.closed()
    func seen() -> [Bool] {
      [Samples.ana, Samples.ben].map { reveal.replies(to: pair.topic, of: $0) != nil }
    }
    #expect(seen() == [false, false])
    let (toBen, toAna) = (
      try #require(reveal.due(pair.topic, for: Samples.ana)),
      try #require(reveal.due(pair.topic, for: Samples.ben))
    )
    reveal.add(ReplyOpening(against: toBen, held: pair.ana), by: Samples.ana)
    #expect(seen() == [false, false])
    #expect(reveal.due(pair.topic, for: Samples.ana) == nil)
    reveal.add(ReplyOpening(against: toAna, held: pair.ben), by: Samples.ben)
    #expect(seen() == [true, true])
    #expect(reveal.replies(to: pair.topic, of: Samples.ana)?.theirs.texts == ["quiet"])
    #expect(reveal.replies(to: pair.topic, of: Samples.ben)?.theirs.texts == ["tea"])
  }

  @Test func `one that was forgotten after the other opened leaves both closed for good`() throws {
    let pair = try Pair()
    let (ana, ben) = (
      try pair.sealed(pair.ana, by: Samples.ana), try pair.sealed(pair.ben, by: Samples.ben)
    )
    var whole = try pair.closed()
    #expect(!whole.isOver(pair.topic))
    whole.add(ReplyOpening(against: ben, held: pair.ana), by: Samples.ana)
    whole.add(ReplyOpening(against: ana, held: pair.ben), by: Samples.ben)
    #expect(!whole.isOver(pair.topic))
    // Ana's three records are gone; what Ben wrote is all there is.
    var left = Reveal(digest: Self.digest)
    left.add(ReplyCommitment(topic: pair.topic, sealed: ben), by: Samples.ben)
    #expect(!left.isOver(pair.topic))
    left.add(ReplyOpening(against: ana, held: pair.ben), by: Samples.ben)
    #expect(left.isOver(pair.topic))
    #expect(left.replies(to: pair.topic, of: Samples.ana) == nil)
    #expect(left.replies(to: pair.topic, of: Samples.ben) == nil)
    // An opening that opens nothing of its author's ends nothing.
    var forged = try pair.closed()
    let other = try Pair.held(pair.topic, "quiet", 9)
    forged.add(
      ReplyOpening(against: try pair.sealed(other, by: Samples.ana), held: other), by: Samples.ben)
    #expect(!forged.isOver(pair.topic))
  }

  @Test func `nothing opens before the other has answered`() throws {
    let pair = try Pair()
    var reveal = Reveal(digest: Self.digest)
    reveal.add(
      ReplyCommitment(topic: pair.topic, sealed: try pair.sealed(pair.ana, by: Samples.ana)),
      by: Samples.ana)
    #expect(reveal.due(pair.topic, for: Samples.ana) == nil)
    #expect(reveal.due(pair.topic, for: Samples.ben) == nil)
  }

  @Test func `a copied commitment opens nothing for who copied it`() throws {
    let pair = try Pair()
    let sealed = try pair.sealed(pair.ana, by: Samples.ana)
    var reveal = Reveal(digest: Self.digest)
    reveal.add(ReplyCommitment(topic: pair.topic, sealed: sealed), by: Samples.ana)
    reveal.add(ReplyCommitment(topic: pair.topic, sealed: sealed), by: Samples.ben)
    reveal.add(ReplyOpening(against: sealed, held: pair.ana), by: Samples.ana)
    // Ben has read it, and hands in Ana's own words and salt.
    reveal.add(ReplyOpening(against: sealed, held: pair.ana), by: Samples.ben)
    #expect(reveal.replies(to: pair.topic, of: Samples.ana) == nil)
    #expect(reveal.replies(to: pair.topic, of: Samples.ben) == nil)
  }

  @Test func `nobody can choose between two answers after having read`() throws {
    let pair = try Pair()
    var reveal = try pair.closed()
    let second = try Pair.held(pair.topic, "whatever suits", 3)
    reveal.add(
      ReplyCommitment(topic: pair.topic, sealed: try pair.sealed(second, by: Samples.ben)),
      by: Samples.ben)
    let against = try #require(reveal.due(pair.topic, for: Samples.ana))
    reveal.add(ReplyOpening(against: against, held: pair.ana), by: Samples.ana)
    let ana = try pair.sealed(pair.ana, by: Samples.ana)
    reveal.add(ReplyOpening(against: ana, held: second), by: Samples.ben)
    #expect(reveal.replies(to: pair.topic, of: Samples.ana) == nil)
    reveal.add(ReplyOpening(against: ana, held: pair.ben), by: Samples.ben)
    #expect(reveal.replies(to: pair.topic, of: Samples.ana)?.theirs.texts == ["quiet"])
  }

  @Test func `an answer is for one question in one wording`() throws {
    let (pair, other) = (try Pair(), try Pair("What hurts?"))
    #expect(pair.topic.id == other.topic.id && pair.topic != other.topic)
    let moved = HeldReply(topic: other.topic, salt: pair.ana.salt, reply: pair.ana.reply)
    #expect(
      try pair.sealed(pair.ana, by: Samples.ana) != pair.sealed(moved, by: Samples.ana))
    #expect(
      try pair.sealed(pair.ana, by: Samples.ana) != pair.sealed(pair.ana, by: Samples.ben))
  }

  @Test func `every record comes back from its bytes, and its length tells nothing`() throws {
    let pair = try Pair()
    let sealed = try pair.sealed(pair.ana, by: Samples.ana)
    let commitment = ReplyCommitment(topic: pair.topic, sealed: sealed)
    let opening = ReplyOpening(against: sealed, held: pair.ana)
    #expect(ReplyCommitment(bytes: commitment.bytes) == commitment)
    #expect(ReplyOpening(bytes: opening.bytes) == opening)
    #expect(HeldReply(bytes: pair.ana.bytes) == pair.ana)
    #expect(commitment.bytes.count == 81)
    let long = try Pair.held(pair.topic, String(repeating: "ä", count: 2000), 4)
    #expect(long.bytes.count == pair.ana.bytes.count)
    for bytes in [commitment.bytes, opening.bytes, pair.ana.bytes] {
      #expect(ReplyCommitment(bytes: bytes.dropLast()) == nil)
      #expect(ReplyOpening(bytes: bytes + [0]) == nil)
      #expect(HeldReply(bytes: [2] + bytes.dropFirst()) == nil)
    }
  }

  @Test func `a block that no program wrote is no reply`() throws {
    var block = try Reply(["tea"]).block
    #expect(Reply(block: block)?.texts == ["tea"])
    block[4090] = 1
    #expect(Reply(block: block) == nil)
    for bad in [[4], [1, 0xFF, 0xFF], [1, 0, 1, 0x1B], [1, 0, 1, 0xC3]] as [[UInt8]] {
      #expect(Reply(block: bad + [UInt8](repeating: 0, count: 4096 - bad.count)) == nil)
    }
    #expect(throws: CareError.tooLarge(limit: Reply.limit)) {
      try Reply([String(repeating: "a", count: Reply.limit + 1)])
    }
    #expect(throws: CareError.tooLarge(limit: Reply.limit)) { try Reply(["", "", "", ""]) }
  }
}

extension ReplyCommitment {
  fileprivate init?(bytes: ArraySlice<UInt8>) { self.init(bytes: Array(bytes)) }
}

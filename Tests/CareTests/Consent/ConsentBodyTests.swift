import Testing
import Vault

@testable import Care

@Suite struct `Consent bodies` {
  private static let hash = TestHash.hash(of: [5])
  private static let seen: [LogID: SeenHead] = [
    LogID(value: 1): SeenHead(count: 3, chain: hash),
    LogID(value: 2): SeenHead(count: 9, chain: hash),
  ]

  private static let payloads: [ConsentPayload] = [
    .revision(Story.wording(after: [hash])),
    .commitment(AnswerCommitment(revision: hash, sealed: hash)),
    .opening(AnswerOpening(commitment: hash, against: hash, salt: hash, answer: Answer(bits: 6))),
    .withdrawal(Withdrawal(allOf: Story.agreement)), .withdrawal(.everything),
    .withdrawal(
      (try? Withdrawal([Story.hands.id, Story.bath.id], of: Story.agreement)) ?? unreachable()),
    .pause, .resume, .healthChange,
    .closing(
      (try? LogClosing(log: LogID(value: 4), doubts: [SeenHead(count: 7, chain: hash)]))
        ?? unreachable()),
  ]

  @Test(arguments: payloads)
  func `a body reads as it was written, and no byte of it can change unnoticed`(
    _ payload: ConsentPayload
  ) throws {
    let body = try ConsentBody(payload, seen: Self.seen)
    #expect(ConsentBody(tag: payload.tag, bytes: body.bytes) == body)
    #expect(ConsentBody(tag: payload.tag, bytes: body.bytes + [0]) == nil)
    for count in body.bytes.indices {
      #expect(ConsentBody(tag: payload.tag, bytes: Array(body.bytes.prefix(count))) == nil)
      for bit in 0..<8 {
        var changed = body.bytes
        changed[count] ^= 1 << bit
        let read = ConsentBody(tag: payload.tag, bytes: changed)
        #expect(read != body)
        #expect(read.map(\.bytes) ?? changed == changed)
      }
    }
  }

  @Test func `every tag but the eight registered ones is unreadable`() throws {
    for tag in UInt16(0)...0x0200 {
      let read = ConsentBody(tag: tag, bytes: try ConsentBody(.pause, seen: [:]).bytes)
      let expected: ConsentPayload? =
        switch tag {
        case 0x0104: .pause
        case 0x0105: .resume
        case 0x0106: .healthChange
        default: nil
        }
      #expect(read?.payload == expected)
    }
    #expect(Self.payloads.allSatisfy { ConsentPayload.tags.contains($0.tag) })
    #expect(Set(Self.payloads.map(\.tag)).count == 8)
  }

  @Test func `a record with an unreadable body keeps its place and says nothing`() throws {
    let record = ConsentRecord(
      id: RecordID(value: 1), log: LogID(value: 1), index: 0, previous: Self.hash,
      chain: Self.hash, author: World.ann, entered: 0, tag: 0x0108, body: [1, 0])
    #expect(record.payload == nil)
    let good = ConsentRecord(
      id: RecordID(value: 1), log: LogID(value: 1), index: 0, previous: Self.hash,
      chain: Self.hash, author: World.ann, entered: 0, tag: 0x0104,
      body: try ConsentBody(.pause, seen: Self.seen).bytes)
    #expect(good.payload == .pause)
    #expect(good.seen == Self.seen)
  }

  @Test func `an answer's records are one size, whatever is answered`() throws {
    let sizes = try [UInt64(0), 1, .max].map { bits in
      let held = try HeldAnswer(
        Answer(bits: bits), to: Self.hash, author: World.ann, seen: Self.seen, salt: Self.hash,
        digest: World.digest)
      let opening = AnswerOpening(
        commitment: held.sealed, against: Self.hash, salt: held.salt, answer: held.answer)
      return [
        try ConsentBody(.commitment(held.commitment), seen: Self.seen).bytes.count,
        try ConsentBody(.opening(opening), seen: Self.seen).bytes.count, held.bytes.count,
      ]
    }
    #expect(Set(sizes).count == 1)
  }

  @Test func `other orders and repeats of the same body are unreadable`() throws {
    let head = SeenHead(count: 3, chain: Self.hash)
    var writer = CanonicalWriter()
    for log in [LogID(value: 2), LogID(value: 1)] {
      writer.write(log.bytes)
      writer.write(head.count)
      writer.write(head.chain.bytes)
    }
    #expect(ConsentBody(tag: 0x0104, bytes: [1, 2] + writer.bytes) == nil)
    let entry = Array(writer.bytes.prefix(56))
    #expect(ConsentBody(tag: 0x0104, bytes: [1, 2] + entry + entry) == nil)
    #expect(ConsentBody(tag: 0x0104, bytes: [1, 1] + entry) != nil)
    #expect(ConsentBody(tag: 0x0104, bytes: [2, 1] + entry) == nil)
    let names: [UInt8] = [2, 1, 98, 1, 97]
    #expect(ConsentBody(tag: 0x0103, bytes: [1, 0] + Story.agreement.bytes + names) == nil)
    #expect(
      ConsentBody(tag: 0x0103, bytes: [1, 0] + Story.agreement.bytes + [2, 1, 97, 1, 98]) != nil)
    #expect(ConsentBody(tag: 0x0103, bytes: [1, 0] + Story.agreement.bytes + [1, 1, 65]) == nil)
  }

  @Test func `a withdrawal of everything names the agreement that nobody has`() throws {
    let nobody = AgreementID(value: 0)
    #expect(Withdrawal(allOf: nobody) == .everything)
    let one = try Withdrawal([Story.hands.id], of: nobody)
    #expect(one.agreement == nobody && !one.covers(Story.hands.id, of: Story.agreement))
    #expect(Withdrawal.everything.covers(Story.bath.id, of: Story.agreement))
    let bytes = try ConsentBody(.withdrawal(.everything), seen: [:]).bytes
    #expect(bytes == [1, 0] + [UInt8](repeating: 0, count: 17))
  }

  @Test func `what restricts is written however many logs somebody has laid out`() throws {
    let many = Dictionary(
      (1...201).map { (LogID(value: $0), SeenHead(count: 1, chain: Self.hash)) }
    ) { first, _ in first }
    for payload in Self.payloads {
      if payload.isRestricting {
        #expect(try ConsentBody(writing: payload, seen: many).seen.isEmpty)
        #expect(try ConsentBody(writing: payload, seen: Self.seen).seen == Self.seen)
      } else {
        #expect(throws: ConsentError.outOfBounds("seen")) {
          try ConsentBody(writing: payload, seen: many)
        }
      }
    }
    #expect(Set(Self.payloads.filter(\.isRestricting).map(\.tag)) == [0x0103, 0x0104, 0x0106])
  }

  @Test func `bounds are kept when writing`() throws {
    let long = AgreementItem(id: Story.hands.id, what: String(repeating: "a", count: 201))
    let costly = AgreementItem(id: Story.hands.id, what: "a walk", energyCost: 11)
    let turned = AgreementItem(id: Story.hands.id, what: "a \u{202e}walk")
    let torn = AgreementItem(id: Story.hands.id, what: "a walk\n")
    let blank = AgreementItem(id: Story.hands.id, what: " ")
    for items in [[], [long], [costly], [turned], [torn], [blank], [Story.hands, Story.hands]] {
      #expect(throws: ConsentError.outOfBounds("items")) {
        try AgreementRevision(agreement: Story.agreement, items: items)
      }
    }
    for days in [UInt8(0), 91] {
      #expect(throws: ConsentError.outOfBounds("reviewAfter")) {
        try AgreementRevision(agreement: Story.agreement, items: [Story.hands], reviewAfter: days)
      }
    }
    let usual = try AgreementRevision(agreement: Story.agreement, items: [Story.hands])
    #expect(usual.reviewAfter == 28)
    let many = Dictionary(
      (0..<201).map { (LogID(value: $0), SeenHead(count: 1, chain: Self.hash)) }
    ) { first, _ in first }
    #expect(throws: ConsentError.outOfBounds("seen")) { try ConsentBody(.pause, seen: many) }
    let wide = try AgreementRevision(
      agreement: Story.agreement,
      items: (0..<64).map { place in
        AgreementItem(
          id: ItemID("item-\(place)") ?? unreachable(), what: String(repeating: "ü", count: 100))
      })
    #expect(throws: ConsentError.tooLarge) {
      try ConsentBody(.revision(wide), seen: many.filter { $0.key.value < 100 })
    }
    let body = try ConsentBody(.revision(wide), seen: [:])
    #expect(ConsentBody(tag: 0x0100, bytes: body.bytes) == body)
    let heads = ConsentBody.bytes(of: many.filter { $0.key.value < 100 }).dropFirst()
    let over = [1, 100] + Array(heads) + body.bytes.dropFirst(2)
    #expect(over.count > ConsentBody.limit)
    #expect(ConsentBody(tag: 0x0100, bytes: over) == nil)
    #expect(throws: ConsentError.outOfBounds("items")) {
      try Withdrawal([], of: Story.agreement)
    }
    #expect(throws: ConsentError.outOfBounds("doubts")) {
      try LogClosing(log: LogID(value: 1), doubts: [])
    }
  }

  @Test func `an item's name is short and plain`() {
    #expect(ItemID("slow-bath-2") != nil)
    for name in ["", "-a", "a-", "A", "a b", "ü", String(repeating: "a", count: 33)] {
      #expect(ItemID(name) == nil)
    }
  }

  @Test func `each wording has a hash of its own`() {
    let hashes = [
      Story.wording(), Story.wording(days: 27), Story.wording(after: [Self.hash]),
      Story.wording(agreement: AgreementID(value: 3)), Story.wording(items: [Story.hands]),
      Story.wording(items: [Story.bath, Story.hands]),
    ].map { $0.hash(World.digest) }
    #expect(Set(hashes).count == hashes.count)
  }
}

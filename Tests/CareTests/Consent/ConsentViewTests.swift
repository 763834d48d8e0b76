import Testing
import Vault

@testable import Care

@Suite struct `What a partner sees` {
  /// Everything a screen or a document could show of a view.
  private func bytes(of view: AgreementView) throws -> [UInt8] {
    let lines = view.items.map { "\($0.id) \($0.what) \($0.state.rawValue) \($0.words)" }
    return try AgreementView.document([view])
      + Array(([AgreementView.reminder] + lines).joined(separator: "\n").utf8)
  }

  @Test func `has a day for a fresh look until the own answer has ended by own acts`() {
    let ends: [(ConsentPayload, ofViewer: Bool)] = [
      (.withdrawal(Withdrawal(allOf: Story.agreement)), true), (.healthChange, true),
      (.withdrawal(Withdrawal(allOf: Story.agreement)), false), (.healthChange, false),
      (.pause, false),
    ]
    for (payload, ofViewer) in ends {
      var story = Story()
      #expect(story.consent.agreements(at: story.moment).map(\.reviewBy) != [nil])
      story.world.write(payload, on: ofViewer ? story.device : 0)
      story.world.syncAll()
      let days = story.consent.agreements(at: story.moment).map(\.reviewBy)
      #expect((days == [nil]) == ofViewer, "\(payload)")
    }
  }

  private static let fates: [(name: String, change: @Sendable (inout Story) -> Void)] = [
    ("no answer", { _ in }),
    ("not-yes to everything", { $0.world.answerBoth($0.revision, ann: 0) }),
    ("a yes that is still closed", { $0.world.answer($0.revision, 3, on: 0) }),
    (
      "a withdrawal",
      {
        $0.world.answerBoth($0.revision, ann: 3)
        $0.world.write(.withdrawal(Withdrawal(allOf: Story.agreement)), on: 0)
      }
    ),
    (
      "a pause",
      {
        $0.world.answerBoth($0.revision, ann: 3)
        $0.world.write(.pause, on: 0)
      }
    ),
    (
      "a health change",
      {
        $0.world.answerBoth($0.revision, ann: 3)
        $0.world.write(.healthChange, on: 0)
      }
    ),
    (
      "a lapse by date",
      {
        $0.world.devices[0].clock -= 28 * World.day
        $0.world.answerBoth($0.revision, ann: 3)
      }
    ),
    (
      "an unreadable record",
      {
        $0.world.answerBoth($0.revision, ann: 3)
        $0.world.write(nil, on: 0)
      }
    ),
    (
      "damage",
      {
        $0.world.answerBoth($0.revision, ann: 3)
        $0.damaged = [
          $0.world.devices[0].log: [SeenHead(count: 9, chain: TestHash.hash(of: [3]))]
        ]
      }
    ),
    (
      "something that has not arrived",
      {
        $0.world.answerBoth($0.revision, ann: 3)
        $0.missing = [$0.world.write(.resume, on: 0)]
        $0.world.write(.resume, on: 0)
      }
    ),
  ]

  @Test func `every item that is not active is the same bytes, whatever made it so`() throws {
    var seen: Set<[UInt8]> = []
    for fate in Self.fates {
      var story = Story(proposed: Story.wording())
      story.world.answer(story.revision, 3, on: 1)
      fate.change(&story)
      story.world.syncAll()
      #expect(story.states == [.notActive, .notActive], "\(fate.name)")
      let view = try #require(story.consent.agreements(at: story.moment).first)
      seen.insert(try bytes(of: view))
    }
    #expect(seen.count == 1)
  }

  @Test func `the document has the shape of the plan`() throws {
    var story = Story(proposed: Story.wording())
    story.world.affirm(story.revision, ann: 3, ben: 1)
    let views = story.consent.agreements(at: story.moment)
    let text = String(decoding: try AgreementView.document(views), as: UTF8.self)
    #expect(
      text == """
        [{"agreement":"000000000000000000000000000000a9","items":[\
        {"id":"hands","state":"active","what":"holding hands"},\
        {"id":"slow-bath","state":"not active","what":"a slow bath"}],\
        "reviewBy":"2026-01-29","revision":"\(story.revision)",\
        "signals":[{"meaning":"pause","signal":"a hand on the heart"}]}]
        """)
  }

  @Test func `before the viewer has answered there is no date`() throws {
    var story = Story(proposed: Story.wording())
    story.world.answer(story.revision, 3, on: 0)
    story.world.syncAll()
    let views = story.consent.agreements(at: story.moment)
    #expect(views.map(\.reviewBy) == [nil])
    let text = String(decoding: try AgreementView.document(views), as: UTF8.self)
    #expect(text.contains(#""reviewBy":null"#))
  }

  @Test func `the date is the viewer's own and not the partner's`() throws {
    var story = Story(proposed: Story.wording())
    story.world.devices[0].clock += 3 * World.day
    story.world.affirm(story.revision)
    story.device = 0
    #expect(
      story.consent.agreements(at: story.moment).first?.reviewBy == World.start + 31 * World.day)
    story.device = 1
    #expect(
      story.consent.agreements(at: story.moment).first?.reviewBy == World.start + 28 * World.day)
  }

  @Test func `answering again does not move the date, and a date beyond all dates is none`() {
    var story = Story()
    story.world.devices[1].clock += 9 * World.day
    story.world.affirm(story.revision)
    story.now += 9 * World.day
    #expect(
      story.consent.agreements(at: story.moment).first?.reviewBy == World.start + 28 * World.day)
    var endless = Story(proposed: Story.wording())
    endless.world.answer(endless.revision, 3, on: 1, entered: .max)
    #expect(endless.consent.agreements(at: endless.moment).map(\.reviewBy) == [nil])
  }

  @Test func `the sentences are the promised ones`() throws {
    var story = Story()
    #expect(AgreementView.reminder == "Today's yes is asked today. As of what has arrived.")
    story.world.write(.pause, on: 1)
    let view = try #require(story.consent.agreements(at: story.moment).first)
    #expect(view.items.map(\.words).allSatisfy { $0 == "not active · a fresh talk is welcome" })
    #expect(view.items.map(\.energyCost) == [1, 4])
  }

  @Test func `a hash reads as six words, and another hash as others`() throws {
    #expect(WordList.words.count == 256)
    #expect(Set(WordList.words).count == 256)
    #expect(WordList.words == WordList.words.sorted())
    let bytes: [UInt8] = [0, 255, 1, 2, 128, 7] + [UInt8](repeating: 9, count: 26)
    let hash = try #require(ConsentHash(bytes: bytes))
    #expect(hash.words == "acorn zephyr almond amber ladder aspen")
    #expect(hash.words != Story().revision.words)
  }
}

extension World {
  /// Ann answers on device 0; both programs open what is due.
  fileprivate mutating func answerBoth(_ revision: ConsentHash, ann: UInt64) {
    answer(revision, ann, on: 0)
    syncAll()
    open(on: 0)
    open(on: 1)
  }
}

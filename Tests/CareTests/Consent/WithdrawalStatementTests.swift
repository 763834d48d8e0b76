import Testing
import Vault

@testable import Care

@Suite struct `A statement of a withdrawal` {
  private static let box = String(repeating: "0b", count: 32)
  private static let signing = String(repeating: "c3", count: 32)
  private static let date = "2026-03-02T19:15:00.000+00:00"

  private static let withdrawals: [Withdrawal] = [
    .everything, Withdrawal(allOf: Story.agreement),
    (try? Withdrawal([Story.hands.id], of: Story.agreement)) ?? unreachable(),
    (try? Withdrawal([Story.bath.id, Story.hands.id], of: Story.agreement)) ?? unreachable(),
  ]

  private static func statement(_ withdrawal: Withdrawal) -> WithdrawalStatement {
    WithdrawalStatement(
      OwnWithdrawal(id: RecordID(value: 0x77), entered: 0, what: withdrawal), by: World.ann,
      date: date)
  }

  private static func text(_ withdrawal: Withdrawal) -> String {
    statement(withdrawal).text(boxKey: box, signingKey: signing)
  }

  @Test func `has the lines that the format says`() {
    #expect(
      Self.text(Self.withdrawals[3]) == """
        vesper withdrawal 1

        I have withdrawn what is named below.
        The date is my own statement. Nothing in this file proves it.
        This file says nothing of any yes, mine or anybody else's.

        agreement: 000000000000000000000000000000a9
        items: hands, slow-bath
        date: 2026-03-02T19:15:00.000+00:00
        record: 00000000000000000000000000000077
        partner: \(World.ann)
        box key: \(Self.box)
        signing key: \(Self.signing)

        """)
  }

  @Test(arguments: withdrawals) func `reads as it was written`(_ withdrawal: Withdrawal) throws {
    let read = try #require(WithdrawalStatement.read(Self.text(withdrawal)))
    #expect(read.statement == Self.statement(withdrawal))
    #expect(read.boxKey == Self.box && read.signingKey == Self.signing)
    #expect(read.statement.words.contains("every") == (withdrawal.items == nil))
  }

  @Test(arguments: withdrawals)
  func `reads in no other form`(_ withdrawal: Withdrawal) {
    let text = Self.text(withdrawal)
    let others = [
      text + "\n", " " + text, String(text.dropLast()), text.replacing("\n", with: "\r\n"),
      text.replacing("withdrawal 1", with: "withdrawal 2"),
      text.replacing("my own", with: "a notary's"), text.replacing("nothing of", with: "all of"),
      text.replacing("items: ", with: "items:  "), text.replacing("items: ", with: "items: HANDS"),
      text.replacing("items: ", with: "items: slow-bath, hands, "),
      text.replacing(Self.date, with: "2026-03-02"),
      text.replacing("T19", with: " 19"), text.replacing("2026", with: "20a6"),
      text.replacing("date: ", with: "date: 2025-01-01T00:00:00.000+00:00\ndate: "),
      text.replacing("agreement: ", with: "agreement: every one\nagreement: "),
      text.replacing("record: ", with: "record: 0"), text.replacing("partner", with: "Partner"),
    ]
    for other in others { #expect(WithdrawalStatement.read(other) == nil, "\(other)") }
  }

  @Test func `with items of every agreement is none`() {
    let text = Self.text(Self.withdrawals[2])
    for agreement in ["every one", String(repeating: "0", count: 32)] {
      let other = text.replacing("000000000000000000000000000000a9", with: agreement)
      #expect(WithdrawalStatement.read(other) == nil)
    }
  }

  @Test func `is offered for one's own withdrawals alone, the newest first`() throws {
    var story = Story()
    let ours = [0, 1, 2].map { device in
      story.world.devices[device].clock += Int64(device) * 1000
      return story.world.write(.withdrawal(Self.withdrawals[device]), on: device)
    }
    story.world.syncAll()
    let ann = story.world.consent(on: 0).ownWithdrawals
    #expect(ann.map(\.id) == [ours[2], ours[0]].map { story.world.records[$0].id })
    #expect(ann.map(\.what) == [Self.withdrawals[2], Self.withdrawals[0]])
    #expect(ann.last?.entered == World.start)
    #expect(story.world.consent(on: 1).ownWithdrawals.map(\.what) == [Self.withdrawals[1]])
    #expect(Story().consent.ownWithdrawals.isEmpty)
  }
}

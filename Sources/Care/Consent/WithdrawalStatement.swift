// docs/format.md § Statements

public import Vault

/// What a partner says of one own withdrawal to whoever reads it, as text that can be signed.
///
/// There is one way to write it; whoever reads it writes it again and compares. It says of itself what
/// it does not prove: its date, and anybody's yes.
public struct WithdrawalStatement: Sendable, Hashable {
  public let partner: PartnerID
  public let record: RecordID
  public let withdrawal: Withdrawal
  /// By its author's clock: ISO 8601, UTC.
  public let date: String

  /// The statement of one withdrawal; `date` is when it was entered, ISO 8601 in UTC.
  public init(_ withdrawal: OwnWithdrawal, by partner: PartnerID, date: String) {
    self.init(
      partner: partner, record: withdrawal.id, withdrawal: withdrawal.what, date: date)
  }

  /// The lines that are signed, each ended by a line feed.
  ///
  /// - Parameter keys: the author's two public keys, 64 hex digits each.
  public func text(boxKey: String, signingKey: String) -> String {
    """
    vesper withdrawal 1

    I have withdrawn what is named below.
    The date is my own statement. Nothing in this file proves it.
    This file says nothing of any yes, mine or anybody else's.

    agreement: \(withdrawal.agreement?.description ?? Self.all)
    items: \(withdrawal.items.map(Self.names) ?? Self.all)
    date: \(date)
    record: \(record)
    partner: \(partner)
    box key: \(boxKey)
    signing key: \(signingKey)

    """
  }

  /// A statement that was read, with the keys it names; `nil` for anything `text` would not write.
  public static func read(_ text: String) -> (
    statement: WithdrawalStatement, boxKey: String, signingKey: String
  )? {
    var fields: [Substring: Substring] = [:]
    for line in text.split(separator: "\n") {
      guard let colon = line.firstRange(of: ": ") else { continue }
      fields[line[..<colon.lowerBound]] = line[colon.upperBound...]
    }
    guard let partner = fields["partner"].flatMap({ PartnerID(hex: $0) }),
      let record = fields["record"].flatMap({ RecordID(hex: $0) }),
      let withdrawal = withdrawal(fields["agreement"], fields["items"]),
      let date = fields["date"], let boxKey = fields["box key"],
      let signingKey = fields["signing key"]
    else { return nil }
    let statement = WithdrawalStatement(
      partner: partner, record: record, withdrawal: withdrawal, date: String(date))
    let keys = (String(boxKey), String(signingKey))
    let again = statement.text(boxKey: keys.0, signingKey: keys.1)
    guard isDate(date), again.utf8.elementsEqual(text.utf8) else { return nil }
    return (statement, keys.0, keys.1)
  }

  private init(partner: PartnerID, record: RecordID, withdrawal: Withdrawal, date: String) {
    self.partner = partner
    self.record = record
    self.withdrawal = withdrawal
    self.date = date
  }

  /// What it is about, in words.
  public var words: String {
    switch (withdrawal.agreement, withdrawal.items) {
    case (nil, _): "everything, in every agreement"
    case (let agreement?, nil): "everything in the agreement \(agreement)"
    case (let agreement?, let items?): "\(Self.names(items)) in the agreement \(agreement)"
    }
  }

  private static let all = "every one"

  private static func names(_ items: Set<ItemID>) -> String {
    items.sorted().map(\.description).joined(separator: ", ")
  }

  private static func withdrawal(_ agreement: Substring?, _ items: Substring?) -> Withdrawal? {
    guard let agreement, let items else { return nil }
    // With items beside it, what is written again differs.
    if agreement == all { return .everything }
    guard let id = AgreementID(hex: agreement), id.value != 0 else { return nil }
    if items == all { return Withdrawal(allOf: id) }
    var named: Set<ItemID> = []
    for name in items.split(separator: ",") {
      guard let item = ItemID(name.drop { $0 == " " }) else { return nil }
      named.insert(item)
    }
    return try? Withdrawal(named, of: id)
  }

  /// `2026-03-01T20:30:00.000+00:00`: only signs that belong in a date, in their places.
  private static func isDate(_ text: Substring) -> Bool {
    let shape = "0000-00-00T00:00:00.000+00:00"
    return text.utf8.count == shape.utf8.count
      && zip(text.utf8, shape.utf8).allSatisfy { sign, place in
        place == UInt8(ascii: "0") ? (48...57).contains(sign) : sign == place
      }
  }
}

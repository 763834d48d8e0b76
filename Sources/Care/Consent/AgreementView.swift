import Vault

/// One agreement as a partner may see it.
///
/// It holds no actor, no time of the other's, no count and no reason: an item that is not active
/// looks the same whatever made it so.
public struct AgreementView: Sendable, Hashable {
  /// Whether an item is welcome to be asked.
  public enum State: String, Sendable, Hashable, Encodable {
    case active
    case notActive = "not active"
  }

  /// One item and its state.
  public struct Item: Sendable, Hashable {
    public let id: ItemID
    public let what: String
    public let energyCost: UInt8?
    public let state: State

    /// The state in the words of every screen.
    public var words: String {
      state == .active ? "active · welcome to ask" : "not active · a fresh talk is welcome"
    }
  }

  /// What every screen that shows an agreement says.
  public static let reminder = "Today's yes is asked today. As of what has arrived."

  public let agreement: AgreementID
  public let revision: ConsentHash
  /// Until when the viewer's own answer holds, in Unix milliseconds; `nil` before the viewer has
  /// answered, and once the viewer has ended that answer. It depends on the viewer's own records alone.
  public let reviewBy: Int64?
  public let signals: [ComfortSignal]
  public let items: [Item]

  init(_ judgement: AgreementJudgement, viewer: PartnerID, hasEnded: Bool) {
    agreement = judgement.revision.agreement
    revision = judgement.hash
    let own = hasEnded ? [] : judgement.answers.all[viewer] ?? []
    reviewBy = own.compactMap {
      Reviewed.end(of: $0.record, after: judgement.revision.reviewAfter)
    }.min()
    signals = judgement.revision.signals
    items = zip(judgement.revision.items, judgement.reasons).map { item, reason in
      Item(
        id: item.id, what: item.what, energyCost: item.energyCost,
        state: reason == nil ? .active : .notActive)
    }
  }

  /// The day of `reviewBy`, in UTC.
  public var reviewDay: CivilDate? {
    reviewBy.flatMap { moment in
      let (day, rest) = moment.quotientAndRemainder(dividingBy: Reviewed.millisecondsPerDay)
      return Int32(exactly: rest < 0 ? day - 1 : day).map { CivilDate(day: $0) }
    }
  }
}

import Vault

/// What an item has to withstand to be active: every rule of the table, each by itself.
struct ItemQuestion: Sendable {
  let ledger: ConsentLedger
  let hash: ConsentHash
  let revision: AgreementRevision
  /// The item's place in the revision.
  let place: Int
  let answers: RevisionAnswers
  let now: Int64

  /// The item in question; `nil` for a place the revision does not have.
  var item: AgreementItem? {
    revision.items.indices.contains(place) ? revision.items[place] : nil
  }
}

/// One rule of consent. A rule can only ever say no: nothing makes an item active but all of them.
protocol ConsentRule: Sendable {
  /// What it means for the item when the rule does not hold.
  var reason: NotActiveReason { get }
  /// Whether the rule holds for the item.
  func allows(_ question: ItemQuestion) -> Bool
}

/// Why an item is not active; for the tests, never for a screen.
enum NotActiveReason: Sendable, CaseIterable {
  case unpaired, inDoubt, closed, superseded, withdrawn, paused, lapsedByHealth, proposed
  case lapsedByDate
}

/// The table of all rules, in the order in which a reason is named.
enum ConsentRules {
  static let all: [any ConsentRule] = [
    Paired(),
    Intact(),
    Closed(),
    Superseded(),
    Withdrawn(),
    Paused(),
    HealthChanged(),
    OwnYes(),
    Reviewed(),
  ]
}

public import Vault

/// What one consent record says.
public enum ConsentPayload: Hashable, Sendable {
  /// A wording that both may answer.
  case revision(AgreementRevision)
  /// An answer, closed: it binds its author and shows nothing.
  case commitment(AnswerCommitment)
  /// An own closed answer, opened.
  case opening(AnswerOpening)
  /// Some or all items of one agreement, or everything, are not welcome to ask for.
  case withdrawal(Withdrawal)
  /// Nothing is welcome to ask for.
  case pause
  /// The author's own pauses that the author had seen are lifted.
  case resume
  /// What was agreed begins anew: the author's health has changed, or a device's clock was set right.
  /// Which of the two, and in what way, is nobody's to read here.
  case healthChange
  /// A log of the author's own, lost or in doubt, has ended.
  case closing(LogClosing)

  /// The vault's kind tag, 0x0100–0x0107; 0x0108–0x010f are kept for later versions.
  public var tag: UInt16 {
    switch self {
    case .revision: 0x0100
    case .commitment: 0x0101
    case .opening: 0x0102
    case .withdrawal: 0x0103
    case .pause: 0x0104
    case .resume: 0x0105
    case .healthChange: 0x0106
    case .closing: 0x0107
    }
  }

  /// Whether it can only ever make things not active.
  var isRestricting: Bool {
    switch self {
    case .withdrawal, .pause, .healthChange: true
    case .revision, .commitment, .opening, .resume, .closing: false
    }
  }

  /// Every tag a consent log may hold; any other makes its record unreadable.
  public static let tags: ClosedRange<UInt16> = 0x0100...0x010f
}

/// A closed answer to one revision.
public struct AnswerCommitment: Hashable, Sendable {
  public let revision: ConsentHash
  /// The hash of salt, answer, revision, author and the heads the author's program had read.
  public let sealed: ConsentHash

  public init(revision: ConsentHash, sealed: ConsentHash) {
    self.revision = revision
    self.sealed = sealed
  }
}

/// What opens a closed answer.
public struct AnswerOpening: Hashable, Sendable {
  /// The author's own commitment that this opens.
  public let commitment: ConsentHash
  /// The other partner's commitment that the author held when opening.
  public let against: ConsentHash
  public let salt: ConsentHash
  public let answer: Answer

  public init(commitment: ConsentHash, against: ConsentHash, salt: ConsentHash, answer: Answer) {
    self.commitment = commitment
    self.against = against
    self.salt = salt
    self.answer = answer
  }
}

/// What is no longer welcome to ask for.
public struct Withdrawal: Hashable, Sendable {
  /// `nil` for every agreement there is.
  public let agreement: AgreementID?
  /// The items withdrawn, 1–64; `nil` for every item.
  public let items: Set<ItemID>?

  /// Everything, in every agreement: it names none, so none has to be at hand to withdraw it.
  public static let everything = Withdrawal(allOf: AgreementID(value: 0))

  /// Withdraws the whole agreement; the id of zeros, which no agreement has, stands for all of them.
  public init(allOf agreement: AgreementID) {
    self.agreement = agreement.value == 0 ? nil : agreement
    items = nil
  }

  /// Withdraws 1–64 items.
  public init(_ items: Set<ItemID>, of agreement: AgreementID) throws(ConsentError) {
    guard (1...64).contains(items.count) else { throw .outOfBounds("items") }
    self.agreement = agreement
    self.items = items
  }

  /// Whether it is about an item of an agreement.
  func covers(_ item: ItemID, of agreement: AgreementID) -> Bool {
    (self.agreement.map { $0 == agreement } ?? true) && (items?.contains(item) ?? true)
  }
}

/// The author's word that a log of their own has ended, naming every point of doubt it leaves.
public struct LogClosing: Hashable, Sendable {
  public let log: LogID
  /// The points the author closes, ascending, 1–128: the doubts, and where what is held ends.
  public let doubts: [SeenHead]

  /// Keeps the doubts ascending and without repeats.
  public init(log: LogID, doubts: some Sequence<SeenHead>) throws(ConsentError) {
    let doubts = Set(doubts).sorted()
    guard (1...128).contains(doubts.count) else { throw .outOfBounds("doubts") }
    self.log = log
    self.doubts = doubts
  }

  /// "Log L ends at n": how many records it is said to have had, at most.
  public var end: UInt64 { doubts.last?.count ?? 0 }
}

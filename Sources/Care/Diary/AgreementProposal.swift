import Vault

/// What a partner proposes: the items, the comfort signals, and for how long a yes holds.
public struct AgreementProposal: Fielded {
  /// The agreement that this is a new wording of; none for a new one.
  public var agreement: AgreementID?
  public var items: [Item]
  public var signals: [ComfortSignal]?
  /// For how many days a yes holds; 28 where nothing is said.
  public var reviewAfter: Int?

  public struct Item: Codable, Sendable, Equatable {
    /// The short name both call it by; made from the words where it is not given.
    public var id: String?
    public var what: String
    /// What it costs in energy, 0–10.
    public var cost: Int?
  }

  public static let fields = [
    Field("agreement", .identifier, prompt: "A new wording of which agreement?"),
    Field(
      "items",
      .list(
        .object([
          Field("id", .line(max: 32), prompt: "A short name for it? Enter makes one."),
          Field("what", .line(max: 200), prompt: "What may be asked?", required: true),
          Field("cost", .number(0...10), prompt: "What does it cost in energy, 0 to 10?"),
        ]), max: 64),
      prompt: "What may be welcome to ask for?", required: true),
    Field(
      "signals",
      .list(
        .object([
          Field("signal", .line(max: 100), prompt: "What is the sign?", required: true),
          Field("meaning", .line(max: 200), prompt: "What does it mean?", required: true),
        ]), max: 16),
      prompt: "Which signals have you agreed on?"),
    Field(
      "reviewAfter", .number(1...90), label: "look again after (days)",
      prompt: "After how many days, 1 to 90, do you want to look at it again? Enter: 28"),
  ]

  /// Reads one JSON object, strictly.
  public static func decode(_ json: [UInt8]) throws(CareError) -> AgreementProposal {
    guard json.count <= ConsentBody.limit * 6 else { throw .tooLarge(limit: ConsentBody.limit * 6) }
    let tree = try JSONScanner.scan(json)
    try FieldCheck.check(tree, against: fields)
    return try EntryCoding.value(AgreementProposal.self, from: tree, kind: "agreement")
  }

  /// The revision that this proposes.
  func revision(of agreement: AgreementID, after parents: [ConsentHash]) throws(ConsentError)
    -> AgreementRevision
  {
    var taken: Set<ItemID> = []
    var named: [AgreementItem] = []
    for item in items {
      let id: ItemID
      if let given = item.id {
        guard let chosen = ItemID(given), !taken.contains(chosen) else {
          throw .outOfBounds("items")
        }
        id = chosen
      } else {
        id = try AgreementProposal.name(for: item.what, besides: taken)
      }
      taken.insert(id)
      named.append(
        AgreementItem(id: id, what: item.what, energyCost: item.cost.map { UInt8(clamping: $0) }))
    }
    return try AgreementRevision(
      agreement: agreement, parents: parents, items: named, signals: signals ?? [],
      reviewAfter: reviewAfter.map { UInt8(clamping: $0) } ?? AgreementRevision.usualReview)
  }

  /// A short name from the first words of an item, different from those taken.
  private static func name(for what: String, besides taken: Set<ItemID>) throws(ConsentError)
    -> ItemID
  {
    let words = what.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    var stem = ""
    for word in words.prefix(3) where stem.utf8.count + word.utf8.count < 24 {
      stem += (stem.isEmpty ? "" : "-") + word
    }
    if stem.isEmpty { stem = "item" }
    for number in 1...64 {
      guard let id = ItemID(number == 1 ? stem : "\(stem)-\(number)") else { break }
      if !taken.contains(id) { return id }
    }
    throw .outOfBounds("items")
  }
}

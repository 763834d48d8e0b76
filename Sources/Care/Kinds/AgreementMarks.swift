public import Vault

/// What a partner thinks of the items of one wording, alone and before anything is compared.
///
/// It never leaves the private diary. An answer says one bit an item, and only when it is given.
public struct AgreementMarks: EntryKind {
  /// A thought about one item; nothing but a yes ever becomes a yes.
  public enum Mark: String, Sendable, CaseIterable, Codable {
    case yes
    case maybe
    case notNow = "not now"
  }

  /// One item's short name, and what its reader thinks of it.
  public struct Item: Codable, Sendable, Equatable {
    public let item: String
    public let mark: Mark

    public init(item: String, mark: Mark) {
      self.item = item
      self.mark = mark
    }
  }

  public var agreement: AgreementID
  /// The wording's hash, 64 hex digits: a mark is for the words it was made beside.
  public var revision: String
  public var marks: [Item]
  public var thought: String?

  public init(agreement: AgreementID, revision: String, marks: [Item], thought: String? = nil) {
    self.agreement = agreement
    self.revision = revision
    self.marks = marks
    self.thought = thought
  }

  public static let name = "marks"
  public static let title = "thought on an agreement"
  public static let hasCommand = false
  public static let tag = KindTag.agreementMarks
  public static let defaultAudience = Audience.private
  public static let audiences = AudienceRule.privateOnly
  public static let summaryRule = SummaryRule.never
  public static let fields = [
    Field("agreement", .identifier, prompt: "Which agreement?", required: true, given: true),
    Field(
      "revision", .hex(bytes: 32), label: "wording", prompt: "Which?", required: true, given: true),
    Field(
      "marks",
      .list(
        .object([
          Field("item", .line(max: 32), prompt: "Which item?", required: true),
          Field("mark", .choice(of: Mark.self), prompt: "Yes, maybe or not now?", required: true),
        ]), max: 64),
      prompt: "What do you think of each?", required: true),
    Field("thought", .text(max: 5000), prompt: "Anything you want to think over, for yourself?"),
  ]
  public static let example = AgreementMarks(
    agreement: AgreementID(value: 0xa9), revision: String(repeating: "a9", count: 32),
    marks: [Item(item: "hands", mark: .yes), Item(item: "slow-bath", mark: .maybe)],
    thought: "The bath, once the stairs are easier.")

  public var line: String {
    marks.map { "\($0.item): \($0.mark.rawValue)" }.joined(separator: ", ")
  }
}

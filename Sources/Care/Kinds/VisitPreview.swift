public import Vault

/// That the patient saw exactly what would leave; always private. `visit export` compares the hash.
public struct VisitPreview: EntryKind {
  public var visit: RecordID
  /// The 32-byte hash of the document tree that was shown, as 64 lowercase hex digits.
  public var document: String

  public init(visit: RecordID, document: String) {
    self.visit = visit
    self.document = document
  }

  public static let name = "visitpreview"
  public static let title = "preview of a visit's page"
  public static let tag = KindTag.visitPreview
  public static let hasCommand = false
  public static let isListed = false
  public static let defaultAudience = Audience.private
  public static let audiences = AudienceRule.privateOnly
  public static let summaryRule = SummaryRule.never
  public static let inputExtras: [Field] = []
  public static let fields = [
    Field("visit", .identifier, prompt: "For which visit?", required: true, given: true),
    Field(
      "document", .hex(bytes: 32), prompt: "Which page was shown?", required: true, given: true),
  ]
  public static let example = VisitPreview(
    visit: RecordID(value: 1), document: String(repeating: "0f", count: 32))

  public var line: String { "page seen" }
}

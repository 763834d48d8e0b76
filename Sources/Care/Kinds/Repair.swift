public import Vault

/// After a misunderstanding: both write what they heard, what they meant and what next, and both
/// parts open together, see ``Reveal``.
///
/// On one's own it is a private note that holds its three parts.
public struct Repair: EntryKind {
  /// What it was about, in a few words that both read.
  public var about: String
  public var heard: String?
  public var meant: String?
  public var next: String?

  public init(about: String, heard: String? = nil, meant: String? = nil, next: String? = nil) {
    self.about = about
    self.heard = heard
    self.meant = meant
    self.next = next
  }

  public static let name = "repair"
  public static let tag = KindTag.repair
  public static let hasCommand = false
  public static let defaultAudience = Audience.shared
  public static let answeredByEach: Set = ["heard", "meant", "next"]
  public static let summaryRule = SummaryRule.never
  public static let fields = [
    Field("about", .line(max: 200), prompt: "What was it about, in a few words?", required: true),
    Field("heard", .text(max: 1000), label: "what I heard", prompt: "What did you hear?"),
    Field("meant", .text(max: 1000), label: "what I meant", prompt: "What did you mean?"),
    Field("next", .text(max: 1000), label: "what next", prompt: "What next?"),
  ]
  public static let example = Repair(
    about: "Sunday evening", heard: "That I was a burden.", meant: "That I was tired.",
    next: "Say \"tired\" sooner.")

  public var line: String { about }
}

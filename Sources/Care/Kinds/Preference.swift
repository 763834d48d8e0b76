public import Vault

/// What somebody likes, or would rather avoid for now: the same few answers for both.
public protocol Preference: EntryKind {
  var what: String { get }
  var whom: Whom? { get }
  /// The last day on which it holds; without one it holds until it is amended.
  var until: CivilDate? { get }
}

/// Whose comfort a preference is about; it says nothing of who reads it.
public enum Whom: String, Sendable, CaseIterable, Codable {
  case me
  case both = "both of us"
}

extension Preference {
  public var validUntil: CivilDate? { until }

  public var line: String { what + (until.map { " · until \($0)" } ?? "") }

  static func table(asking prompt: String) -> [Field] {
    [
      Field("what", .line(max: 500), prompt: prompt, required: true),
      Field(
        "whom", .choice(of: Whom.self), label: "comfort of",
        prompt: "Whose comfort is it about: me, or both of us?", forTwo: true),
      Field("until", .date, prompt: "Until which day does it hold?"),
    ]
  }

  fileprivate func text(after label: String) -> String {
    "\(label): \(what)" + (until.map { " (until \($0))" } ?? "")
  }
}

/// Something that feels good.
public struct Like: Preference {
  public var what: String
  public var whom: Whom?
  public var until: CivilDate?

  public init(what: String, whom: Whom? = nil, until: CivilDate? = nil) {
    self.what = what
    self.whom = whom
    self.until = until
  }

  public static let name = "like"
  public static let purpose = "Keep what feels good."
  public static let tag = KindTag.like
  public static let defaultAudience = Audience.shared
  public static let summaryRule = SummaryRule.line(.closeness)
  public static let fields = table(asking: "What feels good?")
  public static let example = Like(
    what: "a warm hand between the shoulders", whom: .me, until: CivilDate("2026-06-01"))

  public var pickedText: String? { text(after: "Feels good") }
}

/// Something to avoid for now.
public struct Avoid: Preference {
  public var what: String
  public var whom: Whom?
  public var until: CivilDate?

  public init(what: String, whom: Whom? = nil, until: CivilDate? = nil) {
    self.what = what
    self.whom = whom
    self.until = until
  }

  public static let name = "avoid"
  public static let title = "avoid for now"
  public static let purpose = "Keep what to avoid for now, and until when."
  public static let tag = KindTag.avoid
  public static let defaultAudience = Audience.shared
  public static let summaryRule = SummaryRule.line(.closeness)
  public static let fields = table(asking: "What would you like to avoid for now?")
  public static let example = Avoid(
    what: "cold hands", whom: .both, until: CivilDate("2026-04-01"))

  public var pickedText: String? { text(after: "To avoid for now") }
}

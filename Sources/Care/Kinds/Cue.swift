public import Vault

/// A sign and what it means. It is agreed once both partners have kept the same, see ``AgreedCues``.
public struct Cue: EntryKind {
  /// What a sign can ask for.
  public enum Meaning: String, Sendable, CaseIterable, Codable {
    case ready, slow, pause
  }

  public var sign: String
  public var meaning: Meaning

  public init(sign: String, meaning: Meaning) {
    self.sign = sign
    self.meaning = meaning
  }

  public static let name = "cue"
  public static let purpose = "Keep a sign, and what it means."
  public static let tag = KindTag.cue
  public static let defaultAudience = Audience.shared
  public static let summaryRule = SummaryRule.never
  public static let fields = [
    Field("sign", .line(max: 120), prompt: "Which sign?", required: true),
    Field("meaning", .choice(of: Meaning.self), prompt: "What does it mean?", required: true),
  ]
  public static let example = Cue(sign: "two taps on the arm", meaning: .slow)

  public var line: String { "\(sign) → \(meaning.rawValue)" }
}

/// Signs that both partners have kept, with the same meaning.
///
/// They are compared by their words, not by an id: a sign that either amends is no longer the one
/// that the other has kept, and both keep it anew.
public struct AgreedCues: Sendable, Equatable {
  /// Signs that both have kept.
  public let agreed: [Cue]
  /// Signs that the viewer alone has kept so far.
  public let own: [Cue]
  /// Signs that the other alone has kept so far, for the viewer to keep too.
  public let offered: [Cue]

  /// - Parameters:
  ///   - mine: the viewer's current shared cues.
  ///   - theirs: the other's.
  public init(mine: [Cue], theirs: [Cue]) {
    let mine = Self.once(mine)
    let theirs = Self.once(theirs)
    let (left, right) = (Set(mine.map(\.words)), Set(theirs.map(\.words)))
    agreed = mine.filter { right.contains($0.words) }
    own = mine.filter { !right.contains($0.words) }
    offered = theirs.filter { !left.contains($0.words) }
  }

  private static func once(_ cues: [Cue]) -> [Cue] {
    var seen: Set<[String]> = []
    return cues.filter { seen.insert($0.words).inserted }
  }
}

extension Cue {
  /// What two cues have to have in common to be the same.
  fileprivate var words: [String] { [StarterWords.plain(sign), meaning.rawValue] }
}

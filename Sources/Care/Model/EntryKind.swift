public import Vault

/// What one kind of entry is: a value, and how it is named, stored, asked, shown and disclosed.
///
/// To add a kind, write one file with a struct that conforms, and one line in ``Kinds/all``. The
/// table of ``Fielded/fields`` drives the prompts, the strict check of JSON, the JSON Schema and
/// the screen; the tests run over every registered kind's ``example``.
public protocol EntryKind: Fielded {
  /// One word for machines and for `list`: "checkin". Never changes.
  static var name: String { get }
  /// What it is called in a sentence: "check-in".
  static var title: String { get }
  /// The command that writes it, where it is not the name.
  static var command: String { get }
  /// What its command does, for the help.
  static var purpose: String { get }
  /// Whether it has a write command of its own, rather than being written by another's.
  static var hasCommand: Bool { get }
  /// Whether lists show it without being asked for its kind.
  static var isListed: Bool { get }
  /// The number that stands for the kind in a record; see ``KindTag``. Never changes.
  static var tag: UInt16 { get }
  /// Who reads it unless its author says otherwise.
  static var defaultAudience: Audience { get }
  /// Who it can be for at all.
  static var audiences: AudienceRule { get }
  /// Whether it can be forgotten (`diary`) or is permanent (`consent`).
  static var logClass: LogClass { get }
  /// What a summary may show of it, once its owner has picked it.
  static var summaryRule: SummaryRule { get }
  /// Fields that may be typed next to the value's own and are not part of it; see ``EntryInput``.
  static var inputExtras: [Field] { get }
  /// Fields that two answer for themselves and that open together: no shared entry holds them.
  static var answeredByEach: Set<String> { get }
  /// A value with every field in it, for the schema and the tests.
  static var example: Self { get }

  /// The value on one line, for lists.
  var line: String { get }
  /// The words that stand on a page when this entry is picked as a line; `nil` where it has none.
  var pickedText: String? { get }
  /// The last day on which the entry holds; `nil` where it has no end.
  var validUntil: CivilDate? { get }
}

extension EntryKind {
  public static var title: String { name }
  public static var command: String { name }
  public static var purpose: String {
    "Keep a \(title)\(defaultAudience == .private ? ", for yourself" : "")."
  }
  public static var hasCommand: Bool { true }
  public static var isListed: Bool { true }
  public static var answeredByEach: Set<String> { [] }
  public static var audiences: AudienceRule { .either }
  public static var logClass: LogClass { .diary }
  public static var inputExtras: [Field] { [EntryInput.tagsField] }
  public var pickedText: String? { nil }
  public var validUntil: CivilDate? { nil }
}

/// Who a kind can be for.
public enum AudienceRule: Sendable, Equatable {
  case either, privateOnly, sharedOnly

  public func allows(_ audience: Audience) -> Bool {
    switch self {
    case .either: true
    case .privateOnly: audience == .private
    case .sharedOnly: audience == .shared
    }
  }
}

/// What a summary may show of a kind. Nothing is shown that its owner has not picked.
public enum SummaryRule: Sendable, Equatable {
  /// Nothing, ever.
  case never
  /// A line in its owner's words, in this section unless the pick names another.
  case line(SummarySection)
  /// Readings of picked measures; its note as a line.
  case readings
  /// The medicine lanes; a single event as a line.
  case medicines
  /// The table of advice tried.
  case advice
  /// A day on the shared axis, with no reason.
  case restDays
}

/// The sections of a page that lines can stand in.
public enum SummarySection: String, Sendable, CaseIterable {
  case questions, changes, closeness, goingWell, mattersNext
}

/// The numbers that stand for kinds in records. A number is never used twice.
public enum KindTag {
  public static let reflection: UInt16 = 0x0001
  public static let checkIn: UInt16 = 0x0002
  public static let note: UInt16 = 0x0003
  public static let medicine: UInt16 = 0x0004
  public static let question: UInt16 = 0x0005

  public static let visit: UInt16 = 0x0010
  public static let visitPick: UInt16 = 0x0011
  public static let visitPreview: UInt16 = 0x0012
  public static let visitRelease: UInt16 = 0x0013

  /// What a partner thinks of an agreement's items, alone.
  public static let agreementMarks: UInt16 = 0x0018

  public static let feeling: UInt16 = 0x0020
  public static let afterwards: UInt16 = 0x0021
  public static let like: UInt16 = 0x0022
  public static let avoid: UInt16 = 0x0023
  public static let cue: UInt16 = 0x0024
  public static let win: UInt16 = 0x0025
  public static let kindness: UInt16 = 0x0026
  public static let milestone: UInt16 = 0x0027
  public static let starterChange: UInt16 = 0x0028
  /// Kept for what else is written.
  public static let writing: ClosedRange<UInt16> = 0x0029...0x002F
  /// Kept for `closeness today turn ritual goal rest cal review ask repair`.
  public static let together: ClosedRange<UInt16> = 0x0030...0x005F
  public static let advice: UInt16 = 0x0060
  /// What changed in somebody's health.
  public static let healthChange: UInt16 = 0x0061
  /// Kept for what follows from these.
  public static let health: ClosedRange<UInt16> = 0x0062...0x006F
  /// Kept for the program's own private notes, which are no entries.
  public static let notes: ClosedRange<UInt16> = 0x0070...0x007F
  /// Agreements, answers, withdrawals: permanent records.
  public static let consent: ClosedRange<UInt16> = 0x0100...0x01FF
}

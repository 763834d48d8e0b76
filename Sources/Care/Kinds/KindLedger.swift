import Vault

/// Who sees what of each kind of entry: the table that docs/guide.md prints and a test drives.
public enum KindLedger {
  /// One line of the table.
  public struct Row: Sendable, Equatable {
    public let kind: String
    /// How it is written: `vesper feel`.
    public let command: String
    public let audience: String
    public let page: String
  }

  public static let rows = Kinds.all.map { kind in
    Row(
      kind: kind.title,
      command: kind.hasCommand ? "`\(kind.command)`" : "",
      audience: audience(of: kind), page: page(of: kind))
  }

  /// The table in Markdown, with a line end.
  public static var markdown: String {
    let head = [
      "| what | command | who reads it | what a page for a clinician may show, once you pick it |",
      "|---|---|---|---|",
    ]
    let lines = rows.map { "| \($0.kind) | \($0.command) | \($0.audience) | \($0.page) |" }
    return (head + lines).joined(separator: "\n") + "\n"
  }

  private static func page(of kind: any EntryKind.Type) -> String {
    // The one kind that somebody else picks.
    kind.tag == VisitRelease.tag
      ? "its words, on your partner's page, if your partner picks them" : kind.summaryRule.words
  }

  private static func audience(of kind: any EntryKind.Type) -> String {
    switch (kind.audiences, kind.defaultAudience) {
    case (.privateOnly, _): "you alone, always"
    case (.sharedOnly, _): "both of you"
    case (.either, .private): "you alone; both with `--us`"
    case (.either, .shared): "both of you; you alone with `--me`"
    }
  }
}

extension SummaryRule {
  /// What a page may show, in words.
  var words: String {
    switch self {
    case .never: "nothing"
    case .line(let section): "a line, under \"\(section.title)\""
    case .readings: "the measures you name; your note as a line"
    case .medicines: "lanes of your medicines; one event as a line"
    case .advice: "a line in the table \"Advice tried\""
    case .restDays: "a mark on the day"
    }
  }
}

extension SummarySection {
  /// What the section is called on a page.
  var title: String {
    switch self {
    case .questions: "My questions"
    case .changes: "What changed"
    case .closeness: "Closeness and comfort"
    case .goingWell: "What is going well"
    case .mattersNext: "What matters next"
    }
  }
}

/// One entry from a file, ready to be kept.
public struct ImportedEntry: Sendable {
  public let value: any EntryKind
  public let about: CivilDate
  /// Without the symbol in front, in lower case, sorted.
  public let tags: [String]
  /// The same for the same entry at every import, so that a second one adds nothing.
  public let source: String
}

public import Vault

/// What can be known of an entry without decoding its body: the record's fixed fields.
public struct EntryHeader: Sendable, Hashable {
  public let id: RecordID
  /// The kind's tag, see ``KindTag``.
  public let tag: UInt16
  public let author: PartnerID
  public let audience: Audience
  public let logClass: LogClass
  /// The day the entry is about.
  public let about: CivilDate
  /// When it was entered.
  public let entered: Moment

  public init(
    id: RecordID, tag: UInt16, author: PartnerID, audience: Audience, logClass: LogClass = .diary,
    about: CivilDate, entered: Moment
  ) {
    self.id = id
    self.tag = tag
    self.author = author
    self.audience = audience
    self.logClass = logClass
    self.about = about
    self.entered = entered
  }

  /// Whether the entry was written on a later day than the one it is about.
  public var isBackDated: Bool { entered.date > about }
}

/// What the diary stores: a care value, who wrote it for whom, and when.
public struct Entry: Sendable {
  public let id: RecordID
  public let value: any EntryKind
  public let author: PartnerID
  public let audience: Audience
  public let about: CivilDate
  /// When it was entered, by its author's clock.
  public let entered: Moment
  /// The same as far as can be told: what says a time that cannot be right is as old as what was written
  /// before it in its log. Entries are ordered by this.
  public internal(set) var standing: Moment
  /// Without `@`, in lower case.
  public let tags: [String]
  /// The first version of what this entry replaces, never an amendment of it; see ``Amendments``.
  public let amends: RecordID?
  /// Where an imported entry came from: the importer's name, a colon, a digest.
  public let source: String?

  public init(
    id: RecordID, value: any EntryKind, author: PartnerID, audience: Audience, about: CivilDate,
    entered: Moment, tags: [String] = [], amends: RecordID? = nil, source: String? = nil
  ) {
    self.id = id
    self.value = value
    self.author = author
    self.audience = audience
    self.about = about
    self.entered = entered
    standing = entered
    self.tags = tags
    self.amends = amends
    self.source = source
  }

  public var kind: any EntryKind.Type { type(of: value) }
  public var logClass: LogClass { kind.logClass }

  public var header: EntryHeader {
    EntryHeader(
      id: id, tag: kind.tag, author: author, audience: audience, logClass: logClass, about: about,
      entered: entered)
  }
}

extension Entry: Equatable {
  public static func == (left: Self, right: Self) -> Bool {
    left.header == right.header && left.value.equals(right.value) && left.tags == right.tags
      && left.amends == right.amends && left.source == right.source
  }
}

extension Entry {
  /// Whether one of two entries was entered before the other; the same on every device.
  static func isOlder(_ left: Entry, _ right: Entry) -> Bool {
    (left.standing, left.entered, left.id) < (right.standing, right.entered, right.id)
  }
}

extension EntryKind {
  fileprivate func equals(_ other: any EntryKind) -> Bool { (other as? Self) == self }
}

import Vault

/// What a person or a script hands to a write command: one kind's value, and what goes with it.
public struct EntryInput: Sendable {
  public let value: any EntryKind
  /// Without `@`, in lower case.
  public let tags: [String]
  /// The parts of a check-in to share; see ``CheckIn/split(audiences:other:)``.
  public let share: [String]
  /// When a goal softens, for its author alone; see ``Threshold``.
  public let soften: String?

  /// More than this is refused before it is read as JSON. Escapes can make a text six times as
  /// long as what they stand for.
  public static let largestInput = 6 * EntryCoding.largestBody

  static let tagsField = Field(
    "tags", .list(.tag, max: Tags.limit), prompt: "Words to find it by?")
  static let shareField = Field(
    "share", .list(.choice(CheckIn.parts), max: CheckIn.parts.count),
    prompt: "Which of these may both of you read?", forTwo: true)
  static let softenField = Field("soften", Threshold.shape, prompt: Threshold.prompt)
    .of(Threshold.form)

  /// A value as it stands, with no tags.
  public init(value: any EntryKind) { self.init(value: value, tags: [], share: []) }

  init(value: any EntryKind, tags: [String], share: [String], soften: String? = nil) {
    self.value = value
    self.tags = tags
    self.share = share
    self.soften = soften
  }

  private struct Extras: Decodable {
    let tags: [String]?
    let share: [String]?
    let soften: String?
  }

  /// The fields a person may type for a kind, in the order they are asked.
  public static func fields(of kind: any EntryKind.Type) -> [Field] {
    kind.fields.filter { !$0.isGiven } + kind.inputExtras
  }

  /// The fields that somebody is asked for in a new entry. Tags are words with an @ in any text.
  public static func questions(of kind: any EntryKind.Type) -> [Field] {
    fields(of: kind).filter { $0.isAsked && $0.key != tagsField.key }
  }

  /// The fields of an entry that can be amended.
  ///
  /// Who reads it, and other entries written with it, stay; an answer that opens together with the
  /// other's is never in what both read already.
  public static func amendable(of entry: Entry) -> [Field] {
    let kind = entry.kind
    return kind.fields.filter { field in
      !field.isGiven
        && (entry.audience == .private || !kind.answeredByEach.contains(field.key))
    } + kind.inputExtras.filter { $0.key == tagsField.key }
  }

  /// Reads one JSON object, strictly.
  ///
  /// - Parameters:
  ///   - given: what the command itself supplies, by key: texts, such as a visit's id.
  ///   - identifier: the whole id that first digits stand for; `nil` where they name nothing.
  public static func decode(
    _ json: [UInt8], as kind: any EntryKind.Type, given: [String: String] = [:],
    identifier: (String) -> String? = { $0 }
  ) throws(CareError) -> EntryInput {
    let tree = try scan(json).completing(identifier, fields(of: kind))
    return try read(tree, as: kind, fields(of: kind), given: given)
  }

  /// Reads what is to change in an entry: one JSON object (RFC 7396, on its top level).
  ///
  /// A field that is there takes the place of the present one, `null` takes it away, and what is
  /// not named stays. Tags that stand in a text follow the text.
  public static func amending(
    _ entry: Entry, with json: [UInt8], identifier: (String) -> String? = { $0 }
  ) throws(CareError) -> EntryInput {
    let fields = amendable(of: entry)
    guard case .object(let changes) = try scan(json).completing(identifier, fields).value else {
      throw .field("entry", .expected("an object"))
    }
    var members = try EntryCoding.tree(of: entry.value).members
    var given: [String: String] = [:]
    for member in members where !fields.contains(where: { $0.key == member.key }) {
      guard entry.kind.fields.contains(where: { $0.key == member.key && $0.isGiven }) else {
        continue
      }
      if case .string(let text) = member.node.value { given[member.key] = text }
    }
    members.removeAll { given[$0.key] != nil }
    let tags = explicitTags(of: entry).map { JSONNode(.string($0)) }
    if !tags.isEmpty { members.append(JSONMember(tagsField.key, .array(tags))) }
    for change in changes {
      members.removeAll { $0.key == change.key }
      if case .null = change.node.value, fields.contains(where: { $0.key == change.key }) {
        continue
      }
      members.append(change)
    }
    return try read(JSONNode(.object(members)), as: entry.kind, fields, given: given)
  }

  /// An entry's tags that do not stand in its texts.
  public static func explicitTags(of entry: Entry) -> [String] {
    let found = Set(tagsInTexts(of: entry.value))
    return entry.tags.filter { !found.contains($0) }
  }

  /// The tags that stand in a value's texts.
  static func tagsInTexts(of value: some EntryKind) -> [String] {
    guard let tree = try? EntryCoding.tree(of: value) else { return [] }
    return Tags.found(inTextsOf: tree, type(of: value).fields)
  }

  /// Reads one JSON object to which the command adds an answer that is there already.
  public static func decode(
    _ json: [UInt8], as kind: any EntryKind.Type, adding key: String, _ text: String
  ) throws(CareError) -> EntryInput {
    guard json.count <= largestInput else { throw .tooLarge(limit: largestInput) }
    let tree = try JSONScanner.scan(json).unifyingLineEnds()
    guard case .object(let members) = tree.value else {
      throw .field("entry", .expected("an object"))
    }
    let others = members.filter { $0.key != key }
    return try read(
      JSONNode(.object(others + [JSONMember(key, .string(text))])), as: kind, fields(of: kind),
      given: [:])
  }

  /// A reflection from plain text, with the tags that stand in it.
  public static func reflection(_ text: [UInt8]) throws(CareError) -> EntryInput {
    guard text.count <= EntryCoding.largestBody else {
      throw .tooLarge(limit: EntryCoding.largestBody)
    }
    if let offset = TextPosition.firstInvalid(in: text) {
      throw .notJSON(.notUTF8, TextPosition(byte: offset, in: text))
    }
    let hasMark = text.starts(with: [0xEF, 0xBB, 0xBF])
    let words = String(decoding: text.dropFirst(hasMark ? 3 : 0), as: UTF8.self)
      .unifyingLineEnds().trimmingOuterLines()
    let tree = JSONNode(.object([JSONMember("text", .string(words))]))
    return try read(tree, as: Reflection.self, fields(of: Reflection.self), given: [:])
  }

  private static func scan(_ json: [UInt8]) throws(CareError) -> JSONNode {
    guard json.count <= largestInput else { throw .tooLarge(limit: largestInput) }
    return try JSONScanner.scan(json).unifyingLineEnds()
  }

  private static func read<Value: EntryKind>(
    _ tree: JSONNode, as kind: Value.Type, _ fields: [Field], given: [String: String]
  ) throws(CareError) -> EntryInput {
    try FieldCheck.check(tree, against: fields)
    var members = tree.members
    members += given.sorted { $0.key < $1.key }.map { JSONMember($0.key, .string($0.value)) }
    let extras = try EntryCoding.value(Extras.self, from: tree, kind: Value.name)
    let own = Set(Value.fields.map(\.key))
    let ownTree = JSONNode(.object(members.filter { own.contains($0.key) }))
    try FieldCheck.check(ownTree, against: Value.fields)
    let value = try EntryCoding.value(Value.self, from: ownTree, kind: Value.name)
    try value.check()
    var tags = extras.tags ?? []
    if fields.contains(where: { $0.key == tagsField.key }) {
      tags += Tags.found(inTextsOf: ownTree, Value.fields).filter { !tags.contains($0) }
    }
    let soften = Value.inputExtras.contains { $0.key == softenField.key } ? extras.soften : nil
    if let soften, Threshold(soften) == nil {
      throw .field("soften", .expected(Threshold.expectation))
    }
    return EntryInput(
      value: value, tags: Array(tags.prefix(Tags.limit)), share: extras.share ?? [],
      soften: soften)
  }
}

extension String {
  /// The text without blank lines in front, and without white space at its end.
  func trimmingOuterLines() -> String {
    var scalars = Substring(self).unicodeScalars
    while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
    while let end = scalars.firstIndex(of: "\n"),
      scalars[..<end].allSatisfy(\.properties.isWhitespace)
    {
      scalars = scalars[scalars.index(after: end)...]
    }
    return String(scalars)
  }
}

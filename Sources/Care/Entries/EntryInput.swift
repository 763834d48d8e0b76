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

  private struct Extras: Decodable {
    let tags: [String]?
    let share: [String]?
    let soften: String?
  }

  /// The fields a person may type for a kind, in the order they are asked.
  public static func fields(of kind: any EntryKind.Type) -> [Field] {
    kind.fields.filter { !$0.isGiven } + kind.inputExtras
  }

  /// Reads one JSON object, strictly.
  ///
  /// - Parameter given: what the command itself supplies, by key: texts, such as a visit's id.
  public static func decode(
    _ json: [UInt8], as kind: any EntryKind.Type, given: [String: String] = [:]
  ) throws(CareError) -> EntryInput {
    guard json.count <= largestInput else { throw .tooLarge(limit: largestInput) }
    return try read(JSONScanner.scan(json).unifyingLineEnds(), as: kind, given: given)
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
      JSONNode(.object(others + [JSONMember(key, .string(text))])), as: kind, given: [:])
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
    return try read(tree, as: Reflection.self, given: [:])
  }

  private static func read<Value: EntryKind>(
    _ tree: JSONNode, as kind: Value.Type, given: [String: String]
  ) throws(CareError) -> EntryInput {
    try FieldCheck.check(tree, against: fields(of: kind))
    guard case .object(var members) = tree.value else { throw .inconsistentKind(Value.name) }
    members += given.sorted { $0.key < $1.key }.map { JSONMember($0.key, .string($0.value)) }
    let extras = try EntryCoding.value(Extras.self, from: tree, kind: Value.name)
    let own = Set(Value.fields.map(\.key))
    let ownTree = JSONNode(.object(members.filter { own.contains($0.key) }))
    try FieldCheck.check(ownTree, against: Value.fields)
    let value = try EntryCoding.value(Value.self, from: ownTree, kind: Value.name)
    try value.check()
    var tags = extras.tags ?? []
    if let reflection = value as? Reflection {
      tags += Tags.found(in: reflection.text).filter { !tags.contains($0) }
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
    var scalars = unicodeScalars[...]
    while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
    while let end = scalars.firstIndex(of: "\n"),
      scalars[..<end].allSatisfy(\.properties.isWhitespace)
    {
      scalars = scalars[scalars.index(after: end)...]
    }
    return String(scalars)
  }
}

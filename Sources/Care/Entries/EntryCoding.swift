internal import FoundationEssentials
internal import Vault

/// The body of a record: canonical JSON, with members sorted by name and no white space.
///
/// `{"amends":"…","source":"…","tags":["…"],"value":{…}}`; only `value` is always there. Reading is
/// as strict as writing: a body from a partner's device is checked in full before it is decoded.
public enum EntryCoding {
  /// The most bytes of one body: what one record holds (docs/format.md).
  public static let largestBody = 1_048_576
  /// Unicode scalars in the longest text. Less fits where scalars take several bytes each; what is
  /// left of ``largestBody`` carries the rest of the body.
  public static let longestText = largestBody - 65_536

  static let envelope = [
    Field("tags", .list(.tag, max: Tags.limit), prompt: "Tags"),
    Field("amends", .identifier, prompt: "Amends"),
    Field("source", .line(max: 200), prompt: "Source"),
  ]

  private struct Body<Value: EntryKind>: Codable {
    let value: Value
    let tags: [String]?
    let amends: RecordID?
    let source: String?
  }

  /// The body of an entry, checked against its kind's table first.
  public static func encode(_ entry: Entry) throws(CareError) -> [UInt8] {
    guard entry.kind.audiences.allows(entry.audience) else {
      throw .wrongAudience(kind: entry.kind.title)
    }
    return try encode(entry.value, of: entry)
  }

  private static func encode<Value: EntryKind>(
    _ value: Value, of entry: Entry
  ) throws(CareError) -> [UInt8] {
    let body = Body(
      value: value, tags: entry.tags.isEmpty ? nil : entry.tags, amends: entry.amends,
      source: entry.source)
    let bytes = try json(body, kind: Value.name)
    guard bytes.count <= largestBody else { throw .tooLarge(limit: largestBody) }
    try check(JSONScanner.scan(bytes), as: Value.self)
    try value.check()
    return bytes
  }

  /// The entry in a record's body; `header` is what the record's fixed fields say.
  public static func decode(_ body: [UInt8], header: EntryHeader) throws(CareError) -> Entry {
    try decodeTree(body, header: header).entry
  }

  /// The entry in a record's body, and the tree that it was decoded from.
  static func decodeTree(_ body: [UInt8], header: EntryHeader) throws(CareError)
    -> (entry: Entry, tree: JSONNode)
  {
    let kind = try Kinds.kind(tagged: header.tag)
    guard kind.audiences.allows(header.audience) else { throw .wrongAudience(kind: kind.title) }
    guard kind.logClass == header.logClass else { throw .wrongLog(kind: kind.title) }
    guard body.count <= largestBody else { throw .tooLarge(limit: largestBody) }
    let tree = try JSONScanner.scan(body)
    return (try decode(tree, as: kind, header: header), tree)
  }

  private static func decode<Value: EntryKind>(
    _ tree: JSONNode, as kind: Value.Type, header: EntryHeader
  ) throws(CareError) -> Entry {
    try check(tree, as: kind)
    let body = try value(Body<Value>.self, from: tree, kind: Value.name)
    try body.value.check()
    return Entry(
      id: header.id, value: body.value, author: header.author, audience: header.audience,
      about: header.about, entered: header.entered, tags: body.tags ?? [], amends: body.amends,
      source: body.source)
  }

  private static func check<Value: EntryKind>(
    _ tree: JSONNode, as kind: Value.Type
  ) throws(CareError) {
    try FieldCheck.check(tree, against: envelope, value: Value.fields)
  }

  /// The JSON of a value alone, as `--json` prints it under `body`.
  public static func json(of value: some Fielded) throws(CareError) -> [UInt8] {
    try json(value, kind: "\(type(of: value))")
  }

  /// The value's JSON as a tree.
  static func tree(of value: some Fielded) throws(CareError) -> JSONNode {
    try JSONScanner.scan(json(of: value))
  }

  /// Decodes a checked tree. The decoder sees only what this module wrote itself, so nothing that
  /// two JSON readers might read differently reaches it.
  static func value<Value: Decodable>(
    _ type: Value.Type, from tree: JSONNode, kind: String
  ) throws(CareError) -> Value {
    do {
      return try Value(from: NodeDecoder(tree))
    } catch {
      throw .inconsistentKind(kind)
    }
  }

  private static func json(_ value: some Encodable, kind: String) throws(CareError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return try Array(encoder.encode(value))
    } catch {
      throw .inconsistentKind(kind)
    }
  }
}

import Vault

/// One entry as a line of an export: one JSON object, members in a fixed order, without white space.
///
/// `docs/export.md` describes it; a second program writes the same bytes from the same records.
public struct ExportLine: Sendable {
  let entry: Entry
  /// What the author is called.
  let author: String
  /// The value as it was read; `nil` where it is to be encoded.
  private let value: JSONNode?

  init(entry: Entry, author: String) {
    self.entry = entry
    self.author = author
    value = nil
  }

  /// The line of a record, from its own body: what was checked needs no encoding once more.
  init(_ body: [UInt8], header: EntryHeader, author: String) throws(CareError) {
    let (entry, tree) = try EntryCoding.decodeTree(body, header: header)
    self.entry = entry
    self.author = author
    value = tree["value"]?.sortingMembers()
  }

  /// The line with its line end.
  public func bytes() throws(CareError) -> [UInt8] {
    var members = [
      JSONMember("id", .string(entry.id.description)),
      JSONMember("kind", .string(entry.kind.name)),
      JSONMember("author", .string(author)),
      JSONMember("audience", .string("\(entry.audience)")),
      JSONMember("about", .string(entry.about.description)),
      JSONMember("entered", .string(entry.entered.description)),
      JSONMember("tags", .array(entry.tags.map { JSONNode(.string($0)) })),
    ]
    if let amends = entry.amends {
      members.append(JSONMember("amends", .string(amends.description)))
    }
    if let source = entry.source { members.append(JSONMember("source", .string(source))) }
    let body: JSONNode
    if let value { body = value } else { body = try EntryCoding.tree(of: entry.value) }
    members.append(JSONMember("body", body))
    return JSONNode(.object(members)).compact + [UInt8(ascii: "\n")]
  }

  /// A table of the members, for the schema and the strict reader; `body` is the kind's own.
  static let fields = [
    Field("id", .hex(bytes: 16), prompt: "The entry's own id.", required: true),
    Field("kind", .line(max: 40), prompt: "What it is.", required: true),
    Field("author", .line(max: 63), prompt: "Who wrote it.", required: true),
    Field(
      "audience", .choice(["private", "shared"]), prompt: "Who could read it.", required: true),
    Field("about", .date, prompt: "The day it is about.", required: true),
    Field(
      "entered", .line(max: 40), prompt: "When it was written: ISO 8601 with an offset.",
      required: true),
    Field("tags", .list(.tag, max: Tags.limit), prompt: "Words to find it by.", required: true),
    Field("amends", .hex(bytes: 16), prompt: "The first version of what it takes the place of."),
    Field("source", .line(max: 200), prompt: "Where an imported entry came from."),
  ]
}

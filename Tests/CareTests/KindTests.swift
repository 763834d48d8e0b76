import Testing
import Vault

@testable import Care

/// What holds for every kind in the registry, those to come included.
struct KindTests {
  @Test func `no two kinds share a name, a command or a tag`() {
    let names = Kinds.all.map { $0.name }
    #expect(Set(names).count == names.count)
    #expect(Set(Kinds.all.map { $0.command }).count == names.count)
    #expect(Set(Kinds.all.map { $0.tag }).count == names.count)
  }

  @Test(arguments: Kinds.all.indices)
  func `a kind's table names exactly the keys of its value`(index: Int) throws {
    let kind = Kinds.all[index]
    guard case .object(let members) = try EntryCoding.tree(of: kind.example).value else {
      Issue.record("not an object")
      return
    }
    #expect(Set(members.map(\.key)) == Set(kind.fields.map(\.key)))
    #expect(Set(kind.fields.map(\.key)).count == kind.fields.count)
    #expect(Set(kind.fields.map(\.label)).count == kind.fields.count)
    let extras = Set(kind.inputExtras.map(\.key))
    #expect(extras.isDisjoint(with: kind.fields.map(\.key)))
  }

  @Test(arguments: Kinds.all.indices)
  func `a kind's example comes back from its body, and its body from it`(index: Int) throws {
    let kind = Kinds.all[index]
    let audience = kind.defaultAudience
    #expect(kind.audiences.allows(audience))
    let entry = Samples.entry(
      1, kind.example, for: audience, tags: ["evening"], amends: 2, source: "jrnl:00")
    let body = try EntryCoding.encode(entry)
    let back = try EntryCoding.decode(body, header: entry.header)
    #expect(back == entry)
    #expect(try EntryCoding.encode(back) == body)
  }

  @Test(arguments: Kinds.all.indices)
  func `a kind shows every answer it has, and one line`(index: Int) {
    let kind = Kinds.all[index]
    #expect(kind.example.rows.map(\.label) == kind.fields.map(\.label))
    #expect(!kind.example.line.isEmpty)
    #expect(!kind.example.line.contains("\n"))
  }

  @Test(arguments: Kinds.all.indices)
  func `a schema is JSON and its example is accepted`(index: Int) throws {
    let kind = Kinds.all[index]
    let schema = try JSONScanner.scan(Array(JSONSchema.text(of: kind).utf8))
    guard case .array(let examples) = schema["examples"]?.value, let example = examples.first
    else {
      Issue.record("no example")
      return
    }
    let given = kind.fields.filter(\.isGiven).map(\.key)
    let tree = try EntryCoding.tree(of: kind.example)
    let values = given.compactMap { key -> (String, String)? in
      guard case .string(let text) = tree[key]?.value else { return nil }
      return (key, text)
    }
    let input = try EntryInput.decode(
      example.compact, as: kind, given: Dictionary(uniqueKeysWithValues: values))
    #expect(try EntryCoding.tree(of: input.value).compact == tree.compact)
  }

  @Test(arguments: ["checkin", "visitpick"])
  func `a schema reads as it always has`(name: String) throws {
    let schema = JSONSchema.text(of: try Kinds.kind(named: name))
    try Samples.expect(schema, matches: "Fixtures/\(name).schema.json")
  }
}

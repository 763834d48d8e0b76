extension JSONSchema {
  /// The schema of a line that `vesper export` writes.
  public static func exportLine() -> String {
    let kinds = Kinds.all.map { kind in
      JSONNode(
        .object([
          JSONMember(
            "properties",
            .object([
              JSONMember("kind", .object([JSONMember("const", .string(kind.name))])),
              JSONMember("body", .object(object(kind.fields))),
            ]))
        ]))
    }
    let line = object(ExportLine.fields)
    let members = line.map { member -> JSONMember in
      switch (member.key, member.node.value) {
      case ("properties", .object(let fields)):
        let body = JSONMember(
          "description", .string("What was written, as vesper schema KIND describes it."))
        return JSONMember("properties", .object(fields + [JSONMember("body", .object([body]))]))
      case ("required", .array(let keys)):
        return JSONMember("required", .array(keys + [JSONNode(.string("body"))]))
      default: return member
      }
    }
    let head = [
      JSONMember("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      JSONMember("title", .string("a line of a Vesper export")),
    ]
    return JSONNode(.object(head + members + [JSONMember("oneOf", .array(kinds))])).pretty + "\n"
  }
}

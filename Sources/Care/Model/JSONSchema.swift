/// The JSON Schema of what a write command takes (draft 2020-12), always in the same order.
///
/// The schema says all that the strict reader checks except: rules across two fields, control
/// characters and upper case in tags by scripts other than Latin, and the size of the whole.
public enum JSONSchema {
  /// The schema of a kind's input, over several lines, with a line end.
  public static func text(of kind: any EntryKind.Type) -> String {
    let fields = EntryInput.fields(of: kind)
    var members = [
      JSONMember("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      JSONMember("title", .string(kind.title)),
    ]
    members += object(fields)
    if let example = example(of: kind, fields: fields) {
      members.append(JSONMember("examples", .array([example])))
    }
    return JSONNode(.object(members)).pretty + "\n"
  }

  /// The schema of a value that is no kind of entry of its own.
  public static func text(of type: any Fielded.Type, title: String) -> String {
    let members = [
      JSONMember("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      JSONMember("title", .string(title)),
    ]
    return JSONNode(.object(members + object(type.fields))).pretty + "\n"
  }

  private static func example(of kind: any EntryKind.Type, fields: [Field]) -> JSONNode? {
    guard let tree = try? EntryCoding.tree(of: kind.example) else { return nil }
    return JSONNode(
      .object(
        fields.compactMap { field in
          tree[field.key].map { JSONMember(field.key, $0) }
        }))
  }

  static func object(_ fields: [Field]) -> [JSONMember] {
    var members = [
      JSONMember("type", .string("object")),
      JSONMember(
        "properties",
        .object(
          fields.map { field in
            let about = JSONMember("description", .string(field.prompt))
            return JSONMember(field.key, .object([about] + shape(field.shape)))
          })),
    ]
    let required = fields.filter(\.isRequired).map { JSONNode(.string($0.key)) }
    if !required.isEmpty { members.append(JSONMember("required", .array(required))) }
    members.append(JSONMember("additionalProperties", .bool(false)))
    return members
  }

  private static func shape(_ shape: Field.Shape) -> [JSONMember] {
    switch shape {
    case .line(let max):
      text(max: max, pattern: #"^[^\u0000-\u0008\u000A-\u001F\u007F-\u009F\u2028\u2029]*$"#)
    case .text(let max):
      text(max: max, pattern: #"^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]*$"#)
    case .scale: integer(0...10)
    case .number(let range): integer(range)
    case .choice(let words):
      [JSONMember("enum", .array(words.map { JSONNode(.string($0)) }))]
    case .flag: [JSONMember("type", .string("boolean"))]
    case .date: pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", format: "date")
    case .time: pattern("^([01][0-9]|2[0-3]):[0-5][0-9]$")
    case .span: pattern("^([1-9]|[1-8][0-9]|90)d$")
    case .hex(bytes: 16): pattern("^[0-9a-f]{4,32}$")
    case .hex(let bytes): pattern("^[0-9a-f]{\(bytes * 2)}$")
    case .tag:
      [
        JSONMember("type", .string("string")), JSONMember("minLength", .integer(1)),
        JSONMember("maxLength", .integer(Tags.longest)),
        JSONMember("pattern", .string(#"^[^@\sA-Z][^\sA-Z]*$"#)),
      ]
    case .list(let item, let max):
      [
        JSONMember("type", .string("array")),
        JSONMember("items", .object(Self.shape(item))),
        JSONMember("maxItems", .integer(max)),
      ] + (item.standsOnce ? [JSONMember("uniqueItems", .bool(true))] : [])
    case .object(let fields): object(fields)
    }
  }

  private static func text(max: Int, pattern: String) -> [JSONMember] {
    [
      JSONMember("type", .string("string")), JSONMember("minLength", .integer(1)),
      JSONMember("maxLength", .integer(max)),
      JSONMember(
        "allOf",
        .array(
          [pattern, #"\S"#].map { JSONNode(.object([JSONMember("pattern", .string($0))])) })),
    ]
  }

  private static func integer(_ range: ClosedRange<Int>) -> [JSONMember] {
    [
      JSONMember("type", .string("integer")),
      JSONMember("minimum", .integer(range.lowerBound)),
      JSONMember("maximum", .integer(range.upperBound)),
    ]
  }

  private static func pattern(_ pattern: String, format: String? = nil) -> [JSONMember] {
    [JSONMember("type", .string("string"))]
      + (format.map { [JSONMember("format", .string($0))] } ?? [])
      + [JSONMember("pattern", .string(pattern))]
  }
}

extension Field.Shape {
  /// Whether a list holds each of its items once. Words of a person's own may repeat.
  var standsOnce: Bool {
    switch self {
    case .line, .text, .object, .scale, .number, .flag, .list: false
    case .choice, .date, .time, .span, .hex, .tag: true
    }
  }
}

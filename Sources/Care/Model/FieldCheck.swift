/// Holds a JSON tree against a table of fields.
enum FieldCheck {
  /// Refuses keys outside the table, missing fields, and whatever a shape does not admit.
  static func check(_ node: JSONNode, against fields: [Field]) throws(CareError) {
    try check(node, fields, path: "")
  }

  /// Holds an envelope and the value in it against their tables.
  ///
  /// - Parameter value: the table of the member `value`, which has to be there.
  static func check(
    _ node: JSONNode, against envelope: [Field], value fields: [Field]
  ) throws(CareError) {
    guard case .object(let members) = node.value,
      members.contains(where: { $0.key == "value" }),
      members.allSatisfy({ member in
        member.key == "value" || envelope.contains { $0.key == member.key }
      }), !envelope.contains(where: \.isRequired)
    else {
      // Something is wrong with the envelope itself: said as of any other table.
      let value = Field("value", .object(fields), prompt: "", required: true)
      return try check(node, envelope + [value], path: "")
    }
    for field in envelope {
      if let member = node[field.key] { try check(member, field.shape, path: field.key) }
    }
    guard let value = node["value"] else { return }
    if case .null = value.value { throw .field("value", .null) }
    guard case .object = value.value else { throw .field("value", .expected("an object")) }
    try check(value, fields, path: "value")
  }

  private static func check(
    _ node: JSONNode, _ fields: [Field], path: String
  ) throws(CareError) {
    guard case .object(let members) = node.value else {
      throw .field(path.isEmpty ? "entry" : path, .expected("an object"))
    }
    for member in members where !fields.contains(where: { $0.key == member.key }) {
      throw .unknownField(
        join(path, shown(member.key)),
        nearest: Spelling.nearest(to: member.key, among: fields.map(\.key)))
    }
    for field in fields {
      let name = join(path, field.key)
      if let value = node[field.key] {
        try check(value, field.shape, path: name)
      } else if field.isRequired {
        throw .field(name, .missing)
      }
    }
  }

  private static func check(
    _ node: JSONNode, _ shape: Field.Shape, path: String
  ) throws(CareError) {
    // Made only where it is told: the words for what belongs here take longer than the check.
    var wrong: CareError { .field(path, .expected(shape.expectation)) }
    switch (shape, node.value) {
    case (_, .null): throw .field(path, .null)
    case (.line(let max), .string(let text)):
      try check(text, max: max, path: path)
      if text.hasLineEnd { throw wrong }
    case (.text(let max), .string(let text)): try check(text, max: max, path: path)
    case (.scale, .number(let text)):
      guard let value = Int(strict: text), (0...10).contains(value) else { throw wrong }
    case (.number(let range), .number(let text)):
      guard let value = Int(strict: text), range.contains(value) else { throw wrong }
    case (.choice(let words), .string(let text)):
      guard words.contains(text) else { throw wrong }
    case (.flag, .bool): break
    case (.date, .string(let text)):
      guard CivilDate(text) != nil else { throw wrong }
    case (.time, .string(let text)):
      guard TimeOfDay(text) != nil else { throw wrong }
    case (.span, .string(let text)):
      guard DaySpan(text) != nil else { throw wrong }
    case (.hex(let bytes), .string(let text)):
      guard text.utf8.count == bytes * 2, text.utf8.allSatisfy(\.isLowercaseHex) else {
        throw wrong
      }
    case (.tag, .string(let text)):
      guard Tags.isTag(text) else { throw wrong }
    case (.list(let item, let max), .array(let nodes)):
      try check(nodes, item, max: max, path: path)
    case (.object(let fields), .object): try check(node, fields, path: path)
    default: throw wrong
    }
  }

  private static func check(
    _ nodes: [JSONNode], _ shape: Field.Shape, max: Int, path: String
  ) throws(CareError) {
    guard nodes.count <= max else { throw .field(path, .tooMany(limit: max)) }
    var seen: Set<String> = []
    for (index, node) in nodes.enumerated() {
      let name = "\(path)[\(index + 1)]"
      try check(node, shape, path: name)
      if shape.standsOnce, case .string(let text) = node.value, !seen.insert(text).inserted {
        throw .field(name, .repeated)
      }
    }
  }

  private static func check(_ text: String, max: Int, path: String) throws(CareError) {
    if isPlain(text, max: max) { return }
    var count = 0
    var hasInk = false
    for scalar in text.unicodeScalars {
      count += 1
      if scalar.isRefusedControl { throw .field(path, .controlCharacter) }
      if !hasInk && !scalar.properties.isWhitespace { hasInk = true }
    }
    guard hasInk else { throw .field(path, .blank) }
    guard count <= max else { throw .field(path, .tooLong(limit: max)) }
  }

  /// Whether nothing is wrong with a text of ASCII alone, where nothing has to be looked up. Of any
  /// other text this says nothing.
  private static func isPlain(_ text: String, max: Int) -> Bool {
    let bytes = text.utf8Span.span
    guard bytes.count <= max else { return false }
    var hasInk = false
    for index in bytes.indices {
      switch bytes[index] {
      case 0x21..<0x7F: hasInk = true
      case 0x20, 0x09, 0x0A: break
      default: return false
      }
    }
    return hasInk
  }

  /// What keeps one answer, as JSON, from standing in a field.
  fileprivate static func problem(with json: [UInt8], in field: Field) -> FieldProblem? {
    do throws(CareError) {
      try check(JSONScanner.scan(json).unifyingLineEnds(), field.shape, path: field.key)
      return nil
    } catch .field(_, let problem) {
      return problem
    } catch {
      return .expected(field.shape.expectation)
    }
  }

  private static func join(_ path: String, _ key: String) -> String {
    path.isEmpty ? key : "\(path).\(key)"
  }

  /// A stranger's key, cut and cleaned so that it can stand in a sentence on a terminal.
  private static func shown(_ key: String) -> String {
    String(key.unicodeScalars.prefix(40).map { $0.isPlain ? Character($0) : "?" })
  }
}

extension Field {
  /// What keeps an answer from standing here, told while the person is there to give another; `nil`
  /// where nothing does.
  ///
  /// - Parameter json: the answer as one JSON value.
  public func problem(with json: [UInt8]) -> FieldProblem? {
    if let problem = FieldCheck.problem(with: json, in: self) { return problem }
    guard let form, case .string(let text)? = try? JSONScanner.scan(json).value, !form.fits(text)
    else { return nil }
    return .expected(form.expectation)
  }
}

extension Int {
  /// A whole number as JSON writes one without fraction or exponent; "-0" is refused.
  fileprivate init?(strict text: String) {
    guard text != "-0", let value = Int(text) else { return nil }
    self = value
  }
}

extension UInt8 {
  fileprivate var isLowercaseHex: Bool {
    Ascii.digits.contains(self) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
  }
}

extension String {
  /// Whether LF or one of Unicode's own line and paragraph separators stands in it.
  fileprivate var hasLineEnd: Bool {
    // Both of Unicode's begin with this byte in UTF-8.
    utf8.contains { $0 == 0x0A || $0 == 0xE2 } && unicodeScalars.contains(where: \.isLineEnd)
  }
}

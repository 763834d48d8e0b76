/// One labelled answer as the full view shows it.
public struct Row: Sendable, Equatable {
  public let label: String
  /// One or more lines; line ends inside a text have been taken apart.
  public let lines: [String]

  public init(label: String, lines: [String]) {
    self.label = label
    self.lines = lines
  }
}

extension EntryKind {
  /// Every answer that was given, in the order of the table; a skipped answer has no row.
  public var rows: [Row] {
    guard let tree = try? EntryCoding.tree(of: self) else { return [] }
    return Rendering.rows(of: tree, fields: Self.fields)
  }

  /// The first line of the first text field: what most kinds show in a list.
  public var line: String { firstLine }

  var firstLine: String {
    let texts = Self.fields.filter(\.shape.isText).map(\.label)
    let row = rows.first { texts.contains($0.label) } ?? rows.first
    return row?.lines.first { !$0.isEmpty } ?? Self.title
  }
}

enum Rendering {
  static func rows(of tree: JSONNode, fields: [Field]) -> [Row] {
    fields.compactMap { field in
      guard let node = tree[field.key] else { return nil }
      let lines = lines(of: node, field.shape)
      return lines.isEmpty ? nil : Row(label: field.label, lines: lines)
    }
  }

  private static func lines(of node: JSONNode, _ shape: Field.Shape) -> [String] {
    switch (shape, node.value) {
    case (.list(let item, _), .array(let nodes)): nodes.flatMap { lines(of: $0, item) }
    case (.object(let fields), .object):
      [
        rows(of: node, fields: fields)
          .map { "\($0.label): \($0.lines.joined(separator: " "))" }
          .joined(separator: ", ")
      ]
    case (.scale, .number(let text)): ["\(text) of 10"]
    case (_, .bool(let flag)): [flag ? "yes" : "no"]
    case (_, .string(let text)):
      text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { String($0) }
    case (_, .number(let text)): [text]
    default: []
    }
  }
}

extension Field.Shape {
  fileprivate var isText: Bool {
    switch self {
    case .line, .text: true
    default: false
    }
  }
}

extension String {
  /// The first line with something on it.
  var firstLine: String {
    // Beside a carriage return a line feed is no character of its own.
    guard utf8.contains(0x0D) else {
      var rest = self[...]
      while !rest.isEmpty {
        let end = rest.utf8.firstIndex(of: 0x0A) ?? rest.endIndex
        let line = rest[..<end]
        if !line.allSatisfy(\.isWhitespace) { return String(line) }
        rest = end < rest.endIndex ? rest[rest.utf8.index(after: end)...] : ""
      }
      return ""
    }
    return split(separator: "\n").map { String($0) }.first { !$0.allSatisfy(\.isWhitespace) } ?? ""
  }
}

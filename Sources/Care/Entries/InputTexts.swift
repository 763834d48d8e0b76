// What an input's fields hold, by the shape of each.

extension Tags {
  /// The tags that stand in any text of a value, each once.
  static func found(inTextsOf tree: JSONNode, _ fields: [Field]) -> [String] {
    found(in: tree.texts(fields).joined(separator: "\n"))
  }
}

extension JSONNode {
  /// What people wrote in it, in the order of the table.
  fileprivate func texts(_ fields: [Field]) -> [String] {
    fields.flatMap { field in self[field.key]?.texts(field.shape) ?? [] }
  }

  private func texts(_ shape: Field.Shape) -> [String] {
    switch (shape, value) {
    case (.line, .string(let text)), (.text, .string(let text)): [text]
    case (.list(let item, _), .array(let nodes)): nodes.flatMap { $0.texts(item) }
    case (.object(let fields), .object): texts(fields)
    default: []
    }
  }

  /// The same tree with first digits of ids made whole, where `identifier` knows them.
  func completing(_ identifier: (String) -> String?, _ fields: [Field]) -> JSONNode {
    guard case .object(let members) = value else { return self }
    return JSONNode(
      .object(
        members.map { member in
          guard let field = fields.first(where: { $0.key == member.key }) else { return member }
          return JSONMember(
            member.key, member.node.completing(identifier, field.shape), at: member.keyOffset)
        }), at: offset)
  }

  private func completing(_ identifier: (String) -> String?, _ shape: Field.Shape) -> JSONNode {
    switch (shape, value) {
    case (.hex(bytes: 16), .string(let digits)) where digits.utf8.count < 32:
      JSONNode(.string(identifier(digits) ?? digits), at: offset)
    case (.list(let item, _), .array(let nodes)):
      JSONNode(.array(nodes.map { $0.completing(identifier, item) }), at: offset)
    case (.object(let fields), .object): completing(identifier, fields)
    default: self
    }
  }
}

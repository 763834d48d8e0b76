/// A JSON value (RFC 8259) that remembers where in its text it began.
///
/// Members keep their order, so a tree can also be written out in a chosen order.
struct JSONNode: Sendable {
  /// The first byte of the value in the text it was read from; 0 where it was made by hand.
  var offset = 0
  var value: JSONValue

  init(_ value: JSONValue, at offset: Int = 0) {
    self.value = value
    self.offset = offset
  }

  /// The member of that name, where this is an object that has it.
  subscript(key: String) -> JSONNode? {
    guard case .object(let members) = value else { return nil }
    return members.first { $0.key == key }?.node
  }

  /// The members in their order; none where this is no object.
  var members: [JSONMember] {
    guard case .object(let members) = value else { return [] }
    return members
  }
}

enum JSONValue: Sendable {
  case null
  case bool(Bool)
  /// The number as it was written.
  case number(String)
  case string(String)
  case array([JSONNode])
  case object([JSONMember])

  static func integer(_ value: Int) -> JSONValue { .number(String(value)) }
}

struct JSONMember: Sendable {
  let key: String
  let keyOffset: Int
  var node: JSONNode

  init(_ key: String, _ node: JSONNode, at keyOffset: Int = 0) {
    self.key = key
    self.keyOffset = keyOffset
    self.node = node
  }

  init(_ key: String, _ value: JSONValue) { self.init(key, JSONNode(value)) }
}

extension JSONNode {
  /// The same tree with the members of every object in ascending order of their names.
  func sortingMembers() -> JSONNode {
    switch value {
    case .array(let items): JSONNode(.array(items.map { $0.sortingMembers() }), at: offset)
    case .object(let members):
      JSONNode(
        .object(
          members.map { JSONMember($0.key, $0.node.sortingMembers(), at: $0.keyOffset) }
            .sorted { $0.key < $1.key }), at: offset)
    case .null, .bool, .number, .string: self
    }
  }

  /// The same tree with one kind of line end: CR LF and a lone CR become LF.
  func unifyingLineEnds() -> JSONNode {
    switch value {
    case .string(let text): JSONNode(.string(text.unifyingLineEnds()), at: offset)
    case .array(let items): JSONNode(.array(items.map { $0.unifyingLineEnds() }), at: offset)
    case .object(let members):
      JSONNode(
        .object(members.map { JSONMember($0.key, $0.node.unifyingLineEnds(), at: $0.keyOffset) }),
        at: offset)
    case .null, .bool, .number: self
    }
  }
}

extension String {
  /// CR LF and a lone CR become LF.
  public func unifyingLineEnds() -> String {
    guard utf8.contains(UInt8(ascii: "\r")) else { return self }
    var scalars = String.UnicodeScalarView()
    var afterReturn = false
    for scalar in unicodeScalars {
      if scalar == "\r" {
        scalars.append("\n")
      } else if scalar != "\n" || !afterReturn {
        scalars.append(scalar)
      }
      afterReturn = scalar == "\r"
    }
    return String(scalars)
  }
}

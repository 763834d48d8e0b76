/// Decodes a value from a tree as it stands, without writing it out to be read once more.
///
/// It is asked for trees alone that were held against a table: what it refuses is a table that does not
/// fit its type.
struct NodeDecoder: Decoder {
  private let node: JSONNode
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  init(_ node: JSONNode) { self.node = node }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .object(let members) = node.value else { throw Misfit() }
    return KeyedDecodingContainer(Members(members: members))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .array(let items) = node.value else { throw Misfit() }
    return Items(items: items)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer { Lone(node: node) }

  /// The tree does not have what the type asks for.
  struct Misfit: Error {}
}

extension JSONNode {
  fileprivate var isNull: Bool {
    if case .null = value { return true }
    return false
  }

  fileprivate func text() throws -> String {
    guard case .string(let text) = value else { throw NodeDecoder.Misfit() }
    return text
  }

  fileprivate func flag() throws -> Bool {
    guard case .bool(let flag) = value else { throw NodeDecoder.Misfit() }
    return flag
  }

  fileprivate func integer<Number: FixedWidthInteger>() throws -> Number {
    guard case .number(let text) = value, let number = Number(text) else {
      throw NodeDecoder.Misfit()
    }
    return number
  }

  fileprivate func fraction<Number: LosslessStringConvertible>() throws -> Number {
    guard case .number(let text) = value, let number = Number(text) else {
      throw NodeDecoder.Misfit()
    }
    return number
  }
}

private struct Members<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let members: [JSONMember]
  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { members.compactMap { Key(stringValue: $0.key) } }

  private func node(_ key: Key) throws -> JSONNode {
    let name = key.stringValue
    guard let member = members.first(where: { $0.key == name }) else { throw NodeDecoder.Misfit() }
    return member.node
  }

  func contains(_ key: Key) -> Bool {
    let name = key.stringValue
    return members.contains { $0.key == name }
  }

  func decodeNil(forKey key: Key) throws -> Bool { try node(key).isNull }
  func decode(_: Bool.Type, forKey key: Key) throws -> Bool { try node(key).flag() }
  func decode(_: String.Type, forKey key: Key) throws -> String { try node(key).text() }
  func decode(_: Int.Type, forKey key: Key) throws -> Int { try node(key).integer() }

  func decode<Value: Decodable>(_: Value.Type, forKey key: Key) throws -> Value {
    try Value(from: NodeDecoder(node(key)))
  }

  func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type, forKey key: Key) throws
    -> KeyedDecodingContainer<Inner>
  {
    try NodeDecoder(node(key)).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try NodeDecoder(node(key)).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder { throw NodeDecoder.Misfit() }
  func superDecoder(forKey key: Key) throws -> any Decoder { NodeDecoder(try node(key)) }
}

private struct Items: UnkeyedDecodingContainer {
  let items: [JSONNode]
  var codingPath: [any CodingKey] { [] }
  var count: Int? { items.count }
  var isAtEnd: Bool { currentIndex >= items.count }
  private(set) var currentIndex = 0

  init(items: [JSONNode]) { self.items = items }

  private mutating func next() throws -> JSONNode {
    guard currentIndex < items.count else { throw NodeDecoder.Misfit() }
    defer { currentIndex += 1 }
    return items[currentIndex]
  }

  mutating func decodeNil() throws -> Bool {
    guard currentIndex < items.count, items[currentIndex].isNull else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<Value: Decodable>(_: Value.Type) throws -> Value {
    try Value(from: NodeDecoder(next()))
  }

  mutating func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type) throws
    -> KeyedDecodingContainer<Inner>
  {
    try NodeDecoder(next()).container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try NodeDecoder(next()).unkeyedContainer()
  }

  mutating func superDecoder() throws -> any Decoder { NodeDecoder(try next()) }
}

private struct Lone: SingleValueDecodingContainer {
  let node: JSONNode
  var codingPath: [any CodingKey] { [] }

  func decodeNil() -> Bool { node.isNull }
  func decode(_: Bool.Type) throws -> Bool { try node.flag() }
  func decode(_: String.Type) throws -> String { try node.text() }
  func decode(_: Double.Type) throws -> Double { try node.fraction() }
  func decode(_: Float.Type) throws -> Float { try node.fraction() }
  func decode(_: Int.Type) throws -> Int { try node.integer() }
  func decode(_: Int8.Type) throws -> Int8 { try node.integer() }
  func decode(_: Int16.Type) throws -> Int16 { try node.integer() }
  func decode(_: Int32.Type) throws -> Int32 { try node.integer() }
  func decode(_: Int64.Type) throws -> Int64 { try node.integer() }
  func decode(_: UInt.Type) throws -> UInt { try node.integer() }
  func decode(_: UInt8.Type) throws -> UInt8 { try node.integer() }
  func decode(_: UInt16.Type) throws -> UInt16 { try node.integer() }
  func decode(_: UInt32.Type) throws -> UInt32 { try node.integer() }
  func decode(_: UInt64.Type) throws -> UInt64 { try node.integer() }
  func decode<Value: Decodable>(_: Value.Type) throws -> Value {
    try Value(from: NodeDecoder(node))
  }
}

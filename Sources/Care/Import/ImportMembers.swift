/// What is wrong with an entry of another program's JSON, and where.
struct ImportDamage: Error {
  let problem: ImportProblem
  /// Counted from 1.
  let entry: Int?
  /// In bytes from the beginning of the file.
  let offset: Int

  init(_ problem: ImportProblem, _ entry: Int?, _ offset: Int) {
    self.problem = problem
    self.entry = entry
    self.offset = offset
  }
}

/// The members of one entry in another program's JSON; `nil` is said of one that is not there.
struct ImportMembers {
  let node: JSONNode
  let number: Int

  init(_ node: JSONNode, number: Int) throws(ImportDamage) {
    guard case .object = node.value else {
      throw ImportDamage(.expected("an object", field: "entries"), number, node.offset)
    }
    self.node = node
    self.number = number
  }

  /// The words, with line ends as LF, and where they stand.
  func text(_ key: String) throws(ImportDamage) -> (text: String, offset: Int)? {
    guard let member = node[key] else { return nil }
    guard case .string(let text) = member.value else { throw expected("text", key, member) }
    let unified = text.unifyingLineEnds()
    if unified.unicodeScalars.contains(where: \.isRefusedControl) {
      throw ImportDamage(.controlCharacter, number, member.offset)
    }
    return (unified, member.offset)
  }

  func flag(_ key: String) throws(ImportDamage) -> Bool? {
    guard let member = node[key] else { return nil }
    guard case .bool(let flag) = member.value else { throw expected("true or false", key, member) }
    return flag
  }

  /// The texts of a list, each with where it stands, and where the list does.
  func words(_ key: String) throws(ImportDamage) -> (
    words: [(text: String, offset: Int)], offset: Int
  )? {
    guard let list = node[key] else { return nil }
    guard case .array(let nodes) = list.value else { throw expected("a list", key, list) }
    var words: [(text: String, offset: Int)] = []
    for node in nodes {
      guard case .string(let text) = node.value else {
        throw expected("a list of words", key, node)
      }
      words.append((text, node.offset))
    }
    return (words, list.offset)
  }

  /// For a member that has to be there.
  func required<Value>(_ key: String, _ value: Value?) throws(ImportDamage) -> Value {
    guard let value else { throw ImportDamage(.missing(key), number, node.offset) }
    return value
  }

  func expected(_ what: String, _ key: String, _ member: JSONNode) -> ImportDamage {
    ImportDamage(.expected(what, field: key), number, member.offset)
  }
}

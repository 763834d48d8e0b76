/// One entry of a `jrnl` export.
struct JrnlEntry: Sendable {
  let about: CivilDate
  let time: TimeOfDay
  /// Title and body; line ends are LF.
  let text: String
  let tags: [String]

  struct Damage: Error {
    let problem: ImportProblem
    /// Counted from 1.
    let entry: Int?
    let offset: Int

    init(_ problem: ImportProblem, _ entry: Int?, _ offset: Int) {
      self.problem = problem
      self.entry = entry
      self.offset = offset
    }
  }

  init(_ node: JSONNode, number: Int) throws(Damage) {
    guard case .object = node.value else {
      throw Damage(.expected("an object", field: "entries"), number, node.offset)
    }
    let reader = Reader(node: node, number: number)
    let (title, titleOffset) = try reader.text("title")
    let (body, _) = try reader.text("body")
    let (date, dateOffset) = try reader.text("date")
    guard let about = CivilDate(date) else {
      throw Damage(.expected("a date, YYYY-MM-DD", field: "date"), number, dateOffset)
    }
    let (clock, clockOffset) = try reader.text("time")
    guard let time = TimeOfDay(clock) else {
      throw Damage(.expected("a time, HH:MM", field: "time"), number, clockOffset)
    }
    let text = title + (body.isEmpty ? "" : "\n" + body)
    if text.allSatisfy(\.isWhitespace) { throw Damage(.blank, number, titleOffset) }
    // Measured as it will be stored, so that nothing taken here can be too large later.
    guard JSONNode(.string(text)).compact.count <= EntryCoding.longestText else {
      throw Damage(.tooLong(limit: EntryCoding.longestText), number, titleOffset)
    }
    self.about = about
    self.time = time
    self.text = text
    tags = try reader.tags(starred: try reader.flag("starred"))
  }

  private struct Reader {
    let node: JSONNode
    let number: Int

    func member(_ key: String) throws(Damage) -> JSONNode {
      guard let member = node[key] else { throw Damage(.missing(key), number, node.offset) }
      return member
    }

    func text(_ key: String) throws(Damage) -> (text: String, offset: Int) {
      let member = try member(key)
      guard case .string(let text) = member.value else {
        throw Damage(.expected("text", field: key), number, member.offset)
      }
      let unified = text.unifyingLineEnds()
      if unified.unicodeScalars.contains(where: \.isRefusedControl) {
        throw Damage(.controlCharacter, number, member.offset)
      }
      return (unified, member.offset)
    }

    func flag(_ key: String) throws(Damage) -> Bool {
      let member = try member(key)
      guard case .bool(let flag) = member.value else {
        throw Damage(.expected("true or false", field: key), number, member.offset)
      }
      return flag
    }

    /// The order in a jrnl export changes from run to run; here it is sorted.
    func tags(starred: Bool) throws(Damage) -> [String] {
      let list = try member("tags")
      guard case .array(let nodes) = list.value else {
        throw Damage(.expected("a list", field: "tags"), number, list.offset)
      }
      var tags: Set<String> = starred ? ["starred"] : []
      for node in nodes {
        guard case .string(let symbolAndTag) = node.value else {
          throw Damage(.expected("a list of words", field: "tags"), number, node.offset)
        }
        // Which symbol stands in front is a setting of the journal's.
        let tag = String(symbolAndTag.unicodeScalars.dropFirst()).lowercased()
        // The words keep it; it is only too long to be found by.
        guard tag.unicodeScalars.count <= Tags.longest else { continue }
        guard Tags.isTag(tag) else {
          throw Damage(.expected("a list of words", field: "tags"), number, node.offset)
        }
        tags.insert(tag)
      }
      guard tags.count <= Tags.limit else {
        throw Damage(.tooManyTags(limit: Tags.limit), number, list.offset)
      }
      // By scalars, so that the order is the same on every machine.
      return tags.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
    }
  }
}

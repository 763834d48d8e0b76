/// One entry of a `jrnl` export.
struct JrnlEntry: Sendable {
  let about: CivilDate
  let time: TimeOfDay
  /// Title and body; line ends are LF.
  let text: String
  let tags: [String]

  init(_ node: JSONNode, number: Int) throws(ImportDamage) {
    let members = try ImportMembers(node, number: number)
    let (title, titleOffset) = try members.required("title", try members.text("title"))
    let (body, _) = try members.required("body", try members.text("body"))
    let (date, dateOffset) = try members.required("date", try members.text("date"))
    guard let about = CivilDate(date) else {
      throw ImportDamage(.expected("a date, YYYY-MM-DD", field: "date"), number, dateOffset)
    }
    let (clock, clockOffset) = try members.required("time", try members.text("time"))
    guard let time = TimeOfDay(clock) else {
      throw ImportDamage(.expected("a time, HH:MM", field: "time"), number, clockOffset)
    }
    let text = title + (body.isEmpty ? "" : "\n" + body)
    if text.allSatisfy(\.isWhitespace) { throw ImportDamage(.blank, number, titleOffset) }
    // Measured as it will be stored, so that nothing taken here can be too large later.
    guard JSONNode(.string(text)).compact.count <= EntryCoding.longestText else {
      throw ImportDamage(.tooLong(limit: EntryCoding.longestText), number, titleOffset)
    }
    self.about = about
    self.time = time
    self.text = text
    tags = try Self.tags(
      in: members, starred: try members.required("starred", try members.flag("starred")))
  }

  /// The order in a jrnl export changes from run to run; here it is sorted.
  private static func tags(
    in members: ImportMembers, starred: Bool
  ) throws(ImportDamage) -> [String] {
    let (words, offset) = try members.required("tags", try members.words("tags"))
    var tags: Set<String> = starred ? ["starred"] : []
    for word in words {
      // Which symbol stands in front is a setting of the journal's.
      let tag = String(word.text.unicodeScalars.dropFirst()).lowercased()
      // The words keep it; it is only too long to be found by.
      guard tag.unicodeScalars.count <= Tags.longest else { continue }
      guard Tags.isTag(tag) else {
        throw ImportDamage(
          .expected("a list of words", field: "tags"), members.number, word.offset)
      }
      tags.insert(tag)
    }
    guard tags.count <= Tags.limit else {
      throw ImportDamage(.tooManyTags(limit: Tags.limit), members.number, offset)
    }
    return Tags.sorted(tags)
  }
}

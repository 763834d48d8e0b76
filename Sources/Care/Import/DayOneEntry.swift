/// One entry of a Day One export.
struct DayOneEntry: Sendable {
  /// Its name in Day One: 32 hexadecimal digits.
  let name: String?
  let about: CivilDate
  /// None for an entry about a whole day.
  let time: TimeOfDay?
  /// Empty where it holds nothing but attachments.
  let text: String
  let tags: [String]
  let tagsLeftOut: Int

  init(_ node: JSONNode, number: Int, _ zones: ZoneHours) throws(ImportDamage) {
    let members = try ImportMembers(node, number: number)
    let (created, createdOffset) = try members.required(
      "creationDate", try members.text("creationDate"))
    guard let utc = Self.minutes(created) else {
      throw ImportDamage(
        .expected("a time as in 2026-03-01T20:30:00Z", field: "creationDate"), number,
        createdOffset)
    }
    let zone = try members.text("timeZone").flatMap { zones.named($0.text) } ?? zones.local
    let east = (zone?.offset(at: Int64(utc) * 60) ?? 0) / 60
    (about, time) = CivilDate.atWall(utc + east, isWholeDay: try members.flag("isAllDay") ?? false)

    let (written, offset) = try members.text("text") ?? ("", node.offset)
    text = Self.plain(written)
    guard JSONNode(.string(text)).compact.count <= EntryCoding.longestText else {
      throw ImportDamage(.tooLong(limit: EntryCoding.longestText), number, offset)
    }
    let isName = { (name: String) in name.utf8.count == 32 && name.allSatisfy(\.isHexDigit) }
    name = try members.text("uuid").flatMap { isName($0.text) ? $0.text.uppercased() : nil }
    (tags, tagsLeftOut) = try Self.tags(in: members)
  }

  /// `2026-03-01T20:30:00Z` in minutes since 1970; with parts of a second or without.
  private static func minutes(_ text: String) -> Int? {
    let bytes = Array(text.utf8.prefix(40))
    guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T"), bytes.last == UInt8(ascii: "Z"),
      let date = CivilDate(String(decoding: bytes[..<10], as: UTF8.self)),
      let time = TimeOfDay(String(decoding: bytes[11..<16], as: UTF8.self)),
      bytes[16] == Ascii.colon, let second = Digits.number(bytes[17..<19]), second <= 60,
      bytes.count == 20 || bytes[19] == UInt8(ascii: ".")
    else { return nil }
    return Int(date.day) * 1440 + time.minute
  }

  /// The words without what shows an attachment, and without the backslashes that Day One puts
  /// before punctuation (CommonMark 0.31 § 2.4).
  private static func plain(_ text: String) -> String {
    var plain = String.UnicodeScalarView()
    var rest = Substring(text).unicodeScalars
    while let scalar = rest.first {
      if scalar.value == mark, let end = attachmentEnd(in: rest) {
        rest = rest[end...]
        continue
      }
      rest.removeFirst()
      if scalar == "\\", let next = rest.first, isPunctuation(next) {
        plain.append(next)
        rest.removeFirst()
      } else {
        plain.append(scalar)
      }
    }
    return String(plain).trimmingOuterLines()
  }

  /// What a picture's link begins with, an exclamation mark.
  private static let mark: UInt32 = 0x21

  /// Where `![…](dayone-moment:…)` ends that begins here.
  private static func attachmentEnd(
    in rest: Substring.UnicodeScalarView
  ) -> String.UnicodeScalarView.Index? {
    // What shows a picture is short; a long text is looked through once, and no further.
    let window = rest.prefix(300)
    let label = window.dropFirst(2)
    guard window.dropFirst().first == "[", let middle = label.firstIndex(of: "]"),
      label[middle...].starts(with: "](dayone-moment:".unicodeScalars),
      let end = label[middle...].firstIndex(of: ")")
    else { return nil }
    return window.index(after: end)
  }

  private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    (0x21..<0x7F).contains(scalar.value) && !scalar.properties.isAlphabetic
      && !("0"..."9").contains(scalar)
  }

  /// Tags there may be of several words; here a hyphen joins them.
  private static func tags(
    in members: ImportMembers
  ) throws(ImportDamage) -> (kept: [String], others: Int) {
    var tags: Set<String> = try members.flag("starred") == true ? ["starred"] : []
    var others = 0
    for word in try members.words("tags")?.words ?? [] {
      let words = word.text.lowercased().split { $0.isWhitespace }.joined(separator: "-")
      let tag = String(words.drop { $0 == "@" || $0 == "#" })
      if Tags.isTag(tag), tags.count < Tags.limit { tags.insert(tag) } else { others += 1 }
    }
    return (Tags.sorted(tags), others)
  }
}

extension CivilDate {
  /// Day and time of a wall clock's minutes since 1970; no time for a whole day.
  fileprivate static func atWall(_ minutes: Int, isWholeDay: Bool) -> (CivilDate, TimeOfDay?) {
    let (day, time) = atWall(minutes)
    return (day, isWholeDay ? nil : time)
  }
}

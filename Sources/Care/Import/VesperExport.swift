import Vault

/// What `vesper export` writes, read strictly and taken whole or not at all.
public struct VesperExport: Sendable {
  /// One line, read.
  struct Line: Sendable {
    let entry: Entry
    let author: String
  }

  let lines: [Line]

  /// How many lines there are.
  public var count: Int { lines.count }

  /// More than this is refused unread, in one line and in all.
  public static let longestLine = EntryInput.largestInput
  public static let largestFile = 67_108_864

  /// - Throws: ``CareError/line(_:_:)`` with the first line that does not fit, or
  ///   ``CareError/notJSON(_:_:)`` with its place.
  public init(_ bytes: [UInt8]) throws(CareError) {
    guard bytes.count <= Self.largestFile else { throw .tooLarge(limit: Self.largestFile) }
    var lines: [Line] = []
    var start = 0
    var number = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      number += 1
      let text = Array(bytes[start..<end])
      if !text.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
        do throws(CareError) {
          lines.append(try Self.line(text))
        } catch .notJSON(let fault, let place) {
          throw .notJSON(fault, TextPosition(byte: start + place.byte, in: bytes))
        } catch { throw .line(number, error) }
      }
      start = end + 1
    }
    self.lines = lines
  }

  private static func line(_ text: [UInt8]) throws(CareError) -> Line {
    guard text.count <= longestLine else { throw .tooLarge(limit: longestLine) }
    let tree = try JSONScanner.scan(text)
    guard case .object(let members) = tree.value else {
      throw .field("line", .expected("an object"))
    }
    let others = JSONNode(.object(members.filter { $0.key != "body" }))
    try FieldCheck.check(others, against: ExportLine.fields)
    guard let body = tree["body"] else { throw .field("body", .missing) }
    let kind = try Kinds.kind(named: tree.text("kind"))
    guard let id = RecordID(hex: tree.text("id")), let nobody,
      let about = CivilDate(tree.text("about"))
    else {
      throw .field("about", .expected("a day, YYYY-MM-DD"))
    }
    guard let entered = Moment(tree.text("entered")) else {
      throw .field("entered", .expected("a time as in 2026-03-01T21:30:00.000+01:00"))
    }
    // Through the same door as a record's own body, so that all of its checks are made.
    var envelope = [JSONMember("value", body)]
    for key in ["tags", "amends", "source"] {
      guard let node = tree[key] else { continue }
      if key == "tags", case .array(let items) = node.value, items.isEmpty { continue }
      envelope.append(JSONMember(key, node))
    }
    let audience: Audience = tree.text("audience") == "shared" ? .shared : .private
    let header = EntryHeader(
      id: id, tag: kind.tag, author: nobody, audience: audience, logClass: kind.logClass,
      about: about, entered: entered)
    let entry = try EntryCoding.decode(JSONNode(.object(envelope)).compact, header: header)
    return Line(entry: entry, author: tree.text("author"))
  }

  /// Whose the entry will be is for whoever takes it in.
  private static let nobody = PartnerID(bytes: [UInt8](repeating: 0, count: 32))

  /// The entries that one person wrote, each as it reads now, in the order of their first versions.
  ///
  /// - Parameter name: what the author is called in the file.
  /// - Returns: the entries; how many lines others wrote; how many are only ever for both.
  public func imported(by name: String)
    -> (entries: [ImportedEntry], byOthers: Int, onlyShared: Int)
  {
    let own = lines.filter { $0.author.lowercased() == name.lowercased() }.map(\.entry)
    let current = Amendments.current(own)
    let kept = current.filter { $0.kind.audiences.allows(.private) }
    let entries = kept.map { entry in
      ImportedEntry(
        value: entry.value, about: entry.about, tags: entry.tags,
        source: entry.source ?? Self.source(of: Amendments.target(for: entry)))
    }
    return (entries, lines.count - own.count, current.count - kept.count)
  }

  /// What is remembered of where an entry came from.
  static func source(of id: RecordID) -> String { "vesper:\(id)" }
}

extension JSONNode {
  /// The member's text; empty where it has none.
  fileprivate func text(_ key: String) -> String {
    guard case .string(let text)? = self[key]?.value else { return "" }
    return text
  }
}

/// What `jrnl --export json` writes (jrnl 4.6), read strictly and taken whole or not at all.
///
/// `{"tags": {…}, "entries": [{"title", "body", "date", "time", "tags", "starred"}, …]}`. Other
/// members of an entry (a Day One journal has some) say nothing about its words and are passed over.
///
/// Source: jrnl 4.6, `jrnl --export json`, as observed.
public struct JrnlExport: Sendable {
  /// In the order of the file.
  let entries: [JrnlEntry]

  /// How many entries the journal has.
  public var count: Int { entries.count }

  /// More than this is refused unread.
  public static let largestFile = 67_108_864

  /// - Throws: ``CareError/notJSON(_:_:)`` or ``CareError/notImportable(_:entry:_:)``, each with
  ///   the place of the damage, or ``CareError/tooLarge(limit:)``.
  public init(_ bytes: [UInt8]) throws(CareError) {
    guard bytes.count <= Self.largestFile else { throw .tooLarge(limit: Self.largestFile) }
    let tree = try JSONScanner.scan(bytes, depth: 8)
    do throws(ImportDamage) {
      entries = try Self.entries(tree)
    } catch {
      throw .notImportable(
        error.problem, entry: error.entry, TextPosition(byte: error.offset, in: bytes))
    }
  }

  private static func entries(_ tree: JSONNode) throws(ImportDamage) -> [JrnlEntry] {
    guard case .object = tree.value else {
      throw ImportDamage(.expected("a jrnl export", field: "file"), nil, tree.offset)
    }
    guard let list = tree["entries"] else {
      throw ImportDamage(.missing("entries"), nil, tree.offset)
    }
    guard case .array(let nodes) = list.value else {
      throw ImportDamage(.expected("a list", field: "entries"), nil, list.offset)
    }
    var entries: [JrnlEntry] = []
    for (index, node) in nodes.enumerated() {
      entries.append(try JrnlEntry(node, number: index + 1))
    }
    return entries
  }

  /// The journal as reflections.
  ///
  /// A star becomes the tag `starred`, so that it is found as every other tag is. `source` is
  /// "jrnl:" and the digest of what makes the entry itself: day, time, words, and which one it is
  /// among equals (two entries of one minute may read the same). Tags and stars are no part of
  /// that, since they may change and the words do not.
  ///
  /// - Parameter digest: a collision-resistant hash, keyed or not; at least 16 bytes.
  public func imported<Failure: Error>(
    digest: ([UInt8]) throws(Failure) -> [UInt8]
  ) throws(Failure) -> [ImportedEntry] {
    var seen: [[UInt8]: Int] = [:]
    var imported: [ImportedEntry] = []
    for entry in entries {
      let content = Array("\(entry.about) \(entry.time) \(entry.text)".utf8)
      let equals = seen[content, default: 0]
      seen[content] = equals + 1
      let hash = try digest(Array("vesper jrnl 1 \(equals) ".utf8) + content)
      imported.append(
        ImportedEntry(
          value: Reflection(text: entry.text, time: entry.time), about: entry.about,
          tags: entry.tags, source: "jrnl:" + Digits.hex(hash)))
    }
    return imported
  }
}

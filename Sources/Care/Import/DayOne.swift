/// What Day One exports as JSON: `Journal.json` in its archive, read strictly and taken whole or
/// not at all.
///
/// `{"metadata": {…}, "entries": [{"uuid", "creationDate", "timeZone", "text", "tags", "starred",
/// "photos": […], …}]}`. An entry's words come in, with its day and time where it was written.
/// Pictures, sound, films and documents are counted, and stay where they are.
///
/// Source: exports of Day One 2 and later, as observed.
public struct DayOneExport: Sendable {
  let entries: [DayOneEntry]
  /// What is not taken in.
  public let leftOut: [LeftOut]

  public static let largestFile = 67_108_864

  /// What an entry can carry beside its words, and what it is called.
  private static let attachments = [
    ("photos", "photos"), ("videos", "videos"), ("audios", "sound recordings"),
    ("pdfAttachments", "documents"),
  ]

  /// - Parameter zones: the hours of a zone by its IANA name, and of this place.
  public init(_ bytes: [UInt8], zones: ZoneHours) throws(CareError) {
    guard bytes.count <= Self.largestFile else { throw .tooLarge(limit: Self.largestFile) }
    let tree = try JSONScanner.scan(bytes)
    do throws(ImportDamage) {
      guard let list = tree["entries"], case .array(let nodes) = list.value else {
        throw ImportDamage(.expected("a Day One export", field: "file"), nil, tree.offset)
      }
      var entries: [DayOneEntry] = []
      var wordless = 0
      var tags = 0
      for (index, node) in nodes.enumerated() {
        let entry = try DayOneEntry(node, number: index + 1, zones)
        tags += entry.tagsLeftOut
        if entry.text.isEmpty { wordless += 1 } else { entries.append(entry) }
      }
      self.entries = entries
      leftOut = LeftOut.present(
        Self.attachments.map { LeftOut($0.1, Self.count($0.0, in: nodes)) } + [
          LeftOut("places", nodes.filter { $0["location"] != nil }.count),
          LeftOut("notes of the weather", nodes.filter { $0["weather"] != nil }.count),
          LeftOut("entries without words", wordless), LeftOut("tags that are none here", tags),
        ])
    } catch {
      throw .notImportable(
        error.problem, entry: error.entry, TextPosition(byte: error.offset, in: bytes))
    }
  }

  private static func count(_ member: String, in nodes: [JSONNode]) -> Int {
    nodes.reduce(0) { sum, node in
      guard case .array(let items)? = node[member]?.value else { return sum }
      return sum + items.count
    }
  }

  /// The journal as reflections.
  ///
  /// `source` is the entry's own name in Day One, or the digest of its day and words where it has
  /// none.
  ///
  /// - Parameter digest: a collision-resistant hash of at least 16 bytes.
  public func imported<Failure: Error>(
    digest: @escaping ([UInt8]) throws(Failure) -> [UInt8]
  ) throws(Failure) -> [ImportedEntry] {
    var names = ImportNames("dayone", digest)
    var imported: [ImportedEntry] = []
    for entry in entries {
      let time = entry.time?.description ?? ""
      let content = Array("\(entry.about) \(time) \(entry.text)".utf8)
      let source: String
      if let name = entry.name {
        source = "dayone:\(name)"
      } else {
        source = try names.name(of: content)
      }
      imported.append(
        ImportedEntry(
          value: Reflection(text: entry.text, time: entry.time), about: entry.about,
          tags: entry.tags, source: source))
    }
    return imported
  }
}

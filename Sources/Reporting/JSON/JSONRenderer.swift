internal import FoundationEssentials

/// Writes the document's tree as JSON, for other programs; docs/page.schema.json describes it.
///
/// Words stay apart by whose they are: `{"page": …}` are the page's own, `{"own": …}` a person's.
struct JSONRenderer: Renderer {
  func render(_ document: Document) -> [UInt8] { JSONBytes.lines(of: document) }
}

/// One way of writing JSON for every format that is made of it.
enum JSONBytes {
  /// Members sorted by name, so that the same value gives the same bytes.
  static func lines(of value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    // Strings, whole numbers and truth values are all there is: nothing here cannot be written.
    guard let data = try? encoder.encode(value) else { return [] }
    return Array(data) + [UInt8(ascii: "\n")]
  }
}

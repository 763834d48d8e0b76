// docs/format.md § Former identity (Ends)

/// Where a log of an earlier identity ended when it was renewed, and for whom it was made.
struct SealedEnd: Hashable {
  let head: Head
  let author: PartnerID
  /// `nil` for a private log.
  let recipient: PartnerID?

  private static let length = Head.length + 64

  func encode(into writer: inout FieldWriter) {
    writer.put(head)
    writer.put(author.bytes)
    writer.put(recipient?.bytes ?? [UInt8](repeating: 0, count: 32))
  }

  /// Reads them where there are any; `nil` where only zeros stand.
  static func decodeAll(_ reader: inout FieldReader) throws(VaultError) -> [SealedEnd]? {
    guard reader.remaining >= 8 else { return nil }
    let isThere = try reader.number(UInt8.self)
    guard isThere <= 1 else { throw .damage(.bounds, in: reader.file) }
    guard isThere == 1 else { return nil }
    try reader.zeros(3)
    let count = Int(try reader.number(UInt32.self))
    guard reader.remaining >= count * length else { throw .damage(.length, in: reader.file) }
    var ends: [SealedEnd] = []
    for _ in 0..<count {
      let head = try Head(&reader)
      let author = try reader.partner()
      let recipient = try reader.partner()
      ends.append(
        SealedEnd(
          head: head, author: author,
          recipient: recipient.bytes.allSatisfy { $0 == 0 } ? nil : recipient))
    }
    return ends
  }
}

extension [SealedEnd] {
  /// Where the logs of one of those identities end.
  func ends(by author: PartnerID) -> LogEnds {
    LogEnds(lazy.filter { $0.author == author }.map(\.head))
  }
}

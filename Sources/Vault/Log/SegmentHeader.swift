import Sodium

// docs/format.md § Segment header

/// What a segment says of itself in the clear, and the key slots that only its readers open.
struct SegmentHeader: Equatable, Sendable {
  static let length = 512
  static let boundLength = 184
  private static let coreLength = 152
  private static let slotLength = 120

  let logClass: LogClass
  let audience: Audience
  let number: UInt32
  let vault: VaultID
  let log: LogID
  let author: PartnerID
  /// The partner who can read it too; `nil` for a private log.
  let recipient: PartnerID?
  let firstIndex: UInt64
  let previousChain: [UInt8]

  /// The 152 bytes that the segment key is bound to.
  var core: [UInt8] {
    var writer = FieldWriter()
    writer.put("VSPRSEGM".utf8)
    writer.put(UInt16(1))
    writer.put(logClass.rawValue)
    writer.put(audience.rawValue)
    writer.put(number)
    writer.put(vault.bytes)
    writer.put(log.bytes)
    writer.put(author.bytes)
    writer.put(recipient?.bytes ?? Array(repeating: 0, count: 32))
    writer.put(firstIndex)
    writer.put(previousChain)
    return writer.bytes
  }

  /// The header as read: its fields, and the raw bytes of commitment and slots.
  struct Raw {
    let header: SegmentHeader
    let bound: [UInt8]
    let commitment: [UInt8]
    let authorSlot: [UInt8]
    let recipientSlot: [UInt8]

    /// What slots, cells and chain bind to.
    var hash: [UInt8] { BLAKE2b.hash(Label.header, bound) }
    var coreHash: [UInt8] { BLAKE2b.hash(Label.core, Array(bound.prefix(coreLength))) }
  }

  static func decode(_ bytes: [UInt8], file: String) throws(VaultError) -> Raw {
    var reader = FieldReader(bytes.prefix(length), file: file)
    try reader.begin("VSPRSEGM")
    guard bytes.count >= length else { throw .damage(.length, in: file) }
    guard let logClass = LogClass(rawValue: try reader.number()),
      let audience = Audience(rawValue: try reader.number())
    else { throw .damage(.bounds, in: file) }
    let number = try reader.number(UInt32.self)
    let vault = try reader.identifier(VaultID.self)
    let log = try reader.identifier(LogID.self)
    let author = try reader.partner()
    var recipient: PartnerID?
    switch audience {
    case .private: try reader.zeros(32)
    case .shared: recipient = try reader.partner()
    }
    let firstIndex = try reader.number(UInt64.self)
    let previousChain = Array(try reader.take(32))
    let commitment = Array(try reader.take(32))
    let authorSlot = Array(try reader.take(slotLength))
    var recipientSlot: [UInt8] = []
    switch audience {
    case .private: try reader.zeros(slotLength)
    case .shared: recipientSlot = Array(try reader.take(slotLength))
    }
    try reader.zeros(reader.remaining)
    let header = SegmentHeader(
      logClass: logClass, audience: audience, number: number, vault: vault, log: log,
      author: author, recipient: recipient, firstIndex: firstIndex, previousChain: previousChain)
    guard number > 0 || (firstIndex == 0 && previousChain.allSatisfy { $0 == 0 }),
      logClass == .diary || audience == .shared
    else { throw .damage(.bounds, in: file) }
    return Raw(
      header: header, bound: Array(bytes[..<boundLength]), commitment: commitment,
      authorSlot: authorSlot, recipientSlot: recipientSlot)
  }
}

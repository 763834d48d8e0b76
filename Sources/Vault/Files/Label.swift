// docs/format.md § Notation

/// The labels that keep one use of a key or hash apart from every other; each is 16 bytes.
enum Label {
  static let vault = label("vesper1 vault")
  static let partner = label("vesper1 partner")
  static let publicIdentity = label("vesper1 public")
  static let identity = label("vesper1 identity")
  static let name = label("vesper1 name")
  static let recovery = label("vesper1 recovery")
  static let core = label("vesper1 core")
  static let cellKey = label("vesper1 cellkey")
  static let commitment = label("vesper1 commit")
  static let header = label("vesper1 header")
  static let ownSlot = label("vesper1 ownslot")
  static let boxSlot = label("vesper1 boxslot")
  static let digest = label("vesper1 digest")
  static let chain = label("vesper1 chain")
  static let mac = label("vesper1 mac")
  static let state = label("vesper1 state")
  static let withdrawal = label("vesper1 withdraw")
  static let machine = label("vesper1 machine")
  static let draft = label("vesper1 draft")
  static let pins = label("vesper1 pins")
  static let ending = label("vesper1 ending")
  static let former = label("vesper1 former")
  static let joining = label("vesper1 joining")
  static let invitation = label("vesper1 invite")
  static let answer = label("vesper1 answer")
  static let identityExport = label("vesper1 export")
  static let summary = label("vesper1 summary")
  static let joiningCode = label("vesper1 code")

  private static func label(_ text: StaticString) -> [UInt8] {
    let bytes = Array(text.description.utf8)
    return bytes + Array(repeating: 0, count: 16 - bytes.count)
  }
}

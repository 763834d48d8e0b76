import Sodium

// docs/format.md § Joining

/// What the inviter lays out: who they are, and a commitment to a number.
struct Invitation: Equatable {
  let vault: VaultID
  let keys: PublicIdentity
  let commitment: [UInt8]
  /// The file.
  let bytes: [UInt8]

  static let length = 208
  static let nonceCount = 32

  init(
    vault: VaultID, from identity: borrowing Identity, committingTo nonce: [UInt8]
  ) throws(VaultError) {
    var writer = FieldWriter(beginning: "VSPRINVI")
    writer.put(vault.bytes)
    writer.put(PublicIdentity.encode(identity))
    writer.put(Invitation.commitment(vault, identity.partner, nonce))
    try self.init(writer.bytes)
  }

  init(_ bytes: [UInt8]) throws(VaultError) {
    let file = "joining/invitation"
    var reader = try FieldReader(joining: bytes, "VSPRINVI", Invitation.length, file: file)
    vault = try reader.identifier()
    keys = try PublicIdentity(unnamed: Array(try reader.take(PublicIdentity.length)), file: file)
    commitment = Array(try reader.take(32))
    self.bytes = bytes
  }

  var hash: [UInt8] { BLAKE2b.hash(Label.invitation, bytes) }

  /// The inviter's public identity as a file.
  var publicFile: [UInt8] { Array(bytes[32..<32 + PublicIdentity.length]) }

  /// Whether this is the number that was committed to.
  func commits(to nonce: [UInt8]) -> Bool {
    ConstantTime.equal(Invitation.commitment(vault, keys.partner, nonce), commitment)
  }

  private static func commitment(_ vault: VaultID, _ inviter: PartnerID, _ nonce: [UInt8])
    -> [UInt8]
  {
    BLAKE2b.hash(Label.joining, vault.bytes, inviter.bytes, nonce)
  }
}

/// What the joiner lays out: who they are, and a number of their own.
struct JoinAnswer: Equatable {
  /// The hash of the invitation that it answers.
  let invitation: [UInt8]
  let keys: PublicIdentity
  let bytes: [UInt8]

  static let length = 224

  init(to invitation: Invitation, from identity: borrowing Identity, nonce: [UInt8])
    throws(VaultError)
  {
    var writer = FieldWriter(beginning: "VSPRANSW")
    writer.put(invitation.hash)
    writer.put(PublicIdentity.encode(identity))
    writer.put(nonce)
    try self.init(writer.bytes)
  }

  init(_ bytes: [UInt8]) throws(VaultError) {
    let file = "joining/answer"
    var reader = try FieldReader(joining: bytes, "VSPRANSW", JoinAnswer.length, file: file)
    invitation = Array(try reader.take(32))
    keys = try PublicIdentity(unnamed: Array(try reader.take(PublicIdentity.length)), file: file)
    self.bytes = bytes
  }

  var hash: [UInt8] { BLAKE2b.hash(Label.answer, bytes) }

  /// The joiner's public identity as a file.
  var publicFile: [UInt8] { Array(bytes[48..<48 + PublicIdentity.length]) }
}

/// What the inviter lays out once an answer is chosen: the number that was committed to.
struct JoinOpening: Equatable {
  /// The hash of the answer that was chosen.
  let answer: [UInt8]
  let nonce: [UInt8]
  let bytes: [UInt8]

  static let length = 80

  init(choosing answer: JoinAnswer, nonce: [UInt8]) throws(VaultError) {
    var writer = FieldWriter(beginning: "VSPROPEN")
    writer.put(answer.hash)
    writer.put(nonce)
    try self.init(writer.bytes)
  }

  init(_ bytes: [UInt8]) throws(VaultError) {
    var reader = try FieldReader(
      joining: bytes, "VSPROPEN", JoinOpening.length, file: "joining/opening")
    answer = Array(try reader.take(32))
    nonce = Array(try reader.take(Invitation.nonceCount))
    self.bytes = bytes
  }
}

/// What two people read to each other: 8 bytes, a word each.
public struct JoiningCode: Equatable, Sendable {
  public let bytes: [UInt8]

  /// How many bytes, and so words, it has.
  public static let count = 8

  init(_ invitation: Invitation, _ answer: JoinAnswer, _ nonce: [UInt8]) {
    let hash = BLAKE2b.hash(Label.joiningCode, invitation.bytes, answer.bytes, nonce)
    bytes = Array(hash.prefix(JoiningCode.count))
  }
}

extension FieldWriter {
  /// The eight letters and the version that such a file begins with.
  init(beginning magic: StaticString) {
    self.init()
    put(magic.description.utf8)
    put(UInt16(1))
    fill(to: 16)
  }
}

extension FieldReader {
  fileprivate init(joining bytes: [UInt8], _ magic: StaticString, _ length: Int, file: String)
    throws(VaultError)
  {
    self.init(bytes, file: file)
    try begin(magic)
    guard bytes.count == length else { throw .damage(.length, in: file) }
    try zeros(6)
  }
}

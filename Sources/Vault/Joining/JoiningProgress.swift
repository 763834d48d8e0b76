// docs/format.md § Device state (items)

extension DeviceState {
  private static let joiningType: UInt16 = 3

  /// What is remembered of joinings.
  func joining() throws(VaultError) -> JoiningProgress {
    let items = items(DeviceState.joiningType)
    guard items.count < 2 else { throw .damage(.twice, in: "state") }
    return try JoiningProgress(items.first ?? [], file: "state")
  }

  /// Puts what is remembered of joinings in the place of what was.
  mutating func setJoining(_ progress: JoiningProgress) {
    let bytes = progress.encode()
    setItems(DeviceState.joiningType, to: bytes.isEmpty ? [] : [bytes])
  }
}

/// What a device remembers of a joining: its own part in one that goes on, and which are over.
struct JoiningProgress: Equatable {
  var part: Part?
  /// The hashes of invitations that are over, the latest last.
  private(set) var over: [[UInt8]] = []

  enum Part: Equatable {
    /// The answer is there once one was chosen; from then on no other counts.
    case inviter(Invitation, nonce: [UInt8], JoinAnswer?)
    /// The nonce is the inviter's; it is there once it was found to fit.
    case joiner(Invitation, JoinAnswer, nonce: [UInt8]?)

    var invitation: Invitation {
      switch self {
      case .inviter(let invitation, _, _), .joiner(let invitation, _, _): invitation
      }
    }

    /// The code, once both numbers are known.
    var code: JoiningCode? {
      switch self {
      case .inviter(let invitation, let nonce, let answer?): JoiningCode(invitation, answer, nonce)
      case .joiner(let invitation, let answer, let nonce?): JoiningCode(invitation, answer, nonce)
      default: nil
      }
    }

    /// Whose keys the code vouches for.
    var otherKeys: PublicIdentity? {
      switch self {
      case .inviter(_, _, let answer): answer?.keys
      case .joiner(let invitation, _, _): invitation.keys
      }
    }
  }

  static let most = 32
  private static let fixedLength = 8 + 32 + Invitation.length + JoinAnswer.length

  init(_ part: Part? = nil) { self.part = part }

  /// The same, with another part in the joining that goes on.
  func with(_ part: Part) -> JoiningProgress {
    var progress = self
    progress.part = part
    return progress
  }

  /// The same, with the joining over that goes on.
  var ended: JoiningProgress {
    var progress = self
    progress.end()
    return progress
  }

  /// Ends the joining that goes on: its number is forgotten, its invitation never counts again.
  private mutating func end() {
    guard let part else { return }
    self.part = nil
    over.removeAll { $0 == part.invitation.hash }
    over = over.suffix(JoiningProgress.most - 1) + [part.invitation.hash]
  }

  func isOver(_ invitation: [UInt8]) -> Bool { over.contains(invitation) }

  /// The item's bytes; empty where there is nothing to remember.
  func encode() -> [UInt8] {
    guard part != nil || !over.isEmpty else { return [] }
    var writer = FieldWriter()
    let (role, nonce, answer): (UInt8, [UInt8]?, JoinAnswer?) =
      switch part {
      case nil: (0, nil, nil)
      case .inviter(_, let nonce, let answer): (1, nonce, answer)
      case .joiner(_, let answer, let nonce): (2, nonce, answer)
      }
    writer.put(role)
    writer.put(UInt8(nonce == nil ? 0 : 1))
    writer.put(UInt8(answer == nil ? 0 : 1))
    writer.put(UInt8(clamping: over.count))
    writer.fill(to: 8)
    writer.put(nonce ?? [])
    writer.fill(to: 40)
    writer.put(part?.invitation.bytes ?? [])
    writer.fill(to: 40 + Invitation.length)
    writer.put(answer?.bytes ?? [])
    writer.fill(to: JoiningProgress.fixedLength)
    for hash in over { writer.put(hash) }
    return writer.bytes
  }

  init(_ bytes: [UInt8], file: String) throws(VaultError) {
    guard !bytes.isEmpty else { return }
    var reader = FieldReader(bytes, file: file)
    let role = try reader.number(UInt8.self)
    let hasNonce = try reader.number(UInt8.self)
    let hasAnswer = try reader.number(UInt8.self)
    let count = try reader.number(UInt8.self)
    try reader.zeros(4)
    let nonce = Array(try reader.take(32))
    let invitation = Array(try reader.take(Invitation.length))
    let answer = Array(try reader.take(JoinAnswer.length))
    for _ in 0..<count { over.append(Array(try reader.take(32))) }
    switch (role, hasNonce, hasAnswer) {
    case (0, 0, 0): break
    case (1, 1, 0): part = .inviter(try Invitation(invitation), nonce: nonce, nil)
    case (1, 1, 1):
      part = .inviter(try Invitation(invitation), nonce: nonce, try JoinAnswer(answer))
    case (2, 0, 1):
      part = .joiner(try Invitation(invitation), try JoinAnswer(answer), nonce: nil)
    case (2, 1, 1):
      part = .joiner(try Invitation(invitation), try JoinAnswer(answer), nonce: nonce)
    default: throw .damage(.bounds, in: file)
    }
    guard count <= JoiningProgress.most, encode() == bytes else {
      throw .damage(.bounds, in: file)
    }
  }
}

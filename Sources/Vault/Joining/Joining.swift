import Sodium

// docs/format.md § Joining

/// How far a joining has come, for one partner.
public enum JoiningStage: Equatable, Sendable {
  /// The invitation is out.
  case waitingForAnswer
  /// The answer is out.
  case waitingForOpening
  /// Both can compare these words now.
  case comparing(JoiningCode)
}

extension OpenVault {
  /// Lays out an invitation in a shared folder; one that is out already is laid out again.
  ///
  /// - Parameter anew: begins again, whatever goes on, and clears the folder of all joinings.
  public func invite(through folder: String, anew: Bool = false) throws(VaultError) {
    let files = JoiningFolder(in: folder)
    var writer = try LogWriter(keys, randomness)
    let progress = try writer.state.joining()
    switch progress.part {
    case .inviter(let invitation, _, nil) where !anew:
      return try files.publish(invitation, randomness)
    case .inviter where !anew: throw .joining(.alreadyInviting)
    case .joiner where !anew: throw .joining(.alreadyAnswering)
    default: break
    }
    if anew {
      try files.clear { _ in true }
    } else {
      try files.clear { progress.isOver($0) }
      guard try files.read().invitations.isEmpty else { throw .joining(.invitationHere) }
    }
    let nonce = randomness.bytes(Invitation.nonceCount)
    let invitation = try Invitation(vault: vault, from: keys.identity, committingTo: nonce)
    try writer.update {
      $0.setJoining(progress.ended.with(.inviter(invitation, nonce: nonce, nil)))
    }
    try files.publish(invitation, randomness)
    // Where this cannot be done the words are compared all the same.
    try? announceRenewal(through: folder)
  }

  /// Answers the one invitation in a shared folder; an answer that is out already is laid out again.
  public func answerInvitation(in folder: String) throws(VaultError) {
    let files = JoiningFolder(in: folder)
    var writer = try LogWriter(keys, randomness)
    let progress = try writer.state.joining()
    if case .inviter = progress.part { throw .joining(.alreadyInviting) }
    let invitation = try files.read().theInvitation(
      besides: keys.identity.partner
    ) { progress.isOver($0) }
    guard invitation.vault == vault else { throw .joining(.otherVault) }
    if case .joiner(let answered, let answer, _) = progress.part, answered == invitation {
      return try files.publish(answer, randomness)
    }
    let part = try JoiningProgress.Part(answering: invitation, as: keys.identity, randomness)
    try writer.update { $0.setJoining(progress.ended.with(part)) }
    try files.layOut(part, randomness)
    try? announceRenewal(through: folder)
  }

  /// Goes on with the joining, as far as the files that are here allow.
  ///
  /// The inviter chooses the one answer and opens the commitment; the joiner looks at the opening.
  /// - Throws: `joining`, with the reason; what does not fit ends the joining for good.
  public func continueJoining(through folder: String) throws(VaultError) -> JoiningStage {
    let files = JoiningFolder(in: folder)
    var writer = try LogWriter(keys, randomness)
    let progress = try writer.state.joining()
    switch progress.part {
    case nil: throw .joining(.notBegun)
    case .inviter(let invitation, let nonce, let chosen):
      var found = chosen
      if found == nil {
        found = try files.read().answer(to: invitation, besides: keys.identity.partner, progress)
      }
      guard let answer = found else {
        try files.publish(invitation, randomness)
        return .waitingForAnswer
      }
      if chosen == nil {
        try keys.identity.requireReach(answer.keys)
        // Kept before it is opened: from here on no other answer counts.
        try writer.update {
          $0.setJoining(progress.with(.inviter(invitation, nonce: nonce, answer)))
        }
      }
      try files.publish(try JoinOpening(choosing: answer, nonce: nonce), randomness)
      return .comparing(JoiningCode(invitation, answer, nonce))
    case .joiner(let invitation, let answer, let known):
      if let known { return .comparing(JoiningCode(invitation, answer, known)) }
      let nonce: [UInt8]?
      do throws(VaultError) {
        nonce = try files.read().nonce(opening: invitation, for: answer, progress)
      } catch {
        if error.endsJoining { try writer.update { $0.setJoining(progress.ended) } }
        throw error
      }
      guard let nonce else {
        try files.publish(answer, randomness)
        return .waitingForOpening
      }
      try writer.update {
        $0.setJoining(progress.with(.joiner(invitation, answer, nonce: nonce)))
      }
      return .comparing(JoiningCode(invitation, answer, nonce))
    }
  }

  /// Pins the partner for whom both have found this code equal.
  ///
  /// - Parameter name: what this partner calls the other.
  public func pin(_ code: JoiningCode, calling name: String, through folder: String)
    throws(VaultError)
  {
    guard PartnerName.isUsable(name) else { throw .unusableName }
    guard !PartnerName.looksAlike(name, keys.identity.name) else { throw .joining(.alikeNames) }
    var writer = try LogWriter(keys, randomness)
    let progress = try writer.state.joining()
    guard let part = progress.part, part.code == code, let other = part.otherKeys
    else { throw .joining(.notBegun) }
    if try !Storage.exists(keys.places.publicIdentity(other.partner)) {
      try Storage.create(
        keys.places.publicIdentity(other.partner), part.otherPublicFile, replacing: true,
        suffix: randomness.bytes(8))
    }
    try writer.update { state in
      let isAnother = state.pins.last?.keys.partner != other.partner
      state.pins.removeAll { $0.keys.partner == other.partner }
      state.pins.append(PinnedPartner(keys: other, name: name))
      state.left = nil
      // A log has one reader: for another one new logs begin.
      if isAnother { state.ownLogs.removeAll { $0.audience == .shared } }
      state.setJoining(progress.ended)
    }
    // Where this cannot be done now, the next look into the folder does it.
    try? tellEnds(&writer)
    // The inviter's files stay until the joiner has looked at them.
    if case .joiner = part { try clear(folder, of: part.invitation.hash) }
  }

  /// Ends the joining that goes on, as when the words were not the same; there is no second look.
  public func endJoining(through folder: String) throws(VaultError) {
    var writer = try LogWriter(keys, randomness)
    let progress = try writer.state.joining()
    guard let part = progress.part else { throw .joining(.notBegun) }
    try writer.update { $0.setJoining(progress.ended) }
    try clear(folder, of: part.invitation.hash)
  }

  /// Clears a shared folder of joinings that are over; of the latest once the partner has shared
  /// something, and so has no more need of it.
  func clearJoinings(in folder: String, _ state: DeviceState) throws(VaultError) {
    let progress = try state.joining()
    guard let latest = progress.over.last, let partner = state.pins.last?.keys.partner else {
      return
    }
    let hasShared = try !Storage.names(in: keys.places.logs(of: partner, .shared)).isEmpty
    try JoiningFolder(in: folder).clear { invitation in
      progress.isOver(invitation) && (hasShared || invitation != latest)
    }
  }

  private func clear(_ folder: String, of invitation: [UInt8]) throws(VaultError) {
    try JoiningFolder(in: folder).clear { $0 == invitation }
  }
}

/// The one invitation in a folder, found by somebody who has no vault yet.
public struct FoundInvitation: Sendable {
  /// The vault that the invitation is to.
  public var vault: VaultID { invitation.vault }
  let invitation: Invitation
  private let files: JoiningFolder

  /// - Throws: `joining`, where there is none, or more than one.
  public init(in folder: String) throws(VaultError) {
    files = JoiningFolder(in: folder)
    invitation = try files.read().theInvitation(besides: nil) { _ in false }
  }

  /// Publishes the answer; where that is not possible, answering the invitation again does it.
  func layOut(_ part: JoiningProgress.Part, _ randomness: Randomness) throws(VaultError) {
    try files.layOut(part, randomness)
  }
}

extension JoiningProgress.Part {
  init(
    answering invitation: Invitation, as identity: borrowing Identity, _ randomness: Randomness
  ) throws(VaultError) {
    try identity.requireReach(invitation.keys)
    let nonce = randomness.bytes(Invitation.nonceCount)
    self = .joiner(
      invitation, try JoinAnswer(to: invitation, from: identity, nonce: nonce), nonce: nil)
  }

  /// The other's public identity, as it stands in their file.
  fileprivate var otherPublicFile: [UInt8] {
    switch self {
    case .inviter(_, _, let answer): answer?.publicFile ?? []
    case .joiner(let invitation, _, _): invitation.publicFile
    }
  }
}

extension VaultError {
  /// Whether the joining is over with this.
  fileprivate var endsJoining: Bool {
    self == .joining(.wrongOpening) || self == .joining(.otherAnswerChosen)
  }
}

extension Identity {
  /// Refuses keys that nothing can be sealed to, before they are trusted.
  borrowing func requireReach(_ other: PublicIdentity) throws(VaultError) {
    guard box.reaches(other.boxKey) else { throw .joining(.unusableKeys) }
  }
}

extension JoiningFolder {
  fileprivate func layOut(_ part: JoiningProgress.Part, _ randomness: Randomness)
    throws(VaultError)
  {
    guard case .joiner(_, let answer, _) = part else { return }
    try publish(answer, randomness)
  }
}

extension JoiningFolder.Contents {
  /// The one invitation that can be answered.
  func theInvitation(besides own: PartnerID?, isOver: ([UInt8]) -> Bool) throws(VaultError)
    -> Invitation
  {
    let open = invitations.filter { !isOver($0.hash) }
    let others = open.filter { $0.keys.partner != own }
    guard let invitation = others.first else {
      throw .joining(open.isEmpty ? .noInvitation : .ownInvitation)
    }
    guard others.count == 1 else { throw .joining(.severalInvitations) }
    return invitation
  }

  /// The one answer to an invitation; `nil` where none has come.
  fileprivate func answer(
    to invitation: Invitation, besides own: PartnerID, _ progress: JoiningProgress
  ) throws(VaultError) -> JoinAnswer? {
    let fitting = answers.filter { $0.invitation == invitation.hash && $0.keys.partner != own }
    guard let answer = fitting.first else {
      let isForAnother = answers.contains {
        $0.invitation != invitation.hash && !progress.isOver($0.invitation)
      }
      if isForAnother { throw .joining(.answerToAnother) }
      return nil
    }
    guard fitting.count == 1 else { throw .joining(.severalAnswers) }
    return answer
  }

  /// The number that opens an invitation for an answer; `nil` where none has come.
  fileprivate func nonce(
    opening invitation: Invitation, for answer: JoinAnswer, _ progress: JoiningProgress
  ) throws(VaultError) -> [UInt8]? {
    let meant = openings.filter { $0.answer == answer.hash }
    if let opening = meant.first(where: { invitation.commits(to: $0.nonce) }) {
      return opening.nonce
    }
    guard meant.isEmpty else { throw .joining(.wrongOpening) }
    if openings.contains(where: { invitation.commits(to: $0.nonce) }) {
      throw .joining(.otherAnswerChosen)
    }
    let isGone = !invitations.contains(invitation)
    if isGone, invitations.contains(where: { !progress.isOver($0.hash) }) {
      throw .joining(.invitationChanged)
    }
    return nil
  }
}

import Sodium
import Testing

@testable import Vault

/// Somebody who owns the folder between two people, and can make keys.
struct Meddler: ~Copyable {
  let identity: Identity
  let randomness: Randomness

  init(_ seed: UInt8 = 77) throws {
    identity = try Identity(
      secret: SecretBytes(copying: [UInt8](repeating: seed, count: 32)), name: "M")
    randomness = .seeded([seed])
  }
}

@Suite struct `Whoever owns the folder` {
  /// Stands between the two as each one's partner, with a choice of own numbers.
  private func standBetween(_ seed: UInt8) throws -> (
    two: TwoMachines, ada: JoiningCode, noor: JoiningCode
  ) {
    let meddler = try Meddler(seed)
    let two = try TwoMachines(inviting: false)
    let (adas, noors) = (two.adas, two.noors)
    try two.ada.invite(through: adas)
    let real = try #require(TwoMachines.contents(adas).invitations.first)
    // To Noor: an invitation of one's own, to the same vault.
    let nonce = meddler.randomness.bytes(32)
    let forged = try Invitation(
      vault: real.vault, from: meddler.identity, committingTo: nonce)
    try TwoMachines.put(forged.bytes, "a.invitation", noors)
    let noor = try TwoMachines.join(two.root, "Nooor", noors, 9)
    let answered = try #require(TwoMachines.contents(noors).answers.first)
    // To Ada: an answer of one's own.
    let answer = try JoinAnswer(
      to: real, from: meddler.identity, nonce: meddler.randomness.bytes(32))
    try TwoMachines.put(answer.bytes, "a.answer", adas)
    let adasCode = try TwoMachines.code(two.ada, adas)
    // To Noor: the opening of the forged invitation.
    let opening = try JoinOpening(choosing: answered, nonce: nonce)
    try TwoMachines.put(opening.bytes, "a.opening", noors)
    return (two, adasCode, try TwoMachines.code(noor, noors))
  }

  @Test func `cannot make the words agree by standing between with other keys`() throws {
    for seed in UInt8(50)..<54 {
      let met = try standBetween(seed)
      #expect(met.ada != met.noor)
    }
  }

  /// What the meddler can vary once everything else is known: the number in an answer, the number
  /// behind a commitment, the keys. Each changes the whole code.
  @Test func `finds no part of the code unmoved by what they choose`() throws {
    let two = try TwoMachines()
    try two.carryToAda()
    let invitation = try #require(TwoMachines.contents(two.adas).invitations.first)
    guard case .inviter(_, let a, _) = try TwoMachines.progress(two.ada).part else {
      Issue.record("no invitation")
      return
    }
    let meddler = try Meddler()
    var seen: Set<[UInt8]> = []
    var ones = [Int](repeating: 0, count: 64)
    let rounds = 2_000
    for round in 0..<rounds {
      let answer = try JoinAnswer(
        to: invitation, from: meddler.identity,
        nonce: BLAKE2b.hash([UInt8(round & 255), UInt8(round >> 8)]))
      let code = JoiningCode(invitation, answer, a).bytes
      seen.insert(Array(code.prefix(3)))
      for bit in 0..<64 where code[bit / 8] >> UInt8(bit % 8) & 1 == 1 { ones[bit] += 1 }
    }
    // 24 bits of 2,000 codes: more than a handful of equal ones would be no chance.
    #expect(seen.count > rounds - 5)
    // Every one of the 64 bits is a coin: 5 standard deviations are 112.
    #expect(ones.allSatisfy { (rounds / 2 - 112...rounds / 2 + 112).contains($0) })
  }

  @Test func `cannot open the commitment with another number`() throws {
    let two = try TwoMachines()
    let answer = try #require(TwoMachines.contents(two.noors).answers.first)
    let wrong = try JoinOpening(choosing: answer, nonce: [UInt8](repeating: 7, count: 32))
    try TwoMachines.put(wrong.bytes, "x", two.noors)
    #expect(throws: VaultError.joining(.wrongOpening)) {
      try two.noor.continueJoining(through: two.noors)
    }
    // One try: the right one is too late now.
    try two.carryToAda()
    _ = try TwoMachines.code(two.ada, two.adas)
    try two.carryToNoor()
    #expect(throws: VaultError.joining(.notBegun)) {
      try two.noor.continueJoining(through: two.noors)
    }
    #expect(throws: VaultError.joining(.noInvitation)) {
      try two.noor.answerInvitation(in: two.noors)
    }
  }

  @Test func `cannot add a wrong opening to the right one`() throws {
    let two = try TwoMachines()
    try two.carryToAda()
    let code = try TwoMachines.code(two.ada, two.adas)
    try two.carryToNoor()
    let answer = try #require(TwoMachines.contents(two.noors).answers.first)
    let wrong = try JoinOpening(choosing: answer, nonce: [UInt8](repeating: 7, count: 32))
    try TwoMachines.put(wrong.bytes, "0", two.noors)
    #expect(try TwoMachines.code(two.noor, two.noors) == code)
  }

  @Test func `cannot change the invitation that was answered`() throws {
    let two = try TwoMachines()
    let meddler = try Meddler()
    try TwoMachines.empty(two.noors)
    let other = try Invitation(
      vault: two.ada.vault, from: meddler.identity, committingTo: meddler.randomness.bytes(32))
    try TwoMachines.put(other.bytes, "x", two.noors)
    #expect(throws: VaultError.joining(.invitationChanged)) {
      try two.noor.continueJoining(through: two.noors)
    }
    // Beside the right one it changes nothing.
    try two.carryToNoor()
    #expect(try two.noor.continueJoining(through: two.noors) == .waitingForOpening)
  }

  @Test func `cannot put another invitation beside the first unnoticed`() throws {
    let two = try TwoMachines(inviting: false)
    try two.ada.invite(through: two.adas)
    try two.carryToNoor()
    let meddler = try Meddler()
    let other = try Invitation(
      vault: two.ada.vault, from: meddler.identity, committingTo: meddler.randomness.bytes(32))
    try TwoMachines.put(other.bytes, "x", two.noors)
    #expect(throws: VaultError.joining(.severalInvitations)) {
      _ = try FoundInvitation(in: two.noors)
    }
  }

  @Test func `cannot take an answer to another invitation for one to hers`() throws {
    let two = try TwoMachines()
    let meddler = try Meddler()
    let other = try Invitation(
      vault: two.ada.vault, from: meddler.identity, committingTo: meddler.randomness.bytes(32))
    let answer = try JoinAnswer(
      to: other, from: two.noor.keys.identity, nonce: [UInt8](repeating: 1, count: 32))
    try TwoMachines.put(answer.bytes, "x", two.adas)
    #expect(throws: VaultError.joining(.answerToAnother)) {
      try two.ada.continueJoining(through: two.adas)
    }
  }

  @Test func `cannot race the partner's answer with another one`() throws {
    let two = try TwoMachines()
    try two.carryToAda()
    let invitation = try #require(TwoMachines.contents(two.adas).invitations.first)
    let meddler = try Meddler()
    let answer = try JoinAnswer(
      to: invitation, from: meddler.identity, nonce: meddler.randomness.bytes(32))
    try TwoMachines.put(answer.bytes, "x", two.adas)
    #expect(throws: VaultError.joining(.severalAnswers)) {
      try two.ada.continueJoining(through: two.adas)
    }
    // Beginning anew goes on.
    try two.ada.invite(through: two.adas, anew: true)
    #expect(try TwoMachines.contents(two.adas).answers.isEmpty)
    try TwoMachines.empty(two.noors)
    try two.carryToNoor()
    try two.noor.answerInvitation(in: two.noors)
    try two.join()
    #expect(two.ada.other?.keys.partner == two.noor.partner)
  }

  @Test func `cannot have the partner's answer looked at after their own was chosen`() throws {
    let two = try TwoMachines()
    let invitation = try #require(TwoMachines.contents(two.adas).invitations.first)
    let meddler = try Meddler()
    let answer = try JoinAnswer(
      to: invitation, from: meddler.identity, nonce: meddler.randomness.bytes(32))
    try TwoMachines.put(answer.bytes, "x", two.adas)
    let code = try TwoMachines.code(two.ada, two.adas)
    try two.carryToAda()
    // Ada's number is out: from here on only the first answer counts, whatever else is there.
    #expect(try TwoMachines.code(two.ada, two.adas) == code)
    try two.carryToNoor()
    #expect(throws: VaultError.joining(.otherAnswerChosen)) {
      try two.noor.continueJoining(through: two.noors)
    }
    #expect(throws: VaultError.joining(.notBegun)) {
      try two.noor.continueJoining(through: two.noors)
    }
  }

  @Test func `cannot use an old answer for a new invitation`() throws {
    let two = try TwoMachines()
    try two.carryToAda()
    let old = try #require(TwoMachines.contents(two.adas).answers.first)
    try two.ada.endJoining(through: two.adas)
    try two.ada.invite(through: two.adas)
    try TwoMachines.put(old.bytes, "x", two.adas)
    #expect(try two.ada.continueJoining(through: two.adas) == .waitingForAnswer)
  }

  @Test func `cannot bring back an invitation that is over`() throws {
    let two = try TwoMachines()
    let invitation = try #require(TwoMachines.contents(two.noors).invitations.first)
    try two.noor.endJoining(through: two.noors)
    try TwoMachines.put(invitation.bytes, "x", two.noors)
    #expect(throws: VaultError.joining(.noInvitation)) {
      try two.noor.answerInvitation(in: two.noors)
    }
  }

  @Test func `cannot have words compared twice`() throws {
    let two = try TwoMachines()
    try two.carryToAda()
    let code = try TwoMachines.code(two.ada, two.adas)
    try two.ada.endJoining(through: two.adas)
    #expect(throws: VaultError.joining(.notBegun)) {
      try two.ada.pin(code, calling: "Noor", through: two.adas)
    }
    #expect(throws: VaultError.joining(.notBegun)) {
      try two.ada.continueJoining(through: two.adas)
    }
    #expect(two.ada.other == nil)
    // The number is nowhere any more.
    #expect(try TwoMachines.progress(two.ada).part == nil)
    #expect(try TwoMachines.progress(two.ada).over.count == 1)
  }

  @Test func `cannot have a code accepted that was not shown`() throws {
    let two = try TwoMachines()
    try two.carryToAda()
    let shown = try TwoMachines.code(two.ada, two.adas)
    let invitation = try #require(TwoMachines.contents(two.adas).invitations.first)
    let meddler = try Meddler()
    let answer = try JoinAnswer(
      to: invitation, from: meddler.identity, nonce: meddler.randomness.bytes(32))
    let other = JoiningCode(invitation, answer, [UInt8](repeating: 0, count: 32))
    #expect(throws: VaultError.joining(.notBegun)) {
      try two.ada.pin(other, calling: "Noor", through: two.adas)
    }
    try two.ada.pin(shown, calling: "Noor", through: two.adas)
  }

  @Test func `cannot answer with the inviter's own keys`() throws {
    let two = try TwoMachines()
    let invitation = try #require(TwoMachines.contents(two.adas).invitations.first)
    let mirrored = try JoinAnswer(
      to: invitation, from: two.ada.keys.identity, nonce: [UInt8](repeating: 1, count: 32))
    try TwoMachines.put(mirrored.bytes, "x", two.adas)
    #expect(try two.ada.continueJoining(through: two.adas) == .waitingForAnswer)
    #expect(throws: VaultError.joining(.ownInvitation)) {
      let alone = try TwoMachines(inviting: false)
      try alone.ada.invite(through: alone.adas)
      let invited = try TwoMachines.progress(alone.ada)
      #expect(invited.part != nil)
      try alone.ada.endJoining(through: alone.adas)
      try alone.ada.invite(through: alone.adas)
      let other = try #require(TwoMachines.contents(alone.adas).invitations.first)
      try alone.ada.endJoining(through: alone.adas)
      // An invitation of one's own that the state does not know to be over.
      let fresh = try Invitation(
        vault: other.vault, from: alone.ada.keys.identity,
        committingTo: [UInt8](repeating: 3, count: 32))
      try TwoMachines.put(fresh.bytes, "x", alone.adas)
      try alone.ada.answerInvitation(in: alone.adas)
    }
  }

  @Test(arguments: [0, 8, 10, 15, 16, 40, 100, 180, 207])
  func `cannot change a byte of an invitation unnoticed`(_ at: Int) throws {
    let two = try TwoMachines()
    try two.carryToAda()
    var bytes = try #require(TwoMachines.contents(two.adas).invitations.first).bytes
    bytes[at] ^= 1
    // Either it is no invitation any more, or it is another one, with another code.
    guard let changed = try? Invitation(bytes) else { return }
    guard case .inviter(let invitation, let a, _) = try TwoMachines.progress(two.ada).part else {
      Issue.record("no invitation")
      return
    }
    let answer = try #require(TwoMachines.contents(two.adas).answers.first)
    #expect(changed.hash != invitation.hash)
    #expect(JoiningCode(changed, answer, a) != JoiningCode(invitation, answer, a))
  }

  @Test func `cannot lead the joining elsewhere with a link`() throws {
    let two = try TwoMachines(inviting: false)
    let elsewhere = "\(two.root)/elsewhere"
    try Storage.createFolder(elsewhere)
    try symlinked(elsewhere, "\(two.adas)/joining")
    #expect(throws: VaultError.self) { try two.ada.invite(through: two.adas) }
    #expect(try Storage.names(in: elsewhere) == [])
  }
}

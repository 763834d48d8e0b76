public import Vault

/// What a partner does about agreements. `consent` is always what the partner was shown.
extension Diary {
  /// Proposes an agreement, or a new revision of one.
  ///
  /// - Returns: the agreement's id.
  public func propose(_ proposal: AgreementProposal, in consent: Consent) throws(DiaryError)
    -> AgreementID
  {
    try requireRead(consent)
    let agreement: AgreementID
    if let existing = proposal.agreement {
      guard !consent.newestRevisions(of: existing).isEmpty else { throw .notFound }
      agreement = existing
    } else {
      guard let fresh = AgreementID(bytes: vault.randomBytes(16)) else { throw .notFound }
      agreement = fresh
    }
    let revision = try DiaryError.consent { () throws(ConsentError) in
      try proposal.revision(of: agreement, after: consent.parents(of: agreement))
    }
    try permit(.revision(revision), in: consent)
    return agreement
  }

  /// Puts the same words before both again, as a new revision that both affirm anew.
  ///
  /// - Returns: its six words.
  public func renew(_ agreement: AgreementID, in consent: Consent) throws(DiaryError) -> String {
    try requireRead(consent)
    guard let newest = consent.newestRevisions(of: agreement).first,
      let revision = consent.revision(newest)
    else { throw .notFound }
    let renewed = try DiaryError.consent { () throws(ConsentError) in
      try revision.renewed(after: consent.parents(of: agreement))
    }
    guard let hash = renewed.hash(Diary.digest) else { throw .consent(.brokenDigest) }
    try permit(.revision(renewed), in: consent)
    return hash.words
  }

  /// Says yes to items of an agreement, or to all.
  ///
  /// - Parameter adding: whether a yes since the last pause stays one; else the items are the whole answer.
  ///   What this partner has withdrawn is in neither.
  /// The answer is closed until the other partner's is here too, and then opens by itself.
  public func grant(
    _ agreement: AgreementID, items: [String]?, adding: Bool, in consent: Consent
  ) throws(DiaryError) -> Granted {
    try requireRead(consent)
    let (hash, revision) = try current(agreement, consent)
    var yes = try chosen(items, revision)
    let standing = adding ? consent.standingAnswers(to: hash) : []
    for earlier in standing.isEmpty ? [] : try heldAnswers() where standing.contains(earlier.sealed)
    {
      yes.formUnion(earlier.answer.yes(in: revision))
    }
    yes.subtract(consent.itemsWithdrawn(from: hash))
    guard let salt = ConsentHash(bytes: vault.randomBytes(32)) else {
      throw .consent(.brokenDigest)
    }
    let held = try DiaryError.consent { () throws(ConsentError) in
      try HeldAnswer(
        Answer(yesTo: yes, in: revision), to: hash, author: me, seen: consent.seen, salt: salt,
        digest: Diary.digest)
    }
    // The private half first: a commitment that nobody could open would be no answer at all.
    try append(held.bytes, kind: KindTag.heldAnswer, .private, .diary)
    let id = try permit(.commitment(held.commitment), in: consent)
    // What has just been written is in no value read before it. It is kept: what hinders its opening
    // now leaves that to the next command.
    if let after = try? self.consent() { _ = try? openAnswers(in: after) }
    return Granted(
      id: id, words: hash.words, items: revision.items.filter { yes.contains($0.id) }.map(\.what))
  }

  /// Withdraws items of an agreement, or all of it.
  @discardableResult
  public func withdraw(_ agreement: AgreementID, items: [String]?, in consent: Consent)
    throws(DiaryError) -> RecordID
  {
    guard let hash = consent.newestRevisions(of: agreement).first,
      let revision = consent.revision(hash)
    else { throw .notFound }
    guard let items else {
      return try restrict(.withdrawal(Withdrawal(allOf: agreement)), consent)
    }
    let chosen = try chosen(items, revision)
    let withdrawal = try DiaryError.consent { () throws(ConsentError) in
      try Withdrawal(chosen, of: agreement)
    }
    return try restrict(.withdrawal(withdrawal), consent)
  }

  /// Withdraws everything. It names no agreement, so it needs none at hand, and what hides one or
  /// keeps it from being read does not keep anybody from withdrawing it.
  public func withdrawEverything(in consent: Consent?) throws(DiaryError) -> RecordID {
    try restrict(.withdrawal(.everything), consent)
  }

  /// Pauses everything.
  public func pause(in consent: Consent?) throws(DiaryError) -> RecordID {
    try restrict(.pause, consent)
  }

  /// Lifts this partner's own pauses, if there are any.
  public func resume(in consent: Consent) throws(DiaryError) -> RecordID {
    try permit(.resume, in: consent)
  }

  /// Keeps what has changed in this partner's health, for this partner alone, and shares its effect
  /// alone: whatever was agreed begins anew.
  ///
  /// - Returns: the private entry's id.
  public func healthChanged(_ input: EntryInput, about: CivilDate?) throws(DiaryError) -> RecordID {
    try endWhatWasAgreed()
    return try write(input.value, .private, about, tags: input.tags)
  }

  /// Ends every revision there is, for everybody; coming back takes new ones.
  func endWhatWasAgreed() throws(DiaryError) {
    // First, so that nothing that fails afterwards leaves it undone.
    try DiaryError.vault { () throws(VaultError) in try vault.requireRememberedPartner() }
    guard other != nil else { return }
    try restrict(.healthChange, try? consent())
  }

  private func current(_ agreement: AgreementID, _ consent: Consent) throws(DiaryError)
    -> (ConsentHash, AgreementRevision)
  {
    let newest = consent.newestRevisions(of: agreement)
    guard let hash = newest.first, let revision = consent.revision(hash) else { throw .notFound }
    guard newest.count == 1 else { throw .unsettled }
    return (hash, revision)
  }

  private func chosen(_ names: [String]?, _ revision: AgreementRevision) throws(DiaryError)
    -> Set<ItemID>
  {
    guard let names else { return Set(revision.items.map(\.id)) }
    var chosen: Set<ItemID> = []
    for name in names {
      guard let item = revision.items.first(where: { $0.id.description == name }) else {
        throw .unknownItem(name)
      }
      chosen.insert(item.id)
    }
    return chosen
  }
}

/// What a partner has just said yes to.
public struct Granted: Sendable {
  /// The answer's record.
  public let id: RecordID
  /// The six words of the wording that was answered.
  public let words: String
  /// Everything the answer says yes to, in the wording's own words.
  public let items: [String]
}

extension Consent {
  /// What a new revision takes the place of: as many of the newest as one can name.
  fileprivate func parents(of agreement: AgreementID) -> [ConsentHash] {
    Array(newestRevisions(of: agreement).prefix(AgreementRevision.mostParents))
  }
}

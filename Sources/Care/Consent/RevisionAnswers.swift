import Vault

/// What both partners have answered to one revision, as far as it is held.
struct RevisionAnswers: Sendable {
  /// Every commitment of each partner to the revision, replaced ones included.
  let all: [PartnerID: [Written<AnswerCommitment>]]
  /// Those that no later commitment of the same partner replaces: more than one where two devices
  /// answered without knowing of each other. Then all of them have to say yes.
  let current: [PartnerID: [Written<AnswerCommitment>]]
  /// The opened answer to each current commitment; `nil` while one is closed or does not count.
  let opened: [PartnerID: [Answer?]]

  init(to hash: ConsentHash, _ revision: AgreementRevision, in ledger: ConsentLedger) {
    let all = Dictionary(grouping: ledger.commitments[hash] ?? [], by: \.author)
    let current = all.mapValues { own in
      own.filter { answer in
        !own.contains { later in
          later.record != answer.record && ledger.hasSeen(later.record, answer.record)
        }
      }
    }
    self.all = all
    self.current = current
    opened = current.mapValues { own in
      own.map { ledger.answer(in: $0, to: revision) }
    }
  }

  /// The records of both partners' current commitments.
  var currentRecords: [ConsentRecord] { current.values.joined().map(\.record) }

  /// The records of all commitments of both partners.
  var allRecords: [ConsentRecord] { all.values.joined().map(\.record) }
}

extension ConsentLedger {
  /// The answer inside a commitment, once a genuine opening has arrived.
  ///
  /// An opening counts only if its author had written the commitment before it, it opens it to the
  /// last bit, and it names a commitment of the other partner to the same revision, held by then.
  fileprivate func answer(
    in commitment: Written<AnswerCommitment>, to revision: AgreementRevision
  ) -> Answer? {
    guard mayPermit(commitment.record) else { return nil }
    let genuine = (openings[commitment.value.sealed] ?? []).first { opening in
      opening.author == commitment.author && mayPermit(opening.record)
        && hasSeen(opening.record, commitment.record)
        && opening.value.answer.fits(revision)
        && opens(opening.value, commitment)
        && (commitments[commitment.value.revision] ?? []).contains { other in
          other.value.sealed == opening.value.against && other.author != opening.author
            && hasSeen(opening.record, other.record)
        }
    }
    return genuine?.value.answer
  }

  private func opens(_ opening: AnswerOpening, _ commitment: Written<AnswerCommitment>) -> Bool {
    HeldAnswer.sealed(
      opening.answer, salt: opening.salt, revision: commitment.value.revision,
      author: commitment.author, seen: commitment.record.seen, digest: digest)
      == commitment.value.sealed
  }
}

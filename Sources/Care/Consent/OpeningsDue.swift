import Vault

extension ConsentLedger {
  /// The openings that `viewer`'s program writes now, in the order of the commitments' hashes.
  ///
  /// An own answer opens only against a commitment of the other that is held and that no earlier
  /// round has used: whoever answers anew stays closed until the other has answered anew as well.
  /// An answer that has been replaced, or whose revision has, stays closed for good.
  func openingsDue(for viewer: PartnerID, held: some Sequence<HeldAnswer>) -> [AnswerOpening] {
    // Whoever has the old identity would read them.
    guard !isRenewed else { return [] }
    var due: [AnswerOpening] = []
    for answer in Set(held).sorted(by: { $0.sealed < $1.sealed }) {
      guard let revision = revision(named: answer.revision),
        newestRevisions(of: revision.agreement) == [answer.revision]
      else { continue }
      let answers = RevisionAnswers(to: answer.revision, revision, in: self)
      guard let own = answers.current[viewer]?.first(where: { isHeld($0, answer) }),
        !openings.values.joined().contains(where: { $0.author == viewer && opens($0, own) })
      else { continue }
      let used = openings.values.joined().filter { opening in
        opening.author == viewer
          && (answers.all[viewer] ?? []).contains { earlier in
            opens(opening, earlier) && hasSeen(own.record, earlier.record)
          }
      }
      let fresh = answers.current.filter { $0.key != viewer }.values.joined().filter { other in
        !used.contains { $0.value.against == other.value.sealed }
      }
      guard let other = fresh.map(\.value.sealed).min() else { continue }
      due.append(
        AnswerOpening(
          commitment: own.value.sealed, against: other, salt: answer.salt, answer: answer.answer))
    }
    return due
  }

  private func opens(
    _ opening: Written<AnswerOpening>, _ commitment: Written<AnswerCommitment>
  ) -> Bool {
    opening.value.commitment == commitment.value.sealed
  }

  /// Whether a commitment is the one this held answer was closed with.
  private func isHeld(_ own: Written<AnswerCommitment>, _ answer: HeldAnswer) -> Bool {
    own.value.sealed == answer.sealed
      && HeldAnswer.sealed(
        answer.answer, salt: answer.salt, revision: answer.revision, author: own.author,
        seen: own.record.seen, digest: digest) == answer.sealed
  }
}

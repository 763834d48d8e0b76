import Vault

/// Replies that open together: a pure value over what both have published.
///
/// A reply shows when each has published a commitment, each has opened it, and each opening names
/// the other's commitment. Both show or neither does, on either side. Of several commitments of one
/// author the one that the other's opening names counts, so nobody can choose between two answers
/// after having read.
struct Reveal: Sendable {
  struct Written<Value: Hashable & Sendable>: Hashable, Sendable {
    let author: PartnerID
    let value: Value
  }

  /// In the order they were entered.
  private var commitments: [ReplyTopic: [Written<ReplyCommitment>]] = [:]
  private var openings: [ReplyTopic: [Written<ReplyOpening>]] = [:]
  private let digest: ConsentDigest

  init(digest: ConsentDigest) { self.digest = digest }

  /// Topics that are known to have a commitment.
  var topics: Set<ReplyTopic> { Set(commitments.keys) }

  mutating func add(_ commitment: ReplyCommitment, by author: PartnerID) {
    commitments[commitment.topic, default: []].append(Written(author: author, value: commitment))
  }

  /// Adds an opening; the commitment that it opens is found by its hash.
  mutating func add(_ opening: ReplyOpening, by author: PartnerID) {
    openings[opening.held.topic, default: []].append(Written(author: author, value: opening))
  }

  /// Whether a partner has replied, open or closed. For that partner's own screens alone.
  func hasReplied(_ partner: PartnerID, to topic: ReplyTopic) -> Bool {
    commitments[topic]?.contains { $0.author == partner } ?? false
  }

  /// The commitment of the other that an own reply opens against; `nil` where nothing is due.
  func due(_ topic: ReplyTopic, for viewer: PartnerID) -> ConsentHash? {
    guard hasReplied(viewer, to: topic), opened(topic, by: viewer).isEmpty else { return nil }
    return commitments[topic]?.first { $0.author != viewer }?.value.sealed
  }

  /// Whether the replies open together no more: somebody opened against one that is not there, since its
  /// author has forgotten it.
  func isOver(_ topic: ReplyTopic) -> Bool {
    (openings[topic] ?? []).contains { opening in
      isCommitted(opening.value.held, by: opening.author)
        && !(commitments[topic] ?? []).contains {
          $0.author != opening.author && $0.value.sealed == opening.value.against
        }
    }
  }

  /// Whether a held reply is the one that a commitment of its author closes.
  func isCommitted(_ held: HeldReply, by author: PartnerID) -> Bool {
    let sealed = held.sealed(by: author, digest: digest)
    return commitments[held.topic]?.contains { $0.author == author && $0.value.sealed == sealed }
      ?? false
  }

  /// Both replies, once each is open against the other; `nil` until then, for either viewer.
  func replies(to topic: ReplyTopic, of viewer: PartnerID) -> (mine: Reply, theirs: Reply)? {
    let partners = Set((openings[topic] ?? []).map(\.author)).subtracting([viewer])
    for mine in opened(topic, by: viewer) {
      for other in partners {
        for theirs in opened(topic, by: other)
        where mine.opening.against == theirs.sealed && theirs.opening.against == mine.sealed {
          return (mine.opening.held.reply, theirs.opening.held.reply)
        }
      }
    }
    return nil
  }

  /// The openings of one author that open a commitment of that author's own.
  private func opened(_ topic: ReplyTopic, by author: PartnerID)
    -> [(opening: ReplyOpening, sealed: ConsentHash)]
  {
    (openings[topic] ?? []).compactMap { written in
      guard written.author == author, isCommitted(written.value.held, by: author),
        let sealed = written.value.held.sealed(by: author, digest: digest)
      else { return nil }
      return (written.value, sealed)
    }
  }
}

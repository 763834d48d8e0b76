public import Vault

/// A question or a repair as its reader may see it now.
public struct OpenTopic: Sendable {
  public enum State: Sendable, Equatable {
    /// The reader has not answered. Whether the other has is not told.
    case unanswered
    /// The reader has answered, and the answers are not open yet.
    case closed
    /// Both answers, opened together.
    case open(mine: [String], theirs: [String])
    /// One of two answers that were open was forgotten; neither shows any more.
    case over
  }

  public let entry: Entry
  public let state: State
  /// The first version's id.
  public var id: RecordID { Amendments.target(for: entry) }
}

/// Questions and repairs, as one partner's diary reads and answers them.
extension Diary {
  /// Questions (or repairs), newest first, each with what its reader may see.
  ///
  /// - Parameter kind: `KindTag.ask` or `KindTag.repair`.
  public func topics(_ kind: UInt16) throws(DiaryError) -> [OpenTopic] {
    guard other != nil else {
      return try all([kind], for: nil).reversed().map { OpenTopic(entry: $0, state: .unanswered) }
    }
    return try topics(among: all([kind], for: .shared))
  }

  /// What the reader may see of these questions or repairs, newest first.
  ///
  /// - Parameter entries: for both, in the order they were entered.
  func topics(among entries: [Entry]) throws(DiaryError) -> [OpenTopic] {
    guard !entries.isEmpty else { return [] }
    let reveal = try reveal()
    return entries.reversed().compactMap { entry in
      guard let topic = ReplyTopic(entry, digest: Diary.digest) else { return nil }
      if let (mine, theirs) = reveal.replies(to: topic, of: me) {
        return OpenTopic(entry: entry, state: .open(mine: mine.texts, theirs: theirs.texts))
      }
      guard !reveal.isOver(topic) else { return OpenTopic(entry: entry, state: .over) }
      let hasReplied = reveal.hasReplied(me, to: topic)
      return OpenTopic(entry: entry, state: hasReplied ? .closed : .unanswered)
    }
  }

  /// Answers a question or a repair; the answer opens by itself once both have answered.
  public func reply(_ reply: Reply, to entry: Entry) throws(DiaryError) {
    guard let topic = ReplyTopic(entry, digest: Diary.digest),
      let salt = ConsentHash(bytes: vault.randomBytes(32))
    else { throw .consent(.brokenDigest) }
    let held = HeldReply(topic: topic, salt: salt, reply: reply)
    guard let sealed = held.sealed(by: me, digest: Diary.digest) else {
      throw .consent(.brokenDigest)
    }
    // The private half first: a commitment that nobody could open would be no answer at all.
    try append(held.bytes, kind: KindTag.heldReply, .private, .diary)
    let commitment = ReplyCommitment(topic: topic, sealed: sealed)
    try append(commitment.bytes, kind: KindTag.replyCommitment, .shared, .diary)
    try settleReplies(within: .max)
  }

  /// Opens this partner's replies where the other's are here too.
  ///
  /// - Parameter most: how many of the newest shared records are looked at. A reply is due when the
  ///   other's commitment has just come, so a few are enough at every command, and none where nothing
  ///   of the kind has come since the last one; whoever looks at the replies themselves looks at all.
  public func settleReplies(within most: Int = 256) throws(DiaryError) {
    guard let other, !vault.isPartnerRenewed else { return }
    try vault.lookThrough(always: most == .max) { () throws(DiaryError) in
      var damaged = 0
      let reveal = try reveal(within: most, unreadable: &damaged)
      var isSettled = damaged == 0
      for topic in reveal.topics {
        guard let against = reveal.due(topic, for: me, from: other.keys.partner) else { continue }
        // What is due and cannot be opened yet, and what opening brings about, is looked at again.
        isSettled = false
        guard let held = try heldReply(to: topic, in: reveal) else { continue }
        let opening = ReplyOpening(against: against, held: held)
        try append(opening.bytes, kind: KindTag.replyOpening, .shared, .diary)
      }
      return isSettled
    }
  }

  private func reveal() throws(DiaryError) -> Reveal {
    var damaged = 0
    return try reveal(within: .max, unreadable: &damaged)
  }

  /// - Parameter unreadable: gets how many places could not be read.
  private func reveal(within most: Int, unreadable: inout Int) throws(DiaryError) -> Reveal {
    var passed: [LogID: Int] = [:]
    let records = try DiaryError.vault { () throws(VaultError) in
      try vault.records(
        of: .diary,
        until: { fields in
          passed[fields.log, default: 0] += 1
          return fields.audience != .shared
            || passed[fields.log, default: 0] > most
        }
      ) { KindTag.replies.contains($0.kind) }
    }
    var found = try gather(records)
    unreadable = records.unreadable
    found.sort { ($0.fields.entered, $0.fields.id) < ($1.fields.entered, $1.fields.id) }
    var reveal = Reveal(digest: Diary.digest)
    for record in found {
      if let commitment = ReplyCommitment(bytes: record.body) {
        reveal.add(commitment, by: record.fields.author, as: record.fields.writtenAs)
      } else if let opening = ReplyOpening(bytes: record.body) {
        reveal.add(opening, by: record.fields.author, as: record.fields.writtenAs)
      }
    }
    return reveal
  }

  private func heldReply(to topic: ReplyTopic, in reveal: Reveal) throws(DiaryError) -> HeldReply? {
    let records = try DiaryError.vault { () throws(VaultError) in
      try vault.records(of: .diary, until: { $0.audience != .private }) {
        $0.kind == KindTag.heldReply
      } passingOver: {
        $0.audience == .private && !$0.mayHold([KindTag.heldReply])
      }
    }
    while let record = try DiaryError.vault({ () throws(VaultError) in try records.next() }) {
      if let held = HeldReply(bytes: record.body), held.topic == topic,
        reveal.isCommitted(held, by: me)
      {
        return held
      }
    }
    return nil
  }
}

extension KindTag {
  /// What two publish of a reply that opens together.
  static let replies: Set<UInt16> = [replyCommitment, replyOpening]
}

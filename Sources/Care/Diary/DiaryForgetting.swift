public import Vault

extension Diary {
  /// An entry that is gone.
  public struct Forgotten: Sendable, Equatable {
    /// The first version's id.
    public let id: RecordID
    /// How many versions it had.
    public let versions: Int
    public let audience: Audience
  }

  /// Forgets an entry of this partner's, with every version of it, for good.
  ///
  /// The newest version goes last: where it is interrupted, what is left shows that it was.
  /// - Throws: `notOwn` for the other partner's.
  public func forget(_ entry: Entry) throws(DiaryError) -> Forgotten {
    guard entry.author == me else { throw .notOwn }
    if [KindTag.ask, KindTag.repair].contains(entry.kind.tag) {
      _ = try forgetReply(to: Amendments.target(for: entry))
    }
    let versions = try versions(of: entry).sorted { first, second in
      (first.amends != nil ? 1 : 0, first.entered, first.id)
        < (second.amends != nil ? 1 : 0, second.entered, second.id)
    }
    try erase(versions.map(\.id))
    return Forgotten(
      id: Amendments.target(for: entry), versions: versions.count, audience: entry.audience)
  }

  /// Forgets this partner's own part of a question or a repair, in every wording, open or closed.
  ///
  /// The held reply goes first: what is left after an interruption can then open nothing anew.
  /// - Parameter topic: the first version's id.
  /// - Returns: whether there was one.
  public func forgetReply(to topic: RecordID) throws(DiaryError) -> Bool {
    let order = [KindTag.heldReply, KindTag.replyOpening, KindTag.replyCommitment]
    var found: [UInt16: [RecordID]] = [:]
    let records = try DiaryError.vault { () throws(VaultError) in
      try vault.records(of: .diary) { $0.author == self.me && order.contains($0.kind) }
    }
    for record in try gather(records) {
      guard ReplyTopic(of: record.body, kind: record.fields.kind)?.id == topic else { continue }
      found[record.fields.kind, default: []].append(record.fields.id)
    }
    try erase(order.flatMap { found[$0] ?? [] })
    return !found.isEmpty
  }

  private func erase(_ ids: [RecordID]) throws(DiaryError) {
    guard !ids.isEmpty else { return }
    let now = clock.now()
    try DiaryError.vault { () throws(VaultError) in
      try vault.forget(
        ids,
        at: RecordTime(
          entered: now.milliseconds, zone: now.offsetMinutes, today: now.date.day))
    }
  }
}

extension ReplyTopic {
  /// What a record of one of the three kinds is about; `nil` for one that no program wrote.
  fileprivate init?(of body: [UInt8], kind: UInt16) {
    let topic =
      switch kind {
      case KindTag.heldReply: HeldReply(bytes: body)?.topic
      case KindTag.replyCommitment: ReplyCommitment(bytes: body)?.topic
      default: ReplyOpening(bytes: body)?.held.topic
      }
    guard let topic else { return nil }
    self = topic
  }
}

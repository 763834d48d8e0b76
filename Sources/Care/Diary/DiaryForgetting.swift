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
  /// - Throws: `notOwn` for the other partner's; `notAllForgotten` where all that was found is gone, and something
  ///   that may hold more of it cannot be read just now.
  public func forget(_ entry: Entry) throws(DiaryError) -> Forgotten {
    guard entry.author == me else { throw .notOwn }
    var isAll = true
    if [KindTag.ask, KindTag.repair].contains(entry.kind.tag) {
      isAll = try eraseReply(to: Amendments.target(for: entry)).isAll
    }
    let (found, isUnread) = try versionsRead(of: entry)
    let versions = found.sorted { first, second in
      (first.amends != nil ? 1 : 0, first.entered, first.id)
        < (second.amends != nil ? 1 : 0, second.entered, second.id)
    }
    guard try erase(versions.map(\.id)), isAll, !isUnread else { throw .vault(.notAllForgotten) }
    return Forgotten(
      id: Amendments.target(for: entry), versions: versions.count, audience: entry.audience)
  }

  /// Forgets this partner's own part of a question or a repair, in every wording, open or closed.
  ///
  /// The held reply goes first: what is left after an interruption can then open nothing anew.
  /// - Parameter topic: the first version's id.
  /// - Returns: whether there was one.
  /// - Throws: as forgetting an entry does.
  public func forgetReply(to topic: RecordID) throws(DiaryError) -> Bool {
    let (isThere, isAll) = try eraseReply(to: topic)
    guard isAll else { throw .vault(.notAllForgotten) }
    return isThere
  }

  private func eraseReply(to topic: RecordID) throws(DiaryError) -> (isThere: Bool, isAll: Bool) {
    let order = [KindTag.heldReply, KindTag.replyOpening, KindTag.replyCommitment]
    var found: [UInt16: [RecordID]] = [:]
    let records = try DiaryError.vault { () throws(VaultError) in
      try vault.records(of: .diary) { $0.author == self.me && order.contains($0.kind) }
    }
    try each(records) { record in
      guard ReplyTopic(of: record.body, kind: record.fields.kind)?.id == topic else { return }
      found[record.fields.kind, default: []].append(record.fields.id)
    }
    let isErased = try erase(order.flatMap { found[$0] ?? [] })
    return (!found.isEmpty, isErased && !records.isOwnUnread)
  }

  /// - Returns: whether all are gone; not where one may stand in what could not be read.
  private func erase(_ ids: [RecordID]) throws(DiaryError) -> Bool {
    guard !ids.isEmpty else { return true }
    let now = clock.now()
    let time = RecordTime(
      entered: now.milliseconds, zone: now.offsetMinutes, today: now.date.day)
    do throws(VaultError) {
      try vault.forget(ids, at: time)
      return true
    } catch .notAllForgotten {
      return false
    } catch {
      throw .vault(error)
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

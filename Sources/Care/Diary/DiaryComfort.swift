import Vault

extension Diary {
  /// The parts of a check-in that this partner shared last; a proposal for the next, never more.
  public func partsSharedLast() throws(DiaryError) -> [String] {
    var filter = EntryFilter()
    filter.kinds = [KindTag.checkIn]
    filter.author = me
    filter.audience = .shared
    let shared = try entries(filter)
    while let entry = try shared.next() {
      if let checkIn = entry.value as? CheckIn { return checkIn.answeredParts }
    }
    return []
  }

  /// The signs that both have kept, and those that one of them has.
  public func cues() throws(DiaryError) -> AgreedCues {
    let kept = try cueEntries().filter { $0.audience == .shared }
    func cues(_ isMine: Bool) -> [Cue] {
      kept.filter { ($0.author == me) == isMine }.compactMap { $0.value as? Cue }
    }
    return AgreedCues(mine: cues(true), theirs: cues(false))
  }

  /// The viewer's own signs, whoever can read them.
  public func ownCues() throws(DiaryError) -> [Cue] {
    try cueEntries().filter { $0.author == me }.compactMap { $0.value as? Cue }
  }

  private func cueEntries() throws(DiaryError) -> [Entry] {
    var filter = EntryFilter()
    filter.kinds = [KindTag.cue]
    return try all(filter)
  }

  /// Preferences that hold today, newest first.
  public func preferences() throws(DiaryError) -> [Entry] {
    var filter = EntryFilter()
    filter.kinds = [KindTag.like, KindTag.avoid]
    filter.current = today
    return try all(filter)
  }
}

public import Vault

/// A draft, and the sealed file that it grows in.
public final class HeldDraft {
  public private(set) var draft: Draft
  private let file: SealedDraft
  private var left: Draft.Open?
  /// Whether somebody was told that it cannot be put down.
  public var isToldOf = false
  /// Whether its file holds all of it, so that it can be promised.
  public private(set) var isSealed: Bool

  init(_ draft: Draft, in file: SealedDraft) {
    self.draft = draft
    self.file = file
    isSealed = !draft.isEmpty
    left = draft.open
  }

  /// What was being typed for an answer when the draft was left behind; once.
  public func takeUp(_ key: String) -> String? {
    guard let left, left.key == key else { return nil }
    self.left = nil
    return left.text
  }

  /// Changes it, and seals it as it is now; durable when this returns.
  ///
  /// Nothing is put down before anything was typed.
  public func update(_ change: (inout Draft) -> Void) throws(DiaryError) {
    var next = draft
    change(&next)
    guard next != draft else { return }
    draft = next
    isSealed = false
    guard !draft.isEmpty, let bytes = draft.encoded else { return file.remove() }
    try DiaryError.vault { () throws(VaultError) in try file.put(bytes) }
    isSealed = true
  }

  /// Takes it away: it was kept as an entry, or is not wanted.
  public func remove() { file.remove() }
}

/// What was typed and not kept.
extension Diary {
  /// A new draft of a command.
  public func draft(of command: String, about: CivilDate?) -> HeldDraft {
    let now = clock.now()
    return HeldDraft(
      Draft(command: command, begun: now, about: about ?? now.date), in: vault.newDraft())
  }

  /// The drafts of a command that nobody is typing at, the latest first.
  ///
  /// Damage does not keep anybody from writing.
  public func drafts(of command: String) -> [HeldDraft] {
    let left = (try? vault.leftDrafts()) ?? []
    return left.compactMap { found in
      Draft(encoded: found.body).flatMap {
        $0.command == command ? HeldDraft($0, in: found.draft) : nil
      }
    }.sorted { $0.draft.begun > $1.draft.begun }
  }

  /// Which vault and partner a session has to be for, to read this diary.
  public var sessionName: SessionName { SessionName(vault: vault.vault, partner: me) }
}

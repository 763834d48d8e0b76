import Care
import Vault

/// Where what somebody types is kept, sealed, until it is an entry.
struct Drafts {
  /// Which command, and for whom: the same command offers it again.
  let command: String
  let diary: Diary
  /// The day it is about, where that was said.
  var about: CivilDate?
  let desk: Desk

  /// What a command's drafts are found by.
  static func name(_ words: [String], _ audience: Audience? = nil) -> String {
    (words + (audience.map { ["\($0)"] } ?? [])).joined(separator: " ")
  }
}

extension Questions {
  /// The draft to write in: one that was left behind, where it is wanted, else a new one.
  func begun(_ drafts: Drafts) throws -> HeldDraft {
    let today = drafts.diary.today
    let fresh = drafts.diary.draft(of: drafts.command, about: drafts.about)
    for left in drafts.diary.drafts(of: drafts.command) {
      let day = left.draft.day == today ? "" : " It is about \(left.draft.day)."
      remark("There is a draft from \(left.draft.age(on: today)).\(day)")
      switch try choice() {
      case .goesOn: return left
      case .later: return fresh
      case .away: left.remove()
      }
    }
    return fresh
  }

  private enum Choice { case goesOn, later, away }

  private func choice() throws -> Choice {
    while true {
      let typed = try askLine("Go on with it? Enter does, n leaves it for later, d throws it away:")
      switch typed?.lowercased() {
      case nil, "n", "no": return .later
      case "", "y", "yes": return .goesOn
      case "d": return .away
      default: remark("That has to be Enter, n or d.")
      }
    }
  }
}

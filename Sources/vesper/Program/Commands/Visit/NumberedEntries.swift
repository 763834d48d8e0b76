import Care
import Vault

/// Entries put before a person with numbers to answer with.
struct NumberedEntries {
  let entries: [Entry]
  var isEmpty: Bool { entries.isEmpty }

  /// No more than this are listed; older ones are named by their id.
  static let most = 20

  init(_ entries: [Entry]) { self.entries = entries }

  /// The list under its title; nothing where there is none.
  func lines(_ title: String, width: Int) -> [String] {
    guard !entries.isEmpty else { return [] }
    return [title]
      + entries.enumerated().flatMap { index, entry -> [String] in
        let number = index + 1
        let head = "\(number < 10 ? " " : "")\(number) \(entry.about) \(entry.kind.title)"
        let room = width - head.count - 2
        return room >= 24
          ? ["\(head): \(Wrapping.cut(entry.value.line, width: room))"]
          : [head, "   \(Wrapping.cut(entry.value.line, width: width - 3))"]
      }
  }

  /// The id of what was typed: a number of the list, or an id's first digits.
  func identifier(_ typed: String, _ diary: Diary) -> String? {
    if typed.count < 4, let number = Int(typed), entries.indices.contains(number - 1) {
      return entries[number - 1].id.description
    }
    return try? diary.entry(typed).id.description
  }
}

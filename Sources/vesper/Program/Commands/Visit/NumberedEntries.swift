import Care
import Vault

/// Entries put before a person with numbers to answer with.
struct NumberedEntries {
  let entries: [Entry]
  var isEmpty: Bool { entries.isEmpty }

  /// No more than this are listed; older ones are named by their id.
  static let most = 20

  init(_ entries: [Entry]) { self.entries = entries }

  func show(_ title: String, on console: Console) {
    guard !entries.isEmpty else { return }
    console.remark(title)
    for (index, entry) in entries.enumerated() {
      let number = index + 1
      let head = "\(number < 10 ? " " : "")\(number) \(entry.about) \(entry.kind.title)"
      let room = console.width - head.count - 2
      if room >= 24 {
        console.remark("\(head): \(Wrapping.cut(entry.value.line, width: room))")
      } else {
        console.remark(head)
        console.remark("   \(Wrapping.cut(entry.value.line, width: console.width - 3))")
      }
    }
    console.remark("")
  }

  /// The id of what was typed: a number of the list, or an id's first digits.
  func identifier(_ typed: String, _ diary: Diary) -> String? {
    if typed.count < 4, let number = Int(typed), entries.indices.contains(number - 1) {
      return entries[number - 1].id.description
    }
    return try? diary.entry(typed).id.description
  }
}

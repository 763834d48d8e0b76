import Care
import Vault

/// What there is to pick for one visit, put before the patient with numbers to answer with.
struct PickChoice {
  /// What can stand on the page in the patient's own words, newest first.
  private let entries: [Entry]
  /// The questions that have something behind them.
  let fields: [Field]

  /// No more than this are listed; older ones are named by their id.
  private static let most = 20

  init(_ visit: Entry, _ diary: Diary) throws {
    let entries = try Array(diary.candidates(for: visit).prefix(PickChoice.most))
    self.entries = entries
    let prepared = visit.value as? Care.Visit
    fields = EntryInput.questions(of: VisitPick.self).filter { field in
      switch field.key {
      case "questions": prepared?.questions?.isEmpty == false
      case "talkAbout": prepared?.talkAbout?.isEmpty == false
      case "pleaseDoNot": prepared?.pleaseDoNot?.isEmpty == false
      case "seeMeAlone": prepared?.seeMeAlone == true
      case "helpWanted": prepared?.helpWanted?.isEmpty == false
      case "restDays": Kinds.all.contains { $0.summaryRule == .restDays }
      case "partnerLines": diary.other != nil
      default: if case .list(.hex, _) = field.shape { !entries.isEmpty } else { true }
      }
    }
  }

  func show(on console: Console) {
    guard !entries.isEmpty else { return }
    console.remark("What can stand on the page in your own words:")
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

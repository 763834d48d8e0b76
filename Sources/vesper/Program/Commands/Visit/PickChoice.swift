import Care
import Vault

/// What there is to pick for one visit.
struct PickChoice {
  /// What can stand on the page in the patient's own words, newest first.
  let entries: [Entry]
  /// The parts that have something behind them.
  let fields: [Field]

  init(_ visit: Entry, _ diary: Diary) throws {
    let entries = try diary.candidates(for: visit)
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
      case "partnerLines", "pauseSignal": diary.other != nil
      default: if case .list(.hex, _) = field.shape { !entries.isEmpty } else { true }
      }
    }
  }

  /// What can be picked as `--json` prints it.
  var json: String {
    JSONText.array(
      entries.map { entry in
        JSONText.object([
          "id": JSONText.string(entry.id.description),
          "kind": JSONText.string(entry.kind.name),
          "about": JSONText.string(entry.about.description),
          "text": JSONText.string(entry.value.pickedText ?? ""),
        ])
      })
  }
}

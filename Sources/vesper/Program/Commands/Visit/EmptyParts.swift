import Care
import Vault

/// Parts that were ticked and hold nothing in the page's days: the page leaves them out without a
/// word, so the pick says so.
struct EmptyParts {
  let pick: Care.VisitPick
  let page: Disclosure
  let visit: Entry

  var lines: [String] {
    var lines: [String] = []
    if !names.isEmpty {
      lines.append("Ticked, with nothing there in these days: \(names.joined(separator: ", ")).")
    }
    if pick.partnerLines == true, page.visitDate == nil {
      lines.append(
        "What a partner releases is for a day, and this visit has none: vesper amend \(visit.id.description.prefix(8)) can give it one."
      )
    }
    return lines
  }

  /// As the pick calls them, in its order.
  private var names: [String] {
    let measures = Measure.allCases.filter { measure in
      pick.strips?.contains(measure) == true && !page.strips.contains { $0.measure == measure }
    }
    return measures.map(\.rawValue)
      + Care.VisitPick.fields.filter { isEmpty[$0.key] == true }.map(\.label)
  }

  /// Of what was ticked as a whole: whether nothing of it is there.
  private var isEmpty: [String: Bool] {
    let ticked = Set(
      Care.VisitPick.flags.filter { pick[keyPath: $0.path] == true }.map(\.key))
    let empty: [String: Bool] = [
      "questions": page.questions.isEmpty, "talkAbout": page.pleaseTalkAbout.isEmpty,
      "pleaseDoNot": page.pleaseDoNot.isEmpty, "seeMeAlone": page.seeMeAlone == nil,
      "helpWanted": page.helpWanted.isEmpty, "medicines": page.medicines.isEmpty,
      "restDays": page.marks.isEmpty, "pacing": page.daysOverLimit == nil,
      "goals": page.goals.isEmpty, "appointments": page.appointments.isEmpty,
      "advice": page.adviceTried.isEmpty, "partnerLines": page.partnerStatement.isEmpty,
    ]
    return empty.filter { ticked.contains($0.key) }
  }
}

import Testing
import Vault
import VesperProgram

@testable import Care

/// Words planted in every text of every kind, by both partners, for each audience it can have.
@Suite struct `What was not picked` {
  private struct Planted {
    let id: RecordID
    let planting: Planting
    let author: String
    let days: Int
  }

  private struct Life {
    let home: Household
    let diary: Diary
    let visit: Entry
    var planted: [Planted] = []

    init() throws {
      home = try Household.couple()
      diary = try home.diary(of: "Ada")
      let other = try diary.write(Visit(), .private)
      for (name, diary) in [("Ada", diary), ("Noor", try home.diary(of: "Noor"))] {
        for kind in Kinds.all {
          let planting = try Planting(kind, by: name.lowercased(), naming: other)
          for audience in [Audience.private, .shared] where kind.audiences.allows(audience) {
            for days in [0, -3, -40] {
              let id = try diary.write(
                planting.input.value, audience, diary.today.adding(days: days),
                tags: planting.input.tags)
              planted.append(
                Planted(id: id, planting: planting, author: name, days: days))
            }
          }
        }
      }
      home.time.pass(seconds: 60)
      try diary.write(
        Visit(
          clinician: "Dr Osei", date: diary.today, setting: "room 3", seeMeAlone: true,
          questions: ["May I walk?"], talkAbout: ["sleep"], pleaseDoNot: ["hurry"],
          helpWanted: [.referral]), .private)
      visit = try #require(try diary.visits().first)
    }

    func page(_ change: (inout VisitPick) -> Void) throws -> String {
      var pick = VisitPick(visit: visit.id)
      change(&pick)
      home.time.pass(seconds: 1)
      try diary.write(pick, .private)
      return try home.done("visit preview \(visit.id) --second-page --json --as Ada").out
    }
  }

  @Test func `stands in no format`() throws {
    let life = try Life()
    let texts = Set(life.planted.flatMap { $0.planting.fields.values })
    #expect(texts.count > 50, "\(texts.count)")
    // Texts with a rule of their own; whatever joins them has to be looked at here.
    #expect(
      Set(life.planted.flatMap(\.planting.unplanted))
        == ["softening.when", "goal.soften", "cal.repeats"])
    _ = try life.page { $0.strips = [.pain] }
    for form in ["html", "text", "markdown", "fhir", "json", "ics"] {
      for paper in form == "html" ? ["a4", "letter"] : ["a4"] {
        let made = try life.home.run(
          "visit export \(life.visit.id) --second-page --format \(form) --paper \(paper) --output - --as Ada"
        )
        #expect(made.code == 0, "\(made.err)")
        #expect(!made.output.isEmpty)
        let found = Planting.words(in: made.out) + Planting.words(in: made.err)
        #expect(found.isEmpty, "\(form): \(found)")
        for word in ["May I walk", "sleep", "hurry", "referral", "Fatigue", "Mood"] {
          #expect(!made.out.contains(word), "\(form): \(word)")
        }
      }
    }
  }

  @Test func `stays away when something else is picked`() throws {
    let life = try Life()
    let near = life.planted.filter { $0.days == -3 }
    var lines: [String: Set<String>] = [:]
    for (name, kind) in ["Ada", "Noor"].flatMap({ name in Kinds.all.map { (name, $0) } }) {
      let same = near.filter { $0.author == name && $0.planting.kind.name == kind.name }
      let ids = same.map(\.id)
      let page = try life.page {
        ($0.lines, $0.changes, $0.goingWell, $0.mattersNext) = (ids, ids, ids, ids)
      }
      let planting = try #require(same.first).planting
      let shown = planting.shown(in: page)
      if !shown.isEmpty { lines[kind.name] = shown }
      #expect(name == "Ada" || shown.isEmpty, "\(kind.name) of the other")
      // An entry brings no other along.
      let others = Planting.words(in: page).filter { planting.fields[$0] == nil }
      #expect(others.isEmpty, "\(kind.name): \(others)")
    }
    #expect(lines == Self.lines)
  }

  @Test func `stays away when every part is picked`() throws {
    let life = try Life()
    let page = try life.page { pick in
      pick.strips = Measure.allCases
      for flag in VisitPick.flags { pick[keyPath: flag.path] = true }
    }
    let ada = life.planted.filter { $0.author == "Ada" }.map(\.planting)
    let noor = life.planted.filter { $0.author == "Noor" }.map(\.planting)
    #expect(ada.reduce(into: Set()) { $0.formUnion($1.shown(in: page)) } == Self.parts)
    #expect(
      noor.reduce(into: Set()) { $0.formUnion($1.shown(in: page)) } == ["visitrelease.statement"])
    for word in ["May I walk", "sleep", "hurry", "referral", "Fatigue", "Mood"] {
      #expect(page.contains(word), "\(word)")
    }
  }

  /// What one entry, picked by its id, can show: a kind or a field to come is put down here, or not shown.
  private static let lines: [String: Set<String>] = [
    "reflection": ["reflection.text"],
    "checkin": ["checkin.note"],
    "note": ["note.text", "note.tried", "note.reason"],
    "advice": ["advice.tried", "advice.reason"],
    "med": ["med.name", "med.dose"],
    "question": ["question.text"],
    "feeling": ["feeling.words", "feeling.text"],
    "after": ["after.comfortable", "after.avoid", "after.note"],
    "like": ["like.what"],
    "avoid": ["avoid.what"],
    "win": ["win.text"],
    "milestone": ["milestone.next"],
    "goal": ["goal.what"],
    "review": ["review.change"],
  ]

  /// What the parts that are in or out as a whole can show.
  private static let parts: Set<String> = [
    "med.name", "med.dose", "med.note", "note.tried", "note.reason", "advice.tried",
    "advice.reason", "cal.what", "cal.place",
  ]
}

import Reporting

@testable import Care

/// Disclosures to look at and to test with.
enum Fixture: String, CaseIterable {
  case believable, sparse, dense, oneMeasure, manyMedicines, longNames, rightToLeft, emoji
  case manyPicks, noPicks, oneDay, season

  var disclosure: Disclosure {
    switch self {
    case .believable: .believable
    case .sparse:
      .make {
        $0.daysLogged = 8
        $0.strips = [
          .of(.pain, "4..6..7..5...."), .of(.fatigue, "5.6..7.(8)6.5..4"),
          .of(.energy, "..3..........."),
        ]
        $0.questions = ["Is there anything I can try in the evenings?"]
      }
    case .dense:
      .make {
        $0.daysLogged = 14
        $0.strips = [
          .of(.pain, "45678987654567"), .of(.fatigue, "10 10 9 9 10 10 10 9 8 9 10 10 9 10"),
          .of(.energy, "00102210132001"), .of(.sleep, "33445566443322"),
          .of(.mood, "55555555555555"),
        ]
        $0.marks = [2, 5, 6, 9, 12, 13].map { .on($0, "rest day") }
      }
    case .oneMeasure:
      .make {
        $0.daysLogged = 11
        $0.strips = [.of(.pain, "4.56767.58764")]
      }
    case .manyMedicines:
      .make { disclosure in
        disclosure.medicines = (1...9).map { number in
          .init(
            name: "Medicine \(number)",
            events: [
              .on(number - 3, .start, "\(number * 5) mg", number == 4 ? "Drier mouth." : nil),
              .on(number + 2, .change, "\(number * 10) mg"),
              .on(number + 4, .stop, nil, number.isMultiple(of: 2) ? "Felt far away." : nil),
            ])
        }
      }
    case .longNames:
      .make {
        let long = String(repeating: "Hildegardis-von-Hohenstaufen-", count: 6)
        $0.patient = long
        $0.clinician = "Dr " + long
        $0.setting = String(repeating: "w", count: 130)
        $0.questions = [String(repeating: "Donaudampfschifffahrtsgesellschaft", count: 8), long]
        $0.pleaseTalkAbout = [long]
        $0.strips = [.of(.pain, "4556.767.58764")]
        $0.marks = [.on(3, "a rest day with a very long description that somebody typed in full")]
        $0.medicines = [
          .init(
            name: String(repeating: "Hydroxychloroquine-", count: 7),
            events: [.on(4, .start, long, String(repeating: "very ", count: 60) + "dry mouth")])
        ]
        $0.daysLogged = 12
      }
    case .rightToLeft: .rightToLeft
    case .emoji:
      .make {
        $0.patient = "Zoë 🌿"
        $0.clinician = "김민준 선생님"
        $0.questions = ["痛みが強い夜に、何ができますか？", "Is 👩🏽‍❤️‍👨🏻 time in the morning wiser? 🏴󠁧󠁢󠁥󠁮󠁧󠁿 👨‍👩‍👧"]
        $0.goingWell = [
          .on(2, "🌙 evening tea ☕️ without a plan"), .on(5, "e\u{301}te\u{301} dance"),
        ]
      }
    case .manyPicks:
      .make { disclosure in
        let believable = Disclosure.believable
        disclosure.strips = believable.strips
        disclosure.daysLogged = believable.daysLogged
        disclosure.medicines = believable.medicines
        disclosure.closeness = (0..<30).map {
          .on($0 % 14, "Line \($0 + 1): holding hands after dinner was enough, and it was good.")
        }
        disclosure.goingWell = believable.goingWell
      }
    case .noPicks: .make { _ in }
    case .oneDay:
      .make {
        $0.window = $0.window.upperBound...$0.window.upperBound
        $0.daysLogged = 1
        $0.strips = [.init(measure: .pain, readings: [.on(13, 6)], before: [])]
        $0.medicines = [.init(name: "Amitriptyline", events: [.on(13, .start, "10 mg")])]
        $0.marks = [.on(13, "rest day")]
      }
    case .season:
      .make {
        $0.window = CivilDate(day: first.day - 76)...$0.window.upperBound
        $0.daysLogged = 71
        $0.strips = [Measure.pain, .fatigue, .energy].map { measure in
          let seed = measure == .pain ? 3 : measure == .fatigue ? 5 : 7
          let readings = (-76...13).filter { ($0 + 80) % 4 != seed % 4 || $0 > 0 }.map {
            Disclosure.Reading.on($0, 4 + (($0 + 80) * seed % 11) % 5, backDated: $0 % 17 == 0)
          }
          return .init(measure: measure, readings: readings, before: [])
        }
        $0.marks = stride(from: -70, to: 13, by: 7).map { .on($0, "rest day") }
        $0.medicines = Disclosure.believable.medicines
      }
    }
  }
}

/// The first day of the fixtures' fortnight: 6 November 2026, a Friday.
let first = CivilDate(day: 20_763)

/// What the fixtures change of an otherwise empty disclosure.
struct Draft {
  var patient = "Mira Kessler"
  var clinician = "Dr Amara Osei"
  var visitDate: CivilDate? = CivilDate(day: first.day + 18)
  var setting: String? = "pain clinic"
  var window = first...CivilDate(day: first.day + 13)
  var daysLogged: Int?
  var questions: [String] = []
  var pleaseTalkAbout: [String] = []
  var pleaseDoNot: [String] = []
  var seeMeAlone: Bool?
  var changes: [Disclosure.DatedLine] = []
  var strips: [Disclosure.Strip] = []
  var medicines: [Disclosure.Medicine] = []
  var marks: [Disclosure.DatedLine] = []
  var closeness: [Disclosure.DatedLine] = []
  var helpWanted: [HelpWanted] = []
  var adviceTried: [Disclosure.Advice] = []
  var goingWell: [Disclosure.DatedLine] = []
  var mattersNext: [Disclosure.DatedLine] = []
  var daysOverLimit: Disclosure.DaysOverLimit?
  var goals: [Disclosure.SofteningGoal] = []
  var appointments: [Disclosure.DatedLine] = []
  var pauseSignal = false
  var partnerStatement: [Disclosure.DatedLine] = []

  var disclosure: Disclosure {
    Disclosure(
      patient: patient, clinician: clinician, visitDate: visitDate, setting: setting,
      made: CivilDate(day: first.day + 14), window: window, daysLogged: daysLogged,
      questions: questions, pleaseTalkAbout: pleaseTalkAbout, pleaseDoNot: pleaseDoNot,
      seeMeAlone: seeMeAlone, changes: changes, strips: strips, medicines: medicines,
      marks: marks, closeness: closeness, helpWanted: helpWanted, adviceTried: adviceTried,
      goingWell: goingWell, mattersNext: mattersNext, daysOverLimit: daysOverLimit, goals: goals,
      appointments: appointments, pauseSignal: pauseSignal, partnerStatement: partnerStatement)
  }
}

extension Disclosure {
  static func make(_ change: (inout Draft) -> Void) -> Disclosure {
    var draft = Draft()
    change(&draft)
    return draft.disclosure
  }

  static let believable = Draft.believable.disclosure

  static let rightToLeft = make {
    $0.patient = "מירה קסלר"
    $0.clinician = "ד״ר אוסאי"
    $0.setting = "מרפאת כאב"
    $0.questions = ["האם אפשר לשנות את שעת התרופה?", "هل يمكنني المشي كل يوم؟"]
    $0.pleaseTalkAbout = ["קצב ומנוחה", "sleep (שינה) and rest"]
    $0.changes = [.on(3, "לילה קשה, אבל הבוקר היה שקט"), .on(9, "يوم هادئ مع شاي")]
    $0.strips = [.of(.pain, "45.67.7(6)58764")]
    $0.daysLogged = 11
    $0.medicines = [
      .init(name: "אמיטריפטילין", events: [.on(3, .start, "10 מ״ג", "פה יבש (dry) בבוקר")])
    ]
    $0.adviceTried = [
      .init(date: day(5), topic: "קצב", tried: "מנוחה אחרי 20 דקות", outcome: .helped, reason: nil)
    ]
  }
}

extension Draft {
  static let believable: Draft = {
    var draft = Draft()
    draft.daysLogged = 12
    draft.questions = [
      "Could the evening dose move earlier, so that mornings are less foggy?",
      "What can we do when touch that used to be pleasant hurts now?",
      "Who could show us positions that spare my left hip?",
    ]
    draft.pleaseTalkAbout = ["pacing through the week", "dryness, and what helps with it"]
    draft.pleaseDoNot = ["tell me to just relax"]
    draft.seeMeAlone = true
    draft.changes = [
      .on(2, "Flare in both hands, four days"), .on(5, "Amitriptyline in the evening"),
      .on(10, "Back to half days at work"),
    ]
    draft.strips = [
      .of(.pain, "678.87(6)55.5444", before: "8898798.98889."),
      .of(.fatigue, "778.98(8)77.6(7)66"),
      .of(.energy, "332.12.34.4354"),
    ]
    draft.marks = [.on(1, "rest day"), .on(4, "rest day"), .on(9, "rest day")]
    draft.medicines = [
      .init(
        name: "Amitriptyline",
        events: [
          .on(5, .start, "10 mg in the evening"),
          .on(10, .change, "20 mg", "Sleeping deeper. Drier mouth, and less wish to be close."),
        ]),
      .init(
        name: "Naproxen",
        events: [.on(-40, .start, "250 mg twice a day"), .on(8, .stop, nil, "My stomach hurt.")]),
    ]
    draft.closeness = [
      .on(4, "I miss being held without it having to lead anywhere."),
      .on(8, "We use an agreed pause signal. It takes the fear out of evenings."),
      .on(11, "Lying on my right side with a pillow was comfortable for half an hour."),
    ]
    draft.helpWanted = [.information, .suggestions]
    draft.adviceTried = [
      .init(
        date: day(3), topic: "pacing", tried: "resting before I am tired, by the clock",
        outcome: .helped, reason: nil),
      .init(
        date: day(7), topic: "pain", tried: "heat before bed", outcome: .stopped,
        reason: "it made the flare burn more"),
      .init(
        date: day(9), topic: "lubrication", tried: "the sample gel", outcome: .didNot, reason: nil),
    ]
    draft.goingWell = [
      .on(6, "We danced one slow song in the kitchen."),
      .on(12, "Evening tea with the lights low, five times."),
    ]
    draft.mattersNext = [.on(12, "One unhurried evening a week that asks nothing of my body.")]
    draft.daysOverLimit = .init(over: 2, of: 9)
    draft.goals = [.init(what: "one quiet talk on the bench", softened: 1, weeks: 3)]
    draft.appointments = [.on(21, "14:30 · physiotherapy")]
    draft.partnerStatement = [
      .on(13, "I would like to learn what I can do on the evenings when everything hurts.")
    ]
    return draft
  }()
}

func day(_ offset: Int) -> CivilDate { CivilDate(day: first.day + Int32(offset)) }

extension Disclosure.DatedLine {
  static func on(_ offset: Int, _ text: String) -> Self { .init(date: day(offset), text: text) }
}

extension Disclosure.Reading {
  static func on(_ offset: Int, _ value: Int, backDated: Bool = false) -> Self {
    .init(date: day(offset), value: value, backDated: backDated)
  }
}

extension Disclosure.Medicine.Event {
  static func on(
    _ offset: Int, _ change: MedicineChange, _ dose: String? = nil, _ note: String? = nil
  ) -> Self {
    .init(date: day(offset), change: change, dose: dose, note: note)
  }
}

extension Disclosure.Strip {
  /// A strip as a row of figures: "4.(6)7" is 4, no entry, 6 written later, 7. A row with a space in
  /// it has one number to a word, for tens.
  static func of(_ measure: Measure, _ row: String, before: String = "") -> Self {
    .init(measure: measure, readings: readings(row, from: 0), before: readings(before, from: -14))
  }

  static func readings(_ row: String, from start: Int) -> [Disclosure.Reading] {
    if row.contains(" ") {
      return row.split(separator: " ").enumerated().compactMap { offset, word in
        Int(word).map { .on(start + offset, $0) }
      }
    }
    var readings: [Disclosure.Reading] = []
    var (offset, late) = (start, false)
    for sign in row {
      switch sign {
      case "(": late = true
      case ")": late = false
      default:
        if let value = sign.wholeNumberValue {
          readings.append(.on(offset, value, backDated: late))
        }
        offset += 1
      }
    }
    return readings
  }
}

import Care

/// A part of the page that takes what it needs from a disclosure; nothing where nothing was picked.
protocol Component {
  static func section(of disclosure: Material) -> Section?
}

/// A disclosure, and how one page words it.
@dynamicMemberLookup
struct Material {
  private let disclosure: Disclosure
  let dates: DateWording

  init(_ disclosure: Disclosure, in language: PageLanguage) {
    self.disclosure = disclosure
    dates = DateWording(window: disclosure.window, in: language)
  }

  subscript<Value>(dynamicMember member: KeyPath<Disclosure, Value>) -> Value {
    disclosure[keyPath: member]
  }
}

/// What stands on which page, in order.
enum Contents {
  static var firstPage: [any Component.Type] {
    [
      MyQuestions.self,
      WhenWeTalk.self,
      WhatChanged.self,
      Ratings.self,
      Medicines.self,
      Pacing.self,
      ClosenessAndComfort.self,
      AdviceTried.self,
      GoingWell.self,
      MattersNext.self,
    ]
  }

  static var secondPage: [any Component.Type] {
    [
      AllValues.self,
      NotesOnTheData.self,
      PartnersWords.self,
    ]
  }

  /// What was picked of the partner's has a sheet of its own even where no table is asked for: it is
  /// none of the patient's words, and what was ticked has to be there.
  static var released: [any Component.Type] { [PartnersWords.self] }
}

extension Document {
  init(of disclosed: Disclosure, secondPage: Bool, in language: PageLanguage = .english) {
    let disclosure = Material(disclosed, in: language)
    let pages = [Contents.firstPage, secondPage ? Contents.secondPage : Contents.released]
    self.init(
      language: language,
      occasion: Occasion(
        patient: OwnWords(disclosure.patient), clinician: OwnWords(disclosure.clinician),
        setting: disclosure.setting.flatMap(OwnWords.init), visit: disclosure.visitDate,
        days: disclosure.window, made: disclosure.made),
      banner: Banner(of: disclosure),
      pages: pages.map { $0.compactMap { $0.section(of: disclosure) } }.filter { !$0.isEmpty },
      colophon:
        "Made on \(page: disclosure.dates.full(disclosure.made)) from my own record, with Vesper."
    )
  }
}

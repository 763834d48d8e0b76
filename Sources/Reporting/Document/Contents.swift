import Care

/// A part of the page that takes what it needs from a disclosure; nothing where nothing was picked.
protocol Component {
  static func section(of disclosure: Disclosure) -> Section?
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
}

extension Document {
  init(of disclosure: Disclosure, secondPage: Bool) {
    let pages = secondPage ? [Contents.firstPage, Contents.secondPage] : [Contents.firstPage]
    self.init(
      language: "en",
      banner: Banner(of: disclosure),
      pages: pages.map { $0.compactMap { $0.section(of: disclosure) } }.filter { !$0.isEmpty },
      colophon:
        "Made on \(page: DateWording.full(disclosure.made)) from my own record, with Vesper."
    )
  }
}

import Care

/// 3. What changed, each with its day.
enum WhatChanged: Component {
  static func section(of disclosure: Material) -> Section? {
    Section(.changes, "What changed", [.entries(.dated(disclosure.changes, on: disclosure))])
  }
}

/// 6. The patient's picked sentences, and the help wanted.
enum ClosenessAndComfort: Component {
  static func section(of disclosure: Material) -> Section? {
    let help = disclosure.helpWanted.map(\.rawValue).joined(separator: " · ")
    return Section(
      .closeness, "Closeness and comfort",
      [
        .entries(.dated(disclosure.closeness, on: disclosure)),
        disclosure.pauseSignal ? .paragraph("We use an agreed pause signal.") : nil,
        help.isEmpty ? nil : .facts([Fact(label: "Help I would like", value: "\(page: help)")]),
      ])
  }
}

/// 8. What is going well.
enum GoingWell: Component {
  static func section(of disclosure: Material) -> Section? {
    Section(
      .goingWell, "What is going well", [.entries(.dated(disclosure.goingWell, on: disclosure))])
  }
}

/// 8. What matters next.
enum MattersNext: Component {
  static func section(of disclosure: Material) -> Section? {
    let dates = [Entry].dated(disclosure.appointments, on: disclosure)
    return Section(
      .next, "What matters next",
      [.entries(.dated(disclosure.mattersNext, on: disclosure))]
        + (dates.isEmpty ? [] : [.heading("Next appointments"), .entries(dates)]))
  }
}

/// On a sheet after the first: what the partner released for this visit.
enum PartnersWords: Component {
  static func section(of disclosure: Material) -> Section? {
    Section(
      .partner, "From my partner, released for this visit",
      [.entries(.dated(disclosure.partnerStatement, on: disclosure))])
  }
}

extension [Entry] {
  /// Each line with its day, as the page writes days.
  static func dated(_ lines: [Disclosure.DatedLine], on disclosure: Material) -> [Entry] {
    let dates = disclosure.dates
    return lines.compactMap { line in
      OwnWords(line.text).map { Entry(date: dates.label(line.date), words: Words($0)) }
    }
  }
}

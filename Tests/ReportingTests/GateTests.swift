import Testing

@testable import Care
@testable import Reporting

@Suite struct GateTests {
  @Test(arguments: 0...14)
  func `what may be said depends on the days logged in a fortnight`(logged: Int) {
    let gate = Gate(series(logged: logged))
    switch (logged, gate) {
    case (0...4, .counts(let days)), (5...9, .dots(let days)), (10...14, .quartiles(let days, _)):
      #expect(days == logged)
    default: Issue.record("\(logged) days gave \(gate)")
    }
  }

  @Test func `under five days no value reaches the page in any form`() {
    let disclosure = Disclosure.make {
      $0.daysLogged = 4
      $0.strips = [.of(.pain, "9..8.7..6.....")]
    }
    let document = Document(of: disclosure, secondPage: true)
    let blocks = document.pages.joined().flatMap(\.blocks)
    #expect(!blocks.contains { if case .chart = $0 { true } else { false } })
    #expect(!blocks.contains { if case .table = $0 { true } else { false } })
    #expect(Summary(of: disclosure).lines.contains("Pain: 4 days logged, too few to draw"))
  }

  @Test func `a longer window is drawn whole and summed up over its last fortnight`() {
    let window = day(-30)...day(13)
    let old = Disclosure.Strip.readings("99999999999999999999", from: -30)
    let recent = Disclosure.Strip.readings("3333333333", from: 0)
    let full = Series(
      .init(measure: .pain, readings: old + recent, before: []), window: window)
    guard case .quartiles(30, let quartiles) = Gate(full) else {
      Issue.record("\(Gate(full))")
      return
    }
    #expect(quartiles.count == 10)
    #expect(quartiles.median.text == "3")

    let onlyOld = Series(.init(measure: .pain, readings: old, before: []), window: window)
    #expect(Gate(onlyOld) == .dots(days: 20))
  }

  @Test(arguments: [
    ("5555555555", "7777777777", 2), ("7777777777", "5555555555", 2),
    ("5555555555", "6666666666", nil), ("4444455555", "7777777777", 2),
    ("4444455555", "6666677777", nil), ("555555555", "9999999999", nil),
    ("5555555555", "999999999", nil), ("0000000000", "10 10 10 10 10 10 10 10 10 10", 10),
  ])
  func `two fortnights differ only when both are full enough and their medians lie apart`(
    now: String, before: String, distance: Int?
  ) {
    let strip = Disclosure.Strip(
      measure: .pain, readings: Disclosure.Strip.readings(now, from: 0),
      before: Disclosure.Strip.readings(before, from: -14))
    #expect(Difference(Series(strip, window: fortnight))?.distance == distance)
  }

  @Test func `the days before are as many as the days summed up`() {
    let strip = Disclosure.Strip(
      measure: .pain, readings: Disclosure.Strip.readings("55555555555555", from: 0),
      before: Disclosure.Strip.readings("9999999999" + "1111111111", from: -24))
    let series = Series(strip, window: fortnight)
    #expect(series.before.first?.date == day(-14))
    #expect(series.before.count == 10)
  }

  @Test func `ratings outside the window, the scale or their day are not drawn`() {
    let readings: [Disclosure.Reading] = [
      .on(3, 4), .on(1, 5), .on(3, 9), .on(-1, 5), .on(14, 5), .on(5, 11), .on(6, -1),
    ]
    let series = Series(.init(measure: .pain, readings: readings, before: []), window: fortnight)
    #expect(series.inWindow.map(\.value) == [5, 4])
    #expect(series.inWindow.map(\.date) == [day(1), day(3)])
  }

  @Test func `the ends of time are days like any other`() {
    for window in [
      CivilDate(day: .min)...CivilDate(day: .max), CivilDate(day: .min)...CivilDate(day: .min),
      CivilDate(day: .max)...CivilDate(day: .max),
    ] {
      let disclosure = Disclosure.make {
        $0.window = window
        $0.marks = [.init(date: window.lowerBound, text: "rest day")]
        $0.medicines = [
          .init(
            name: "m", events: [.init(date: window.upperBound, change: .stop, dose: nil, note: nil)]
          )
        ]
        $0.strips = [.of(.pain, "5555555555")]
      }
      let summary = Summary(of: disclosure, secondPage: true)
      #expect(summary.render(.html(paper: .a4)).count < 200_000)
      #expect(summary.render(.text()).count < 200_000)
    }
  }
}

private let fortnight = first...CivilDate(day: first.day + 13)

private func series(logged: Int) -> Series {
  let row = String(repeating: "5", count: logged)
  return Series(.of(.pain, row), window: fortnight)
}

import Seeded
import Testing

@testable import Care
@testable import Reporting

/// Rules of the gates over generated diaries: windows of any length, any gaps, any ratings.
@Suite struct GateProperties {
  private struct Generated {
    let disclosure: Disclosure
    let strip: Disclosure.Strip
    let window: ClosedRange<CivilDate>
  }

  private static func generate(_ seed: UInt64) -> Generated {
    var chance = Chance(seed: seed)
    let length = Int32([1, 3, 7, 13, 14, 15, 20, 28, 45, 90].randomElement(using: &chance) ?? 14)
    let last = first.day + 13
    let window = CivilDate(day: last - length + 1)...CivilDate(day: last)
    let likelihood = Int.random(in: 0...100, using: &chance)
    let low = Int.random(in: 0...10, using: &chance)
    let high = Int.random(in: low...10, using: &chance)
    let beforeLow = Int.random(in: 0...10, using: &chance)
    func readings(_ days: ClosedRange<CivilDate>, from floor: Int) -> [Disclosure.Reading] {
      (days.lowerBound.day...days.upperBound.day).compactMap { day in
        guard Int.random(in: 0..<100, using: &chance) < likelihood else { return nil }
        return .init(
          date: CivilDate(day: day),
          value: Int.random(in: floor...max(floor, high), using: &chance),
          backDated: Bool.random(using: &chance))
      }
    }
    let before =
      CivilDate(
        day: window.lowerBound.day - length)...CivilDate(
        day: window.lowerBound.day - 1)
    let strip = Disclosure.Strip(
      measure: .pain, readings: readings(window, from: low),
      before: readings(before, from: beforeLow))
    let disclosure = Disclosure.make {
      $0.window = window
      $0.strips = [strip]
      $0.daysLogged = strip.readings.count
    }
    return Generated(disclosure: disclosure, strip: strip, window: window)
  }

  /// The one value in the middle, or the two; 0 for no values.
  private static func medians(_ values: [Int]) -> ClosedRange<Int> {
    let low = (0...10).first { value in 2 * values.count { $0 <= value } >= values.count } ?? 0
    let high = (0...10).last { value in 2 * values.count { $0 >= value } >= values.count } ?? 0
    return values.isEmpty ? 0...0 : low...high
  }

  private static func text(_ point: ClosedRange<Int>) -> String {
    point.count == 1 ? "\(point.lowerBound)" : "\(point.lowerBound)–\(point.upperBound)"
  }

  @Test(arguments: 0..<20)
  func `no more is said than the days logged allow`(batch: Int) {
    for seed in 0..<50 {
      let made = Self.generate(UInt64(batch * 50 + seed))
      let text = Summary(of: made.disclosure, secondPage: true).lines
      let own = Summary(of: made.disclosure).lines
      // Counted anew from the diary, with nothing of the gates: the last fourteen days, and as many before.
      let length = min(14, Int(made.window.upperBound.day - made.window.lowerBound.day) + 1)
      let all = made.strip.readings.count
      let daily = made.strip.readings + made.strip.before
      func values(_ back: Range<Int>) -> [Int] {
        daily.filter { back.contains(Int(made.window.upperBound.day - $0.date.day)) }.map(\.value)
      }
      let (now, then) = (values(0..<length), values(length..<2 * length))
      let recent = now.count
      let says = { (words: String) in own.contains(words) }
      if all == 0 { #expect(!text.contains("Pain")) }
      if (1..<5).contains(all) {
        #expect(says("Pain: \(days(all)) logged, too few to draw"))
        #expect(!text.contains("All values shown"))
      }
      #expect(says("median") == (recent >= 10), "\(recent) recent of \(all)")
      #expect(says("quartiles") == (recent >= 10))
      // A word of change takes two spans of ten days and two points, and says no more than that.
      let isChange = says("differs by")
      let full = recent >= 10 && then.count >= 10
      let (median, before) = (Self.medians(now), Self.medians(then))
      let apart = max(median.lowerBound - before.upperBound, before.lowerBound - median.upperBound)
      #expect(isChange == (full && apart >= 2), "\(now) after \(then)")
      if isChange { #expect(says("differs by \(apart) from the \(length) days before")) }
      if isChange { #expect(says("\(then.count) logged, median \(Self.text(before))")) }
      if recent >= 10 { #expect(says("median \(Self.text(median))")) }
      for word in ["better", "worse", "improved", "higher", "lower", "%", "average"] {
        #expect(!own.lowercased().contains(word))
      }
    }
  }
}

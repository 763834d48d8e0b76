import Care

/// One measure's ratings, cut into the spans that the gates judge.
struct Series: Equatable, Sendable {
  /// All ratings of the window, in order of date.
  let inWindow: [Disclosure.Reading]
  /// The days that may be summed up: the window's last 14, or all of a shorter one.
  let recentDays: ClosedRange<CivilDate>
  /// The ratings of `recentDays`.
  let recent: [Disclosure.Reading]
  /// The ratings of as many days just before.
  let before: [Disclosure.Reading]

  /// Whether the window is no longer than what may be summed up.
  let coversWindow: Bool

  init(_ strip: Disclosure.Strip, window: ClosedRange<CivilDate>) {
    // Care promises order, the scale and one rating a day. A page must not draw outside itself if
    // that promise is ever broken, so it is kept here too.
    var seen: Set<CivilDate> = []
    let all = (strip.readings + strip.before)
      .filter { (0...10).contains($0.value) && seen.insert($0.date).inserted }
      .sorted { $0.date < $1.date }

    inWindow = all.filter { window.contains($0.date) }
    let length = min(Gate.span, window.dayCount)
    let fromEnd = { (date: CivilDate) in Int(window.upperBound.day) - Int(date.day) }
    // No overflow: `length` is at most the window's own.
    recentDays = CivilDate(day: window.upperBound.day - Int32(length - 1))...window.upperBound
    coversWindow = recentDays == window
    recent = all.filter { (0..<length).contains(fromEnd($0.date)) }
    before = all.filter { (length..<2 * length).contains(fromEnd($0.date)) }
  }
}

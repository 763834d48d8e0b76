import Care

/// What a page may say about one measure, given how many days of it were logged.
///
/// The rule is written for a window of 14 days. A longer one is drawn whole, but only its last 14
/// days are ever summed up, and compared with the 14 before those: a median over a season would mix
/// a flare with the weeks around it. A shorter one keeps the same counts, so it never gives a median
/// from fewer than 10 days.
enum Gate: Hashable, Sendable {
  /// Under 5 days: how many, and nothing else.
  case counts(days: Int)
  /// 5 days and more: each one as a dot.
  case dots(days: Int)
  /// 10 days and more within the last 14: also the median and the quartiles of those.
  case quartiles(days: Int, Quartiles)

  static let daysForDots = 5
  static let daysForQuartiles = 10
  /// The days that are summed up, at most.
  static let span = 14
  /// The least distance of two medians that is worth a word.
  static let leastDifference = 2

  init(_ series: Series) {
    let recent = Quartiles(of: series.recent.map(\.value))
    let count = series.inWindow.count
    if let recent, recent.count >= Self.daysForQuartiles {
      self = .quartiles(days: count, recent)
    } else if count >= Self.daysForDots {
      self = .dots(days: count)
    } else {
      self = .counts(days: count)
    }
  }
}

/// Two neighbouring spans whose medians lie apart; with no word on which is better, or why.
struct Difference: Hashable, Sendable {
  let now: Quartiles
  let before: Quartiles
  /// 2 or more: the least distance between the two medians.
  let distance: Int

  /// Nothing unless both spans have 10 days and the medians differ by 2 or more.
  init?(_ series: Series) {
    guard let now = Quartiles(of: series.recent.map(\.value)),
      let before = Quartiles(of: series.before.map(\.value)),
      min(now.count, before.count) >= Gate.daysForQuartiles
    else { return nil }
    let distance = now.median.distance(to: before.median)
    if distance < Gate.leastDifference { return nil }
    (self.now, self.before, self.distance) = (now, before, distance)
  }
}

/// Where a fraction of some whole-number ratings lies: on one value, or between two neighbours.
struct OrdinalPoint: Hashable, Sendable {
  let low: Int
  let high: Int

  /// "4", or "4–5" where it falls between two values; never "4.5", which nobody answered.
  var text: String { low == high ? "\(low)" : "\(low)–\(high)" }

  /// How far two points are apart at the least.
  func distance(to other: OrdinalPoint) -> Int { max(0, low - other.high, other.low - high) }
}

/// The middle value of ratings and the bounds of their middle half.
///
/// Definition 2 of R. J. Hyndman and Y. Fan, "Sample Quantiles in Statistical Packages", The American
/// Statistician 50(4), 1996 (the inverse of the empirical distribution function), with one
/// difference: where that definition averages two neighbours, both are kept, because the distance
/// between two ratings is not known to be the same everywhere on the scale.
struct Quartiles: Hashable, Sendable {
  let first: OrdinalPoint
  let median: OrdinalPoint
  let third: OrdinalPoint
  /// How many ratings they are taken from.
  let count: Int

  /// Nothing for no ratings.
  init?(of ratings: [Int]) {
    if ratings.isEmpty { return nil }
    let sorted = ratings.sorted()
    func point(_ quarters: Int) -> OrdinalPoint {
      let (whole, rest) = (sorted.count * quarters).quotientAndRemainder(dividingBy: 4)
      // With a rest the fraction falls inside one rating; without, on the border of two.
      return rest > 0
        ? OrdinalPoint(low: sorted[whole], high: sorted[whole])
        : OrdinalPoint(low: sorted[whole - 1], high: sorted[whole])
    }
    (first, median, third) = (point(1), point(2), point(3))
    count = sorted.count
  }
}

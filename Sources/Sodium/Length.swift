/// Checks on byte counts, each throwing `SodiumError.wrongLength`.
enum Length {
  static func check(_ actual: Int, is expected: Int) throws(SodiumError) {
    guard actual == expected else { throw .wrongLength(expected: expected, actual: actual) }
  }

  static func check(_ actual: Int, within range: ClosedRange<Int>) throws(SodiumError) {
    guard !range.contains(actual) else { return }
    let nearest = actual < range.lowerBound ? range.lowerBound : range.upperBound
    throw .wrongLength(expected: nearest, actual: actual)
  }
}

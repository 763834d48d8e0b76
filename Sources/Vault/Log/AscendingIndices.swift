// docs/format.md § Verdicts

/// Numbers that come in ascending order and mostly follow each other, held as what they reach over.
struct AscendingIndices {
  private var ranges: [Range<UInt64>] = []
  private(set) var count = 0

  /// - Parameter index: higher than any before it.
  mutating func append(_ index: UInt64) {
    count += 1
    let next = LogPosition.following(index)
    if let last = ranges.last, last.upperBound == index {
      ranges[ranges.count - 1] = last.lowerBound..<next
    } else {
      ranges.append(index..<next)
    }
  }

  func contains(_ index: UInt64) -> Bool {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = low + (high - low) / 2
      if ranges[middle].upperBound <= index { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(index)
  }
}

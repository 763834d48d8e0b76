/// Finds the known word that a person probably meant.
public enum Spelling {
  /// The nearest of `words`, at most two slips away (one for words of up to four letters).
  ///
  /// A slip is a letter too many, too few, changed, or swapped with its neighbour (optimal string
  /// alignment; F. J. Damerau, Communications of the ACM 7(3), 1964).
  public static func nearest(to word: String, among words: [String]) -> String? {
    let letters = Array(word.unicodeScalars.prefix(33)).map(\.properties.lowercaseMapping)
    guard letters.count <= 32 else { return nil }
    let allowed = letters.count <= 4 ? 1 : 2
    let near = words.map { word in
      (word: word, slips: slips(letters, word.unicodeScalars.map(\.properties.lowercaseMapping)))
    }
    return near.filter { $0.slips <= allowed }.min { $0.slips < $1.slips }?.word
  }

  private static func slips(_ left: [String], _ right: [String]) -> Int {
    var before: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
      var now = [row + 1]
      for column in right.indices {
        let change = left[row] == right[column] ? 0 : 1
        var best = min(last[column] + change, last[column + 1] + 1, now[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, before[column - 1] + 1)
        }
        now.append(best)
      }
      before = last
      last = now
    }
    return last[right.count]
  }
}

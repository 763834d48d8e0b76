import Care

/// One question as it is put: its field, and what there is to choose from.
struct Asking {
  var field: Field
  var offer: Offer?
  /// What is said before it is asked, a line each.
  var above: [String] = []
}

/// Words to choose from by number.
struct Offer {
  let words: [String]
  /// What `=` stands for: the choice of last time, which is shown and never made by itself.
  var again: [String] = []

  /// The words with their numbers, as many on a line as fit.
  func lines(width: Int) -> [String] {
    var lines: [String] = []
    for (index, word) in words.enumerated() {
      let item = "\(index + 1) \(word)"
      if let last = lines.last, last.count + 2 + item.count <= width {
        lines[lines.count - 1] += "  \(item)"
      } else {
        lines.append(item)
      }
    }
    return lines
  }

  /// How an answer looks.
  ///
  /// - Parameter isOpen: whether other words are as welcome.
  func reminder(isOpen: Bool) -> String {
    let same = again.isEmpty ? "" : "; = for \(again.joined(separator: ", ")), as last time"
    let own = isOpen ? ", or your own words with ; between them" : ""
    return "numbers, as in 1 3\(own)\(same)"
  }

  /// Numbers one by one, and the words after them as one: `1 49 wobbly` is three, and `2 long walks` are somebody's
  /// own words.
  private static func parts(of typed: Substring) -> [String] {
    let words = typed.split(separator: " ").map(String.init)
    let numbers = words.prefix { Int($0) != nil }
    guard numbers.count != 1 || words.count == 1 else { return [words.joined(separator: " ")] }
    let rest = words.dropFirst(numbers.count).joined(separator: " ")
    return numbers + (rest.isEmpty ? [] : [rest])
  }

  /// What was typed, with words in the place of numbers; `nil` for a number that is not there.
  func words(for typed: String) -> [String]? {
    if typed == "=", !again.isEmpty { return again }
    let parts = typed.split { $0 == ";" || $0 == "," }.flatMap(Offer.parts)
    var chosen: [String] = []
    for part in parts {
      var word = part
      if let number = Int(part) {
        guard words.indices.contains(number - 1) else { return nil }
        word = words[number - 1]
      }
      if !chosen.contains(word) { chosen.append(word) }
    }
    return chosen
  }
}

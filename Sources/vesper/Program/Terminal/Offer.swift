import Care

/// One question as it is put: its field, and what there is to choose from.
struct Asking {
  var field: Field
  var offer: Offer?
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
    return "numbers, as in 1 3\(isOpen ? ", or your own words" : "")\(same)"
  }

  /// What was typed, with words in the place of numbers; `nil` for a number that is not there.
  func words(for typed: String) -> [String]? {
    if typed == "=", !again.isEmpty { return again }
    let spaced = typed.split(separator: " ").map(String.init)
    let parts =
      spaced.allSatisfy { Int($0) != nil }
      ? spaced
      : typed.split { $0 == ";" || $0 == "," }
        .map { $0.split(separator: " ").joined(separator: " ") }.filter { !$0.isEmpty }
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

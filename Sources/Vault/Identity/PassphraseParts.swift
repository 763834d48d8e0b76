/// The parts that a guesser puts passphrases together from, and what each costs, in eighths of a
/// bit; see ``PassphraseStrength``.
struct PassphraseParts {
  /// Folded names that whoever guesses knows.
  let names: [[UInt8]]
  var words = UsualWords.all

  private static let keys = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890"].map {
    Array($0.utf8)
  }

  /// Every part that begins at a place, with where it ends.
  func each(
    in text: Span<UInt8>, from start: Int,
    _ found: (Int, Int, PassphraseStrength.Weakness) -> Void
  ) {
    found(start + 1, Self.cost(of: text[start]), .short)
    // A name or two, this way or that.
    for name in names where UsualWords.stands(name, in: text, at: start) {
      found(start + name.count, 3 * 8, .name)
    }
    let longest = min(words.longest, text.count - start)
    for count in 3..<max(longest + 1, 3) {
      guard let rank = words.rank(in: text, from: start, count: count) else { continue }
      // One bit more for capitals, or signs in the place of letters.
      found(start + count, Self.eighths(rank) + 8, .usual)
    }
    if let end = Self.plainWord(in: text, from: start) { found(end, 13 * 8, .usual) }
    if let end = Self.day(in: text, from: start) { found(end, 6 * 8, .day) }
    if let end = Self.year(in: text, from: start) { found(end, 5 * 8, .day) }
    for end in Self.rows(in: text, from: start) {
      found(end, 5 * 8 + Self.eighths(end - start), .row)
    }
  }

  /// One sign by itself.
  private static func cost(of byte: UInt8) -> Int {
    switch byte {
    case UInt8(ascii: " "): 8
    case UInt8(ascii: "0")...UInt8(ascii: "9"): 27
    case UInt8(ascii: "a")...UInt8(ascii: "z"): 38
    default: 48
    }
  }

  /// The logarithm to base two, a little generous, in eighths.
  private static func eighths(_ number: Int) -> Int {
    (Int.bitWidth - max(number, 1).leadingZeroBitCount) * 8
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Where letters end that stand between others as a word does: one of a dictionary, at best.
  private static func plainWord(in text: Span<UInt8>, from start: Int) -> Int? {
    guard start == 0 || !isLetter(text[start - 1]) else { return nil }
    var end = start
    // No word has five consonants in a row, or hardly any.
    var consonants = 0
    while end < text.count, isLetter(text[end]) {
      consonants = "aeiouy".utf8.contains(text[end] | 0x20) ? 0 : consonants + 1
      guard consonants < 5 else { return nil }
      end += 1
    }
    return (3...12).contains(end - start) ? end : nil
  }

  private static func number(_ text: Span<UInt8>, _ start: Int, _ count: Int) -> Int? {
    guard start + count <= text.count else { return nil }
    var number = 0
    for index in start..<start + count {
      guard isDigit(text[index]) else { return nil }
      number = number * 10 + Int(text[index] - UInt8(ascii: "0"))
    }
    return number
  }

  /// A year that somebody alive remembers.
  private static func year(in text: Span<UInt8>, from start: Int) -> Int? {
    guard let year = number(text, start, 4), (1900...2099).contains(year) else { return nil }
    return start + 4
  }

  /// Where a day ends, in any order, with signs between its numbers or without: `1.5.1978`,
  /// `01051978`, `780501`, `1978-05-01`.
  private static func day(in text: Span<UInt8>, from start: Int) -> Int? {
    for widths in [
      [4, 2, 2], [2, 2, 4], [1, 2, 4], [2, 1, 4], [1, 1, 4], [2, 2, 2], [1, 1, 2],
    ] {
      for isApart in [true, false] where isApart || widths.allSatisfy({ $0 > 1 }) {
        guard let end = end(of: widths, isApart: isApart, text, start) else { continue }
        return end
      }
    }
    return nil
  }

  private static func end(
    of widths: [Int], isApart: Bool, _ text: Span<UInt8>, _ start: Int
  ) -> Int? {
    var place = start
    var short: [Int] = []
    for (index, width) in widths.enumerated() {
      if isApart, index > 0 {
        guard place < text.count, "./- ".utf8.contains(text[place]) else { return nil }
        place += 1
      }
      guard let number = number(text, place, width) else { return nil }
      if width == 4, !(1900...2099).contains(number) { return nil }
      if width < 4 { short.append(number) }
      place += width
    }
    // Two of the numbers are a day and a month; of three short ones any one can be the year.
    let days = short.filter { (1...31).contains($0) }.count
    let months = short.filter { (1...12).contains($0) }.count
    return days >= 2 && months >= 1 ? place : nil
  }

  /// Where a repetition, an alphabet or a row of keys ends, of three signs or more.
  private static func rows(in text: Span<UInt8>, from start: Int) -> [Int] {
    var ends: [Int] = []
    for step in [-1, 0, 1] {
      var end = start + 1
      while end < text.count, Int(text[end]) - Int(text[end - 1]) == step { end += 1 }
      if end - start > 2 { ends.append(end) }
    }
    for keys in Self.keys {
      guard let first = keys.firstIndex(of: text[start] | 0x20) else { continue }
      for step in [-1, 1] {
        var count = 1
        while start + count < text.count, keys.indices.contains(first + step * count),
          text[start + count] | 0x20 == keys[first + step * count]
        { count += 1 }
        if count > 2 { ends.append(start + count) }
      }
    }
    return ends
  }
}

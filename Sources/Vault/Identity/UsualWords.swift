/// Words, names and passwords that anybody who guesses tries first, by how usual they are.
///
/// The list is data with a licence of its own: `Data/usual-words.txt`.
struct UsualWords: Sendable {
  /// One word, and how many are more usual.
  struct Word: Sendable {
    let letters: [UInt8]
    let rank: Int
  }

  /// Ascending by their folded letters.
  let words: [Word]
  let longest: Int

  static let all = UsualWords(PackageResources.usual_words_txt)

  init(_ text: [UInt8]) {
    var words: [Word] = []
    for line in text.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
      for word in line.split(separator: UInt8(ascii: " ")) {
        words.append(Word(letters: word.map(Self.folded), rank: words.count + 1))
      }
    }
    words.sort { left, right in
      left.letters == right.letters
        ? left.rank < right.rank : left.letters.lexicographicallyPrecedes(right.letters)
    }
    self.words = words
    longest = words.map(\.letters.count).max() ?? 0
  }

  /// A letter without its case, and a sign that people put in its place as that letter.
  static func folded(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte + 32
    case UInt8(ascii: "@"), UInt8(ascii: "4"): UInt8(ascii: "a")
    case UInt8(ascii: "3"): UInt8(ascii: "e")
    case UInt8(ascii: "1"), UInt8(ascii: "!"): UInt8(ascii: "i")
    case UInt8(ascii: "0"): UInt8(ascii: "o")
    case UInt8(ascii: "$"), UInt8(ascii: "5"): UInt8(ascii: "s")
    case UInt8(ascii: "7"): UInt8(ascii: "t")
    default: byte
    }
  }

  /// The rank of the word that stands at a place, compared where it lies; `nil` where none does.
  func rank(in text: Span<UInt8>, from start: Int, count: Int) -> Int? {
    var low = 0
    var high = words.count
    while low < high {
      let middle = (low + high) / 2
      if Self.precedes(words[middle].letters, text, start, count) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low < words.count, words[low].letters.count == count,
      Self.stands(words[low].letters, in: text, at: start)
    else { return nil }
    return words[low].rank
  }

  /// Whether folded letters stand at a place.
  static func stands(_ letters: [UInt8], in text: Span<UInt8>, at start: Int) -> Bool {
    guard start + letters.count <= text.count else { return false }
    for (index, letter) in letters.enumerated() where folded(text[start + index]) != letter {
      return false
    }
    return true
  }

  private static func precedes(
    _ letters: [UInt8], _ text: Span<UInt8>, _ start: Int, _ count: Int
  ) -> Bool {
    for index in 0..<min(letters.count, count) {
      let letter = folded(text[start + index])
      if letters[index] != letter { return letters[index] < letter }
    }
    return letters.count < count
  }
}

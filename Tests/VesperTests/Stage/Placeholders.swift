/// Puts stable words in the place of what chance made, and back.
struct Placeholders {
  private let home: String
  private var numbers: [Substring: Int] = [:]
  private var whole: [Int: String] = [:]
  /// The recovery code that was shown last.
  private var code = ""

  init(home: String) { self.home = home }

  /// What the program printed, with ids, recovery codes and the home directory named.
  mutating func hidden(_ text: String) -> String {
    var result = ""
    var rest = text.replacing(home, with: "{home}")[...]
    while let start = rest.firstIndex(where: Placeholders.isPart) {
      result += rest[..<start]
      let end = rest[start...].firstIndex { !Placeholders.isPart($0) } ?? rest.endIndex
      result += named(rest[start..<end])
      rest = rest[end...]
    }
    return result + rest
  }

  /// What a transcript says, with the ids that it means.
  func filled(_ text: String) -> String {
    var text = text.replacing("{home}", with: home).replacing("<code>", with: code)
    for (digits, number) in numbers {
      text = text.replacing("<id\(number)>", with: digits)
      text = text.replacing("<id\(number)+>", with: whole[number] ?? String(digits))
    }
    return text
  }

  private static func isPart(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || character == "-")
  }

  private mutating func named(_ word: Substring) -> String {
    if word.utf8.count == 83, word.split(separator: "-").count == 14 {
      code = String(word)
      return "<code>"
    }
    guard [8, 32, 64].contains(word.utf8.count), word.contains(where: \.isNumber),
      word.allSatisfy({ "0123456789abcdef".contains($0) })
    else { return String(word) }
    let digits = word.prefix(8)
    let number = numbers[digits] ?? numbers.count + 1
    numbers[digits] = number
    if word.utf8.count > 8 {
      whole[number] = String(word)
      return "<id\(number)+>"
    }
    return "<id\(number)>"
  }
}

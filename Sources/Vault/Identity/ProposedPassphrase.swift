import Sodium

extension Passphrase {
  /// Eight bits for each word, of a list of 256.
  static let drawnFrom = 256

  /// A passphrase of words drawn by chance, with spaces between; it lies in locked memory alone.
  ///
  /// - Parameter words: 256 of them, all different.
  public static func drawn(
    _ count: Int, of words: [String], _ strength: Strength
  ) throws(VaultError) -> Passphrase {
    let letters = words.map { Array($0.utf8) }
    guard letters.count == drawnFrom, count > 0 else { throw .fault }
    let room = (letters.map(\.count).max() ?? 0) + 1
    do {
      let chances = try strength.randomness.secret(count)
      var text = try SecretBytes(count: count * room)
      let length = chances.withSpan { chances in
        text.withMutableSpan { text in
          var length = 0
          for index in 0..<count {
            if index > 0 {
              text[length] = UInt8(ascii: " ")
              length += 1
            }
            for letter in letters[Int(chances[index])] {
              text[length] = letter
              length += 1
            }
          }
          return length
        }
      }
      return Passphrase(try text.slice(0..<length))
    } catch { throw .primitive(error) }
  }
}

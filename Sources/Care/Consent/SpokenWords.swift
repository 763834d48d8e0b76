/// Bytes as words that two people read to each other: one word of 256 for each byte.
public enum SpokenWords {
  /// All 256 of them.
  public static var all: [String] { WordList.words }

  /// The words, in the order of the bytes.
  public static func words(for bytes: [UInt8]) -> [String] {
    bytes.compactMap { byte in
      WordList.words.indices.contains(Int(byte)) ? WordList.words[Int(byte)] : nil
    }
  }

  /// Whether a word, in lower case, is one of them.
  public static func isWord(_ word: String) -> Bool { WordList.words.contains(word) }
}

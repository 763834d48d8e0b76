extension ConsentHash {
  /// The hash as six words that both partners can read to each other: its first 48 bits.
  ///
  /// They find a mix-up: two screens that do not show the same text. They are no proof against
  /// somebody who searches for two texts of equal words, and need not be: an answer names the whole
  /// 256-bit hash of the text that its giver's own program showed, and counts for no other.
  public var words: String {
    SpokenWords.words(for: Array(bytes.prefix(6))).joined(separator: " ")
  }
}

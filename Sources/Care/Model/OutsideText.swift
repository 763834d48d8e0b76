/// Text that comes from outside, looked at sign by sign. A `Character` may hold any number of signs, and an
/// accent behind one makes another `Character` of it.
extension String {
  /// Its first scalars, at most so many: a bound that holds whatever is heaped on a letter.
  public func start(of most: Int) -> String {
    String(String.UnicodeScalarView(unicodeScalars.prefix(most)))
  }

  /// The text without that sign, wherever it stands.
  func without(_ sign: Unicode.Scalar) -> String {
    String(String.UnicodeScalarView(unicodeScalars.filter { $0 != sign }))
  }

  /// Whether the words stand in it: sign by sign, so that a word is found that goes on with a vowel sign or
  /// an accent; or letter by letter, however the letters are put together (Unicode Standard Annex #15).
  public func holds(_ words: String) -> Bool {
    let (text, wanted) = (utf8Span, words.utf8Span)
    if Self.holds(text.span, wanted.span) { return true }
    // Of ASCII nothing is put together in two ways.
    return !(text.isKnownASCII && wanted.isKnownASCII) && contains(words)
  }

  /// Of UTF-8, no sign begins within another one.
  private static func holds(_ text: Span<UInt8>, _ words: Span<UInt8>) -> Bool {
    for start in 0..<Swift.max(text.count - words.count + 1, 0) {
      var length = 0
      while length < words.count, text[start + length] == words[length] { length += 1 }
      if length == words.count { return true }
    }
    return false
  }
}

/// Text that comes from outside, looked at sign by sign. A `Character` may hold any number of signs, and an
/// accent behind one makes another `Character` of it.
extension String {
  /// Its first scalars, at most so many: a bound that holds whatever is heaped on a letter.
  public func start(of most: Int) -> String {
    String(String.UnicodeScalarView(unicodeScalars.prefix(most)))
  }

  /// Whether the words stand in it: sign by sign, so that a word is found that goes on with a vowel sign or
  /// an accent; or letter by letter, however the letters are put together (Unicode Standard Annex #15).
  public func holds(_ words: String) -> Bool {
    Self.holds(utf8Span.span, words.utf8Span.span) || contains(words)
  }

  /// Of UTF-8, no sign begins within another one.
  private static func holds(_ text: Span<UInt8>, _ words: Span<UInt8>) -> Bool {
    guard let first = words.count > 0 ? words[0] : nil, text.count >= words.count else {
      return words.isEmpty
    }
    for start in 0...(text.count - words.count) where text[start] == first {
      var length = 1
      while length < words.count, text[start + length] == words[length] { length += 1 }
      if length == words.count { return true }
    }
    return false
  }
}

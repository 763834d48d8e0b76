/// Words as they have to be typed in a shell.
enum ShellWord {
  /// The word itself where it is plain, else in quotes.
  static func quoted(_ word: String) -> String {
    let isPlain = word.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_.".unicodeScalars.contains($0)
    }
    // Scalar by scalar: with an accent behind it an apostrophe is another `Character`, and ends the quotes.
    let parts = word.unicodeScalars.split(separator: "'", omittingEmptySubsequences: false)
    return isPlain ? word : "'" + parts.map { String($0) }.joined(separator: #"'\''"#) + "'"
  }
}

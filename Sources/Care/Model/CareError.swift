/// Why something could not be taken in or read back.
///
/// ``sentence`` says it in one lower-case sentence and ``hint`` what to do; neither repeats what a
/// person wrote, except a field's name.
public enum CareError: Error, Sendable, Equatable {
  /// The text stops being JSON (or UTF-8) here.
  case notJSON(JSONFault, TextPosition)
  /// A field holds what it cannot; the path names it, as in `activities[2].cost`.
  case field(String, FieldProblem)
  /// A field nobody knows; the nearest known one, where one is near.
  case unknownField(String, nearest: String?)
  /// A kind nobody knows, by the name a person typed.
  case unknownKind(String, nearest: String?)
  /// A stored kind that this version does not know.
  case unknownTag(UInt16)
  /// More bytes than one entry, or one import, can hold.
  case tooLarge(limit: Int)
  /// Nothing in it was answered.
  case noAnswer(kind: String)
  /// A kind that is only ever for one audience.
  case wrongAudience(kind: String)
  /// A record that stands in a log of the other class than its kind's.
  case wrongLog(kind: String)
  /// An entry that cannot stand in for the one it amends.
  case cannotAmend(AmendmentProblem)
  /// Not a date, in any of the forms a person may type; whether a day to come would do.
  case notADate(String, mayCome: Bool)
  /// A day to come where only one that has begun will do.
  case toCome
  /// An import was refused whole; entries are counted from 1.
  case notImportable(ImportProblem, entry: Int?, TextPosition)
  /// A file of lines was refused whole because of this one, counted from 1.
  indirect case line(Int, CareError)
  /// A visit, or a pick for it, that is not the patient's own.
  case notThePatients
  /// A kind's value and its table of fields disagree: a fault in Vesper.
  case inconsistentKind(String)
}

/// What is wrong with one field.
public enum FieldProblem: Sendable, Equatable {
  case missing
  /// It holds `null`; a skipped answer is left out.
  case null
  /// It is empty, or white space alone.
  case blank
  /// What belongs there, as in "a whole number from 0 to 10".
  case expected(String)
  case tooLong(limit: Int)
  case tooMany(limit: Int)
  /// The same item twice.
  case repeated
  /// NUL, ESC or another control character that is neither a tab nor a line end.
  case controlCharacter
  /// It says something only together with another field.
  case needs(String)
}

/// What is wrong with a file to import.
public enum ImportProblem: Sendable, Equatable {
  case missing(String)
  case expected(String, field: String)
  case blank
  case controlCharacter
  case tooLong(limit: Int)
  case tooManyTags(limit: Int)
  /// The table has no column of that name.
  case noColumn(String)
  case tooManyColumns(limit: Int)
  case unevenRow(Int, header: Int)
  /// A quotation mark where none can stand.
  case strayQuote
  /// Quotes that open here and never close.
  case openQuote
  /// A day in another order than the one that was said, with what was expected.
  case otherDates(String, field: String)
}

/// Why an entry cannot be an amendment of another.
public enum AmendmentProblem: Sendable, Equatable {
  case author, kind, date, audience
}

extension CareError: CustomStringConvertible {
  public var description: String { sentence }

  /// One lower-case sentence, without a full stop.
  public var sentence: String {
    switch self {
    case .notJSON(let fault, let place): "\(fault.sentence) at \(place.words)"
    case .field(let name, let problem): "\(name): \(problem.sentence)"
    case .unknownField(let name, _): "\"\(name)\" is not a field here"
    case .unknownKind(let name, _): "\"\(name)\" is not a kind of entry"
    case .unknownTag: "this entry is of a kind that this version of Vesper does not know"
    case .tooLarge(let limit): "this is larger than the \(limit) bytes that fit"
    case .noAnswer(let kind): "this \(kind) has no answer in it"
    case .wrongAudience(let kind): "a \(kind) cannot be kept for that audience"
    case .wrongLog(let kind): "a \(kind) does not belong in this log"
    case .cannotAmend(let problem): problem.sentence
    case .notADate: "that is not a date"
    case .toCome: "that day is yet to come"
    case .notImportable(let problem, let entry, let place):
      (entry.map { "entry \($0): " } ?? "") + "\(problem.sentence) at \(place.words)"
    case .line(let number, let error): "line \(number): \(error.sentence)"
    case .notThePatients: "a page can only be made from the patient's own visit"
    case .inconsistentKind(let kind): "the table of fields of \(kind) does not fit its value"
    }
  }

  /// What to do about it, where there is something to do.
  public var hint: String? {
    switch self {
    case .notJSON(.notUTF8, _): "save the file as UTF-8 and try again"
    case .field(_, .null): "leave the field out to skip it"
    case .field(_, .controlCharacter): "tabs and line ends are welcome; remove the other one"
    case .unknownField(_, let nearest?): "did you mean \"\(nearest)\"?"
    case .unknownKind(_, let nearest?): "did you mean \"\(nearest)\"?"
    case .unknownTag: "a newer version of Vesper can read it"
    case .tooLarge: "split it into smaller parts"
    case .noAnswer: "any one answer is enough"
    case .cannotAmend: "nothing was changed; an entry of your own can stand beside it"
    case .notADate(_, mayCome: false):
      "use YYYY-MM-DD, today, yesterday, or 3d for three days ago"
    case .notADate(_, mayCome: true):
      "use YYYY-MM-DD, today, tomorrow, yesterday, or 3d for three days ago"
    case .toCome: "write about today or a day that has been: today, yesterday, or 3d"
    case .notImportable: "nothing was imported; export it again, or mend the file"
    case .line(_, let error): error.hint
    case .notJSON, .field, .unknownField, .unknownKind, .wrongAudience, .wrongLog, .notThePatients,
      .inconsistentKind:
      nil
    }
  }
}

extension TextPosition {
  var words: String { "line \(line), column \(column) (byte \(byte))" }
}

extension JSONFault {
  var sentence: String {
    switch self {
    case .notUTF8: "the text is not UTF-8"
    case .unexpectedEnd: "the JSON ends too early"
    case .expected(let what): "the JSON has something else where \(what) belongs"
    case .badNumber: "the JSON has a number that cannot be read"
    case .badEscape: "the JSON has an escape that cannot be read"
    case .controlCharacter: "the JSON has a bare control character"
    case .repeatedKey: "the JSON names the same field twice"
    case .tooDeep(let limit): "the JSON is nested more than \(limit) deep"
    case .tooMany(let limit): "the JSON has more than \(limit) values"
    case .textAfterEnd: "the JSON is followed by something else"
    }
  }
}

extension FieldProblem {
  /// One lower-case sentence, without a full stop.
  public var sentence: String {
    switch self {
    case .missing: "this field is needed"
    case .null: "null is not an answer"
    case .blank: "there is no text in it"
    case .expected(let what): "expected \(what)"
    case .tooLong(let limit): "the text is longer than \(limit) characters"
    case .tooMany(let limit): "at most \(limit) fit here"
    case .repeated: "the same item is there twice"
    case .controlCharacter: "the text holds a control character"
    case .needs(let other): "this goes together with \(other)"
    }
  }
}

extension ImportProblem {
  var sentence: String {
    switch self {
    case .missing(let field): "\"\(field)\" is missing"
    case .expected(let what, let field), .otherDates(let what, let field):
      "\"\(field)\" is not \(what)"
    case .blank: "there are no words in it"
    case .controlCharacter: "the text holds a control character"
    case .tooLong(let limit): "the text is longer than \(limit) bytes"
    case .tooManyTags(let limit): "there are more than \(limit) tags"
    case .noColumn(let name): "there is no column \"\(name.start(of: 40))\""
    case .tooManyColumns(let limit): "there are more than \(limit) columns"
    case .unevenRow(let count, let header): "this row has \(count) fields, and the header \(header)"
    case .strayQuote: "there is a quotation mark where none can stand"
    case .openQuote: "the quotes that open here do not close"
    }
  }
}

extension AmendmentProblem {
  var sentence: String {
    switch self {
    case .author: "only its author can amend an entry"
    case .kind: "an amended entry stays the same kind of entry"
    case .date: "an amended entry stays on its day"
    case .audience: "an amended entry keeps its audience"
    }
  }
}

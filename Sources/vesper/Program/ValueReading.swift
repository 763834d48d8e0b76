import Care
import Vault

/// Reads what a person or a script hands in, with a hint for whatever does not fit.
enum ValueReading {
  /// Plain words.
  static func words(_ text: [UInt8]) throws -> EntryInput {
    do throws(CareError) {
      return try EntryInput.reflection(text)
    } catch .field(_, .blank) {
      throw Failure(
        .damaged, "there are no words in it", hint: "write a line, or give a file with --file F")
    } catch {
      throw Failure(error)
    }
  }

  /// One JSON object, of a kind whose schema can be printed.
  static func object<Value>(schema: String, _ read: () throws(CareError) -> Value) throws -> Value {
    do throws(CareError) {
      return try read()
    } catch {
      let failure = Failure(error)
      guard error.hint == nil, failure.code == .damaged else { throw failure }
      throw Failure(
        failure.code, failure.sentence, hint: "vesper schema \(schema) shows what fits")
    }
  }
}

/// Reads one kind's value from a file, standard input or the questions.
struct ValueSource {
  let options: Options
  let file: String?
  /// Who will read it: a draft for one is never offered for both.
  var audience: Audience?

  /// - Returns: `nil` where somebody was asked and answered nothing.
  func read(
    _ kind: any EntryKind.Type, given: [String: String] = [:], title: String, _ diary: Diary,
    _ world: World, about: CivilDate? = nil,
    asking: (inout Questions) throws -> [Field]
  ) throws -> EntryInput? {
    let json: [UInt8]
    if let given = try options.given(file, limit: EntryInput.largestInput, world) {
      json = given
    } else {
      var questions = Questions(for: diary, on: world.console)
      questions.drafts = Drafts(
        command: Drafts.name([kind.name] + given.values.sorted(), audience), diary: diary,
        about: about, desk: world.desk)
      let fields = try asking(&questions)
      guard let answers = try questions.ask(fields, title: title) else { return nil }
      try options.confirmOpen(diary, world)
      json = answers
    }
    return try ValueReading.object(schema: kind.name) { () throws(CareError) in
      try EntryInput.decode(json, as: kind, given: given) {
        try? diary.entry($0).id.description
      }
    }
  }
}

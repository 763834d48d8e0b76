import Care

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

@testable import Care

extension Parser {
  /// What a person or another program gives a diary, and the bodies of its records.
  static let care = [
    Parser(name: "json") { bytes in
      guard let tree = try? JSONScanner.scan(bytes) else { return }
      let again = try? JSONScanner.scan(tree.compact)
      holds(again?.compact == tree.compact, "JSON is read as it was written")
    },
    Parser(name: "entry-input") { bytes in
      // The first byte chooses the kind.
      guard let first = bytes.first else { return }
      let kind = Kinds.all[Int(first) % Kinds.all.count]
      guard let input = try? EntryInput.decode(Array(bytes.dropFirst()), as: kind) else { return }
      holds((try? EntryCoding.json(of: input.value)) != nil, "what was taken in can be written")
      _ = input.value.line
    },
    Parser(name: "plain-text") { bytes in
      guard let input = try? EntryInput.reflection(bytes) else { return }
      holds((try? EntryCoding.json(of: input.value)) != nil, "what was taken in can be written")
    },
    Parser(name: "civil-date") { bytes in
      guard let text = String(validating: bytes, as: UTF8.self), let today = CivilDate("2026-03-12")
      else { return }
      if let date = try? CivilDate(text, today: today) {
        holds(CivilDate(date.description) == date, "a date is read as it was written")
      }
      if let moment = Moment(text) {
        holds(moment.description == text, "there is one way to write a moment")
      }
      if let threshold = Threshold(text) {
        holds(
          Threshold(threshold.description) == threshold, "a threshold is read as it was written")
      }
    },
    Parser(name: "consent-body") { bytes in
      guard bytes.count > 1 else { return }
      let tag = 0x100 + UInt16(bytes[0] % 16)
      let body = Array(bytes.dropFirst())
      guard let read = ConsentBody(tag: tag, bytes: body) else { return }
      holds(read.bytes == body, "there is one way to write a consent body")
    },
    Parser(name: "held-answer") { bytes in
      guard let read = HeldAnswer(bytes: bytes) else { return }
      holds(read.bytes == bytes, "there is one way to write a held answer")
    },
  ]
}

import Care
import Testing
import Vault

struct EntryCodingTests {
  static let entry = Samples.entry(
    1, Samples.checkIn([.pain: 6, .energy: 3], note: "a/b \"é\"\n"), tags: ["rest"], amends: 9,
    source: "jrnl:0a")

  static let body =
    #"{"amends":"00000000000000000000000000000009","source":"jrnl:0a","tags":["rest"],"#
    + #""value":{"energy":3,"note":"a/b \"é\"\n","pain":6}}"#

  @Test func `a body is canonical JSON`() throws {
    #expect(String(decoding: try EntryCoding.encode(Self.entry), as: UTF8.self) == Self.body)
  }

  @Test func `what an entry does not have leaves nothing in its body`() throws {
    let body = try EntryCoding.encode(Samples.entry(1, Question(text: "Why?")))
    #expect(String(decoding: body, as: UTF8.self) == #"{"value":{"text":"Why?"}}"#)
  }

  @Test(
    arguments: [
      (#"{"value":{"pain":6},"more":1}"#, CareError.unknownField("more", nearest: nil)),
      (#"{"value":{"pain":6},"tag":["a"]}"#, .unknownField("tag", nearest: "tags")),
      (#"{"value":{"pain":6},"share":["pain"]}"#, .unknownField("share", nearest: nil)),
      (#"{"tags":["a"]}"#, .field("value", .missing)),
      (#"{"value":{"pain":60}}"#, .field("value.pain", .expected("a whole number from 0 to 10"))),
      (#"{"value":{}}"#, .noAnswer(kind: "check-in")),
      (
        #"{"amends":"0A","value":{"pain":6}}"#,
        .field("amends", .expected("the first digits of one entry's id, four or more"))
      ),
      (
        #"{"tags":["a b"],"value":{"pain":6}}"#,
        .field("tags[1]", .expected("a word without spaces"))
      ),
      (
        #"{"tags":["a\u001b"],"value":{"pain":6}}"#,
        .field("tags[1]", .expected("a word without spaces"))
      ),
    ] as [(String, CareError)])
  func `a stored body is read as strictly as a typed one`(text: String, expected: CareError) {
    #expect(throws: expected) {
      try EntryCoding.decode(Array(text.utf8), header: Self.entry.header)
    }
  }

  static func header(
    tag: UInt16, audience: Audience = .private, logClass: LogClass = .diary
  ) -> EntryHeader {
    EntryHeader(
      id: Samples.id(1), tag: tag, author: Samples.ana, audience: audience, logClass: logClass,
      about: Samples.today, entered: Moment(milliseconds: 0))
  }

  @Test func `a record whose fixed fields do not suit its kind is refused`() {
    let body = Array(#"{"value":{}}"#.utf8)
    #expect(throws: CareError.unknownTag(0xFFFF)) {
      try EntryCoding.decode(body, header: Self.header(tag: 0xFFFF))
    }
    #expect(throws: CareError.wrongAudience(kind: "visit")) {
      try EntryCoding.decode(body, header: Self.header(tag: KindTag.visit, audience: .shared))
    }
    #expect(throws: CareError.wrongLog(kind: "visit")) {
      try EntryCoding.decode(body, header: Self.header(tag: KindTag.visit, logClass: .consent))
    }
  }

  @Test func `a visit is never kept for both`() {
    #expect(throws: CareError.wrongAudience(kind: "visit")) {
      try EntryCoding.encode(Samples.entry(1, Visit(), for: .shared))
    }
  }

  @Test func `a value made in code passes the same table`() {
    #expect(throws: CareError.field("value.text", .controlCharacter)) {
      try EntryCoding.encode(Samples.entry(1, Reflection(text: "a\u{1B}b")))
    }
    #expect(throws: CareError.field("value.pain", .expected("a whole number from 0 to 10"))) {
      try EntryCoding.encode(Samples.entry(1, Samples.checkIn([.pain: 11])))
    }
  }

  @Test func `the longest text fits, and one that grows beyond a record is refused`() throws {
    let longest = String(repeating: "a", count: EntryCoding.longestText)
    let body = try EntryCoding.encode(Samples.entry(1, Reflection(text: longest)))
    #expect(body.count <= EntryCoding.largestBody)
    let wide = String(repeating: "é", count: EntryCoding.largestBody / 2)
    #expect(throws: CareError.tooLarge(limit: EntryCoding.largestBody)) {
      try EntryCoding.encode(Samples.entry(1, Reflection(text: wide)))
    }
  }
}

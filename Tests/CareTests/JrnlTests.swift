import Testing
import Vault

@testable import Care

/// `Fixtures/jrnl-4.6.json` was written by jrnl 4.6 from PyPI (`jrnl --export json`), from entries
/// typed into it; nothing in it was touched by hand.
struct JrnlTests {
  static func sum(_ bytes: [UInt8]) -> [UInt8] {
    // FNV-1a, twice with different starts: enough to tell a few entries apart in a test.
    [0xCBF2_9CE4_8422_2325, 0x9E37_79B9_7F4A_7C15].flatMap { (start: UInt64) in
      let hash = bytes.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
      return (0..<8).map { UInt8(truncatingIfNeeded: hash >> (8 * UInt64($0))) }
    }
  }

  static func fixture() throws -> [UInt8] { try Samples.file("Fixtures/jrnl-4.6.json") }

  @Test func `a real journal comes in whole, as it reads`() throws {
    let entries = try JrnlExport(Self.fixture()).imported(digest: Self.sum)
    let listing = entries.map { entry in
      let words = entry.value as? Reflection
      return
        "\(entry.about) \(words?.time?.description ?? "") [\(entry.tags.joined(separator: " "))]\n"
        + "\(entry.source)\n\(words?.text ?? "?")\n\n"
    }
    try Samples.expect(listing.joined(), matches: "Fixtures/jrnl-4.6.txt")
    for (index, imported) in entries.enumerated() {
      let entry = Entry(
        id: Samples.id(index), value: imported.value, author: Samples.ana, audience: .private,
        about: imported.about, entered: Moment(milliseconds: 0), tags: imported.tags,
        source: imported.source)
      let body = try EntryCoding.encode(entry)
      #expect(try EntryCoding.decode(body, header: entry.header) == entry)
    }
  }

  @Test func `a second import names the same sources, whatever was starred or tagged since`() throws
  {
    let first = try JrnlExport(Self.fixture()).imported(digest: Self.sum)
    #expect(Set(first.map(\.source)).count == first.count)
    let text = String(decoding: try Self.fixture(), as: UTF8.self)
    let changed = text.replacing("\"starred\": false", with: "\"starred\": true")
      .replacing("\"@rest\"\n", with: "\"@rest\",\"@more\"\n")
    let second = try JrnlExport(Array(changed.utf8)).imported(digest: Self.sum)
    #expect(first.map(\.source) == second.map(\.source))
    #expect(first.map(\.tags) != second.map(\.tags))
  }

  static func export(_ entry: String) -> [UInt8] {
    Array("{\"tags\": {},\n\"entries\": [\n\(sound),\n\(entry)]}".utf8)
  }

  static let sound =
    #"{"title":"a","body":"","date":"2026-01-01","time":"09:00","tags":[],"starred":false}"#

  static let damages: [(String, ImportProblem, Int)] = [
    (
      sound.replacing("2026-01-01", with: "2026-02-30"),
      .expected("a date, YYYY-MM-DD", field: "date"), 31
    ),
    (sound.replacing("\"date\":\"2026-01-01\",", with: ""), .missing("date"), 1),
    (sound.replacing("09:00", with: "9:00"), .expected("a time, HH:MM", field: "time"), 51),
    (sound.replacing("\"a\"", with: "3"), .expected("text", field: "title"), 10),
    (sound.replacing("\"a\"", with: "\" \""), .blank, 10),
    (sound.replacing("\"a\"", with: "\"\\u0000\""), .controlCharacter, 10),
    (sound.replacing("\"a\"", with: "\"a\\u001b[2J\""), .controlCharacter, 10),
    (sound.replacing("false", with: "0"), .expected("true or false", field: "starred"), 79),
    (sound.replacing("[]", with: "[1]"), .expected("a list of words", field: "tags"), 67),
    (sound.replacing("[]", with: "[\"@\"]"), .expected("a list of words", field: "tags"), 67),
    (sound.replacing("[]", with: "{}"), .expected("a list", field: "tags"), 66),
    ("7", .expected("an object", field: "entries"), 1),
  ]

  @Test(arguments: damages.indices)
  func `one damaged entry refuses the whole journal and says where`(index: Int) throws {
    let (entry, problem, column) = Self.damages[index]
    let bytes = Self.export(entry)
    let error = #expect(throws: CareError.self) { try JrnlExport(bytes) }
    guard case .notImportable(let found, entry: let number, let place) = try #require(error) else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(found == problem)
    #expect(number == 2)
    #expect(place.line == 4)
    #expect(place.column == column)
    #expect(place.byte == 26 + Self.sound.utf8.count + 1 + column)
  }

  @Test(arguments: [
    ("[]", "\"file\" is not a jrnl export at line 1, column 1 (byte 0)"),
    ("{}", "\"entries\" is missing at line 1, column 1 (byte 0)"),
    ("{\"entries\": 1}", "\"entries\" is not a list at line 1, column 13 (byte 12)"),
    ("{\"entries\": [", "the JSON ends too early at line 1, column 14 (byte 13)"),
  ])
  func `a file that is no journal is refused in one sentence`(text: String, sentence: String) {
    let error = #expect(throws: CareError.self) { try JrnlExport(Array(text.utf8)) }
    #expect(error?.sentence == sentence)
  }

  @Test func `a journal cut off anywhere is refused`() throws {
    let bytes = try Self.fixture()
    for length in stride(from: 0, to: bytes.count, by: 7) {
      #expect(throws: CareError.self) { try JrnlExport(Array(bytes.prefix(length))) }
    }
  }

  @Test func `an entry that no record could hold is refused before anything is kept`() {
    let text = String(repeating: "\\\"", count: EntryCoding.longestText / 2 + 1)
    let bytes = Self.export(Self.sound.replacing("\"a\"", with: "\"\(text)\""))
    let error = #expect(throws: CareError.self) { try JrnlExport(bytes) }
    #expect(error?.sentence.hasPrefix("entry 2: the text is longer than") == true)
  }
}

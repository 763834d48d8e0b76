import Testing

@testable import Care

struct JSONScannerTests {
  @Test(
    arguments: [
      ("", JSONFault.unexpectedEnd, 0, 1, 1),
      ("{", .unexpectedEnd, 1, 1, 2),
      ("{\n \"a\": 1,\n}", .expected("a name in quotes"), 11, 3, 1),
      ("{\"a\" 1}", .expected("a colon"), 5, 1, 6),
      ("[1 2]", .expected("a comma or \"]\""), 3, 1, 4),
      ("{\"a\":1 \"b\":2}", .expected("a comma or \"}\""), 7, 1, 8),
      ("[1,]", .expected("a value"), 3, 1, 4),
      ("[01]", .badNumber, 2, 1, 3),
      ("[1.]", .badNumber, 3, 1, 4),
      ("[-]", .badNumber, 2, 1, 3),
      ("[+1]", .expected("a value"), 1, 1, 2),
      ("[1e]", .badNumber, 3, 1, 4),
      ("[NaN]", .expected("a value"), 1, 1, 2),
      ("[tru]", .expected("\"true\""), 4, 1, 5),
      ("\"é\nx\"", .controlCharacter, 3, 1, 3),
      (#""\x""#, .badEscape, 1, 1, 2),
      (#""\ud83d""#, .badEscape, 1, 1, 2),
      (#""\udc00x""#, .badEscape, 1, 1, 2),
      (#""\ud83dA""#, .badEscape, 1, 1, 2),
      (#"{"a":1,"\u0061":2}"#, .repeatedKey, 7, 1, 8),
      ("[1] 2", .textAfterEnd, 4, 1, 5),
      ("'a'", .expected("a value"), 0, 1, 1),
      ("// no", .expected("a value"), 0, 1, 1),
    ] as [(String, JSONFault, Int, Int, Int)])
  func `a text that is not JSON is refused where it stops`(
    text: String, fault: JSONFault, byte: Int, line: Int, column: Int
  ) throws {
    let bytes = Array(text.utf8)
    let error = #expect(throws: CareError.self) { try JSONScanner.scan(bytes) }
    guard case .notJSON(let found, let place) = try #require(error) else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(found == fault)
    #expect([place.byte, place.line, place.column] == [byte, line, column])
  }

  @Test func `more values than any diary has are refused where they begin`() throws {
    let bytes = Array("[[],[],{\"a\":1}]".utf8)
    _ = try JSONScanner.scan(bytes, most: 5)
    #expect(throws: CareError.notJSON(.tooMany(limit: 4), TextPosition(byte: 12, in: bytes))) {
      try JSONScanner.scan(bytes, most: 4)
    }
    #expect(JSONFault.tooMany(limit: 4).sentence == "the JSON has more than 4 values")
    let many =
      [UInt8](repeating: 0x31, count: 1)
      + Array(repeatElement([0x2C, 0x31], count: 4_000_000).joined())
    #expect(throws: CareError.self) { try JSONScanner.scan([0x5B] + many + [0x5D]) }
  }

  @Test(arguments: [[0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22]])
  func `bytes that are not UTF-8 are refused where they stand`(bytes: [UInt8]) {
    #expect(throws: CareError.notJSON(.notUTF8, TextPosition(byte: 1, in: bytes))) {
      try JSONScanner.scan(bytes)
    }
  }

  @Test func `a text nested without end is refused before the stack is`() {
    for open in ["[", "{\"a\":"] {
      let bytes = Array(String(repeating: open, count: 200_000).utf8)
      let error = #expect(throws: CareError.self) { try JSONScanner.scan(bytes) }
      #expect(error?.sentence.contains("nested more than 16 deep") == true)
    }
  }

  @Test(arguments: [
    #"{"a":[1,-2.5e+3,true,false,null,"x"],"b":{}}"#, #""\"\\\n\té😀""#, "[]", "0",
  ])
  func `what is written compactly reads back the same`(text: String) throws {
    #expect(try JSONScanner.scan(Array(text.utf8)).compact == Array(text.utf8))
  }

  @Test func `escapes and the byte order mark are understood`() throws {
    let text = "\u{FEFF} \"\\u0041\\ud83d\\ude00\\/\\b\" "
    guard case .string(let value) = try JSONScanner.scan(Array(text.utf8)).value else {
      Issue.record("not a string")
      return
    }
    #expect(value == "A😀/\u{8}")
  }

  @Test(arguments: [("a\r\nb\rc\n\r\n", "a\nb\nc\n\n"), ("\r", "\n"), ("plain", "plain")])
  func `every line end becomes a line feed`(text: String, expected: String) {
    #expect(Array(text.unifyingLineEnds().utf8) == Array(expected.utf8))
  }
}

import Testing

@testable import VesperProgram

@Suite struct `A text that is typed` {
  private func typed(
    _ keys: [KeyPress], into text: String = "", isMultiline: Bool = true, width: Int = 10
  ) -> EditedText {
    var edited = EditedText(text, isMultiline: isMultiline)
    for key in keys { _ = edited.press(key, width: width) }
    return edited
  }

  private func characters(_ text: String) -> [KeyPress] { text.map { .character($0) } }

  @Test func `is changed where the cursor stands`() {
    #expect(typed(characters("helo") + [.left, .character("l")]).text == "hello")
    #expect(typed([.first, .character("a"), .last, .character("z")], into: "x").text == "axz")
    #expect(typed([.left, .delete, .backspace], into: "abc").text == "a")
    #expect(typed([.eraseWord], into: "one two ").text == "one ")
    #expect(typed([.eraseLine], into: "one\ntwo").text == "one\n")
    #expect(typed([.left, .left, .left, .right, .delete]).text == "")
  }

  @Test func `takes an accent, a family and a wide sign back in one piece`() {
    let decomposed: [KeyPress] = [.character("e"), .character("\u{301}")]
    #expect(typed(decomposed).text == "e\u{301}")
    #expect(typed(decomposed + [.backspace]).text == "")
    #expect(typed([.backspace], into: "a👩‍👧").text == "a")
    #expect(typed([.left, .character("x")], into: "漢字").text == "漢x字")
  }

  @Test func `takes a paste as it is, without what steers a terminal`() {
    let paste = KeyPress.paste("one\r\ntwo\u{1B}[31m\tthree\rfour\u{07}")
    #expect(typed([paste]).text == "one\ntwo  three\nfour")
    #expect(typed([paste], isMultiline: false).text == "one two  three four")
    #expect(typed([.paste("one\r\r\ntwo")]).text == "one\n\ntwo")
    #expect(typed([.paste("a\n.\nb")]).text == "a\n.\nb", "a dot in a paste ends nothing")
  }

  @Test func `ends with a line of only a dot, with Ctrl-D, or with Enter`() {
    var lines = EditedText("one\n.", isMultiline: true)
    #expect(lines.press(.enter, width: 10) == .done && lines.text == "one")
    lines = EditedText(".", isMultiline: true)
    #expect(lines.press(.enter, width: 10) == .done && lines.text == "")
    lines = EditedText("one.", isMultiline: true)
    #expect(lines.press(.enter, width: 10) == .goesOn && lines.text == "one.\n")
    #expect(lines.press(.end, width: 10) == .done)
    lines = EditedText("", isMultiline: true)
    #expect(lines.press(.end, width: 10) == .ended)
    lines = EditedText("one", isMultiline: false)
    #expect(lines.press(.end, width: 10) == .goesOn && lines.press(.enter, width: 10) == .done)
  }

  @Test func `stands in rows that fit, with the cursor in them`() {
    let edited = EditedText("one two three\n漢字漢字漢字\n\nabcdefghijklm", isMultiline: true)
    let layout = edited.layout(width: 10)
    #expect(
      layout.rows == ["one two ", "three", "漢字漢字漢", "字", "", "abcdefghij", "klm"])
    #expect(layout.cursor == (6, 3))
    #expect(typed([.first], into: "one two three").layout(width: 10).cursor == (0, 0))
    #expect(EditedText("", isMultiline: true).layout(width: 10).cursor == (0, 0))
    #expect(EditedText("one\n", isMultiline: true).layout(width: 10).cursor == (1, 0))
  }

  @Test func `is walked up and down by rows, and above the first is the question before`() {
    var edited = EditedText("one two three\n漢字\nx", isMultiline: true)
    #expect(edited.press(.up, width: 10) == .goesOn)
    #expect(edited.layout(width: 10).cursor == (2, 2))
    #expect(edited.press(.up, width: 10) == .goesOn)
    #expect(edited.layout(width: 10).cursor == (1, 2))
    for _ in 0..<2 { _ = edited.press(.down, width: 10) }
    #expect(edited.layout(width: 10).cursor == (3, 1))
    #expect(edited.press(.down, width: 10) == .goesOn)
    for _ in 0..<3 { _ = edited.press(.up, width: 10) }
    #expect(edited.press(.up, width: 10) == .back)
  }

  /// Any keys in any order: the text is what was typed, and the cursor is on it.
  @Test func `survives any keys`() {
    let keys: [KeyPress] = [
      .up, .down, .left, .right, .first, .last, .enter, .backspace, .delete, .eraseWord, .eraseLine,
      .pageUp, .pageDown, .paste("a b\n漢"), .character("é"), .character(" "), .character("👩‍👧"),
      .character("\u{301}"), .character("."),
    ]
    var number: UInt64 = 7
    var edited = EditedText(isMultiline: true)
    for _ in 0..<4000 {
      number = number &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let key = keys[Int(number >> 33) % keys.count]
      _ = edited.press(key, width: 7)
      let layout = edited.layout(width: 7)
      #expect(layout.rows.indices.contains(layout.cursor.row), "\(key)")
      #expect(layout.cursor.column <= 8)
      if edited.text.count > 200 { edited = EditedText(isMultiline: true) }
    }
  }
}

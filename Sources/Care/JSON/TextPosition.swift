/// A place in a text file.
public struct TextPosition: Sendable, Equatable {
  /// Bytes before the place, counted from 0.
  public let byte: Int
  /// Counted from 1; LF ends a line.
  public let line: Int
  /// Unicode scalars from the start of the line, counted from 1.
  public let column: Int

  /// Finds line and column of a byte; one past the end names the end.
  public init(byte: Int, in bytes: [UInt8]) {
    let end = min(max(byte, 0), bytes.count)
    var line = 1
    var column = 1
    for byte in bytes[..<end] {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    self.byte = end
    self.line = line
    self.column = column
  }

  /// The first byte at which `bytes` stops being UTF-8 (RFC 3629); `nil` where all of it is.
  static func firstInvalid(in bytes: [UInt8]) -> Int? {
    // Most texts are right: only of one that is not the place is looked for.
    if String(validating: bytes, as: UTF8.self) != nil { return nil }
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var offset = 0
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let scalar): offset += scalar.count
      case .error: return offset
      case .emptyInput: return nil
      }
    }
  }
}

/// What is wrong with a text that is meant to be JSON.
public enum JSONFault: Sendable, Equatable {
  case notUTF8
  case unexpectedEnd
  /// Something else belongs here: a value, a comma, a colon, a closing bracket.
  case expected(String)
  case badNumber
  case badEscape
  /// A control character inside a string has to be written as an escape.
  case controlCharacter
  case repeatedKey
  case tooDeep(limit: Int)
  /// Values, each object, list, text, number and word by itself.
  case tooMany(limit: Int)
  case textAfterEnd
}

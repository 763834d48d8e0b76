/// The part of TOML 1.0 that settings need, read strictly and line by line: `name = value`, where
/// the value is a text in quotes, `true` or `false`, and comments. Docs: docs/decisions/0060.
///
/// Every line stands for itself, so that one that cannot be read takes no other with it.
struct SettingLines {
  enum Value: Equatable, Sendable {
    case text(String)
    case flag(Bool)
  }

  struct Line: Equatable, Sendable {
    /// Counted from 1.
    let number: Int
    let name: String
    let value: Value
  }

  struct Fault: Error, Equatable, Sendable {
    let number: Int
    /// What is the matter, to stand behind "line 3: ".
    let problem: String
  }

  private(set) var lines: [Line] = []
  private(set) var faults: [Fault] = []

  init(_ bytes: [UInt8]) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : ArraySlice(bytes)
    var names: Set<String> = []
    let parts = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      let content = part.last == UInt8(ascii: "\r") ? part.dropLast() : part
      do throws(Problem) {
        guard let (name, value) = try Self.read(content) else { continue }
        guard names.insert(name).inserted else { throw Problem("this setting stands there twice") }
        lines.append(Line(number: index + 1, name: name, value: value))
      } catch {
        faults.append(Fault(number: index + 1, problem: error.words))
      }
    }
  }

  private struct Problem: Error {
    let words: String
    init(_ words: String) { self.words = words }
  }

  private static func read(_ bytes: ArraySlice<UInt8>) throws(Problem) -> (String, Value)? {
    guard let line = String(validating: bytes, as: UTF8.self) else {
      throw Problem("this is not UTF-8")
    }
    var reader = Reader(line.unicodeScalars)
    return try reader.line()
  }

  /// Reads one line.
  private struct Reader {
    private var rest: Substring.UnicodeScalarView

    init(_ scalars: String.UnicodeScalarView) { rest = Substring(String(scalars)).unicodeScalars }

    mutating func line() throws(Problem) -> (String, Value)? {
      guard !rest.contains(where: { $0 != "\t" && ($0.value < 0x20 || $0.value == 0x7F) }) else {
        throw Problem("there is a control character in it")
      }
      skipSpace()
      guard let first = rest.first, first != "#" else { return nil }
      guard first != "[" else { throw Problem("tables have no meaning here") }
      let name = take { Self.isBare($0) }
      skipSpace()
      guard !name.isEmpty, rest.popFirst() == "=" else {
        throw Problem("a line is a name, an equals sign and a value")
      }
      skipSpace()
      let value = try value()
      skipSpace()
      guard rest.isEmpty || rest.first == "#" else {
        throw Problem("there is something behind the value")
      }
      return (name, value)
    }

    private mutating func value() throws(Problem) -> Value {
      switch rest.first {
      case "\"": return .text(try quoted())
      case "'":
        rest.removeFirst()
        let text = take { $0 != "'" }
        guard rest.popFirst() == "'", rest.first != "'" else {
          throw Problem("the quotes do not close")
        }
        return .text(text)
      default:
        switch take({ Self.isBare($0) }) {
        case "true": return .flag(true)
        case "false": return .flag(false)
        default: throw Problem("a value is a text in quotes, true or false")
        }
      }
    }

    private mutating func quoted() throws(Problem) -> String {
      rest.removeFirst()
      var text = String.UnicodeScalarView()
      while let scalar = rest.popFirst() {
        switch scalar {
        case "\"":
          guard rest.first != "\"" else { throw Problem("a value is on one line") }
          return String(text)
        case "\\": text.append(try escape())
        default: text.append(scalar)
        }
      }
      throw Problem("the quotes do not close")
    }

    private mutating func escape() throws(Problem) -> Unicode.Scalar {
      switch rest.popFirst() {
      case "\"": return "\""
      case "\\": return "\\"
      case "u": return try scalar(digits: 4)
      case "U": return try scalar(digits: 8)
      // A tab or a line end is in no setting.
      default: throw Problem("there is an escape that has no meaning here")
      }
    }

    private mutating func scalar(digits: Int) throws(Problem) -> Unicode.Scalar {
      let code = String(String.UnicodeScalarView(rest.prefix(digits)))
      rest = rest.dropFirst(digits)
      guard code.utf8.count == digits, code.allSatisfy(\.isHexDigit),
        let number = UInt32(code, radix: 16), let scalar = Unicode.Scalar(number),
        number >= 0x20, !(0x7F...0x9F).contains(number)
      else { throw Problem("there is an escape that has no meaning here") }
      return scalar
    }

    private static func isBare(_ scalar: Unicode.Scalar) -> Bool {
      scalar.isASCII
        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "-"
          || scalar == "_")
    }

    private mutating func take(_ isPart: (Unicode.Scalar) -> Bool) -> String {
      let taken = rest.prefix(while: isPart)
      rest = rest.dropFirst(taken.count)
      return String(String.UnicodeScalarView(taken))
    }

    private mutating func skipSpace() { rest = rest.drop { $0 == " " || $0 == "\t" } }
  }
}

extension SettingLines.Value {
  /// As it stands in the file.
  var written: String {
    switch self {
    case .flag(let flag): flag ? "true" : "false"
    case .text(let text): Self.quoted(text)
    }
  }

  /// Scalar by scalar: with an accent behind it a quotation mark is another `Character`, and would pass.
  private static func quoted(_ text: String) -> String {
    var quoted = String.UnicodeScalarView("\"".unicodeScalars)
    for scalar in text.unicodeScalars {
      if scalar == "\\" || scalar == "\"" { quoted.append("\\") }
      quoted.append(scalar)
    }
    quoted.append("\"")
    return String(quoted)
  }

  /// As a person types it.
  var words: String {
    switch self {
    case .flag(let flag): flag ? "true" : "false"
    case .text(let text): text
    }
  }
}

/// Why a calendar file was not taken in.
public enum CalendarProblem: Error, Sendable, Equatable {
  /// More bytes than a calendar has; nothing was read.
  case tooLarge(limit: Int)
  /// A line, unfolded, is longer than any date needs; lines are counted from 1.
  case lineTooLong(line: Int)
  case notText
  /// There is no `BEGIN:VCALENDAR`, or it does not end.
  case notACalendar
  /// Components that do not begin and end in pairs.
  case nesting(line: Int)
  case tooMany(String)
  /// A date of this calendar that cannot be read; events are counted from 1.
  case event(Int, String)
}

extension CalendarProblem {
  /// One lower-case sentence, without a full stop.
  public var sentence: String {
    switch self {
    case .tooLarge(let limit): "this calendar is larger than the \(limit) bytes that fit"
    case .lineTooLong(let line): "line \(line) of this calendar is longer than any date needs"
    case .notText: "this is no text, and so no calendar"
    case .notACalendar: "this is not a whole calendar"
    case .nesting(let line): "line \(line) of this calendar begins or ends what it cannot"
    case .tooMany(let what): "this calendar has more \(what) than fit"
    case .event(let number, let problem): "event \(number) of this calendar: \(problem)"
    }
  }
}

/// One property of a calendar: `NAME;PARAMETER=VALUE:VALUE` (RFC 5545 § 3.1).
struct CalendarLine: Sendable, Equatable {
  /// In upper case.
  let name: String
  /// By name in upper case; a value's quotes are gone.
  let parameters: [String: String]
  let value: String
  /// The line of the file that it begins on, from 1.
  let line: Int
}

/// Takes a calendar's bytes apart into properties (RFC 5545 § 3.1), within bounds.
enum CalendarLines {
  static let largestFile = 1_048_576
  /// Bytes of one unfolded line.
  static let longestLine = 65_536
  static let mostLines = 20_000

  static func read(_ bytes: [UInt8]) throws(CalendarProblem) -> [CalendarLine] {
    guard bytes.count <= largestFile else { throw .tooLarge(limit: largestFile) }
    var lines: [CalendarLine] = []
    for (unfolded, number) in try unfolded(text(bytes)) {
      // What is no property says nothing; a mail program may have left it there.
      if let line = parse(unfolded, line: number) { lines.append(line) }
    }
    return lines
  }

  /// The bytes without a byte order mark; UTF-16 is known by its own and becomes UTF-8.
  private static func text(_ bytes: [UInt8]) throws(CalendarProblem) -> [UInt8] {
    for (mark, isLittle) in [([0xFF, 0xFE] as [UInt8], true), ([0xFE, 0xFF], false)]
    where bytes.starts(with: mark) {
      let units = stride(from: 2, to: bytes.count - 1, by: 2).map { place in
        isLittle
          ? UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8
          : UInt16(bytes[place]) << 8 | UInt16(bytes[place + 1])
      }
      return Array(String(decoding: units, as: UTF16.self).utf8)
    }
    guard !bytes.contains(0) else { throw .notText }
    return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
  }

  /// Lines without their folds: a line that begins with a space or a tab goes on from the one before
  /// (§ 3.1). Folds may stand within a character, so they are undone on bytes.
  private static func unfolded(_ bytes: [UInt8]) throws(CalendarProblem) -> [([UInt8], Int)] {
    var lines: [([UInt8], Int)] = []
    var number = 0
    for part in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      let line = part.last == UInt8(ascii: "\r") ? part.dropLast() : part
      if let first = line.first, first == 0x20 || first == 0x09, !lines.isEmpty {
        lines[lines.count - 1].0 += line.dropFirst()
      } else if !line.isEmpty {
        guard lines.count < mostLines else { throw .tooMany("lines") }
        lines.append((Array(line), number))
      }
      if let last = lines.last, last.0.count > longestLine { throw .lineTooLong(line: last.1) }
    }
    return lines
  }

  private static func parse(_ bytes: [UInt8], line: Int) -> CalendarLine? {
    // A line that is not UTF-8 is read as ISO 8859-1, in which older programs wrote. Only now: a fold
    // may have stood within a character.
    let text =
      String(validating: bytes, as: UTF8.self)
      ?? bytes.map { String(Unicode.Scalar($0)) }.joined()
    // By scalars: what follows a sign may be an accent, which makes another `Character` of it.
    let scalars = text.unicodeScalars
    var pieces: [Substring] = []
    var start = text.startIndex
    var isQuoted = false
    var colon: String.Index?
    for index in scalars.indices {
      switch scalars[index] {
      case "\"": isQuoted.toggle()
      case ";" where !isQuoted:
        pieces.append(text[start..<index])
        start = scalars.index(after: index)
      case ":" where !isQuoted: colon = index
      default: break
      }
      if colon != nil { break }
    }
    guard let colon else { return nil }
    pieces.append(text[start..<colon])
    var parameters: [String: String] = [:]
    for piece in pieces.dropFirst().prefix(32) {
      let pair = piece.unicodeScalars
        .split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2 else { continue }
      parameters[String(pair[0]).uppercased()] = String(pair[1]).without("\"")
    }
    let name = pieces[0].uppercased()
    guard !name.isEmpty,
      name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
    else { return nil }
    var value = String(text[scalars.index(after: colon)...])
    // vCalendar 1.0 wrote so, and some programs have kept the habit (RFC 2045 § 6.7).
    if parameters["ENCODING"]?.uppercased() == "QUOTED-PRINTABLE" { value = quotedPrintable(value) }
    return CalendarLine(name: name, parameters: parameters, value: value, line: line)
  }

  private static func quotedPrintable(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = ArraySlice(text.utf8)
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "="), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      else {
        bytes.append(byte)
        continue
      }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self) ?? text
  }
}

extension CalendarLine {
  /// A text value (§ 3.3.11) as one line, without what could steer a terminal.
  func text(most: Int) -> String? {
    var plain = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in value.unicodeScalars {
      if isEscaped {
        plain.append(scalar == "n" || scalar == "N" ? "\n" : scalar)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        plain.append(scalar)
      }
    }
    var scalars = String.UnicodeScalarView()
    for scalar in plain.prefix(most) where !scalar.isRefusedControl {
      scalars.append(scalar)
    }
    let text = String(scalars).trimmingOuterLines()
    return text.contains { !$0.isWhitespace } ? text : nil
  }

  /// A text value on one line.
  func oneLine(most: Int) -> String? {
    text(most: most).map { text in
      text.unicodeScalars.split(whereSeparator: { $0.isLineEnd || $0.properties.isWhitespace })
        .map { String($0) }.joined(separator: " ")
    }
  }
}

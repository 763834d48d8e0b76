/// A table of separated values: RFC 4180, with its two loose ends tied.
///
/// The separator is a comma, a semicolon (as programs write it where the comma is decimal) or a
/// tab, whichever stands most often in the header; lines end in CR LF or LF. Anything else that
/// the RFC does not allow is refused with its place: a quote inside an unquoted field, text after
/// a closing quote, rows of unequal length. Work and memory are bounded by the file's size.
struct CSVTable: Sendable {
  struct Cell: Sendable {
    let text: String
    /// Where it begins in the file.
    let offset: Int
  }

  /// The first row: the names of the columns, without spaces around them.
  let header: [Cell]
  /// The other rows, each as long as the header.
  let rows: [[Cell]]

  /// More than this is refused unread.
  static let largestFile = 67_108_864
  static let mostColumns = 256
  /// Longer than any text that an entry can hold.
  static let longestCell = EntryCoding.longestText

  struct Fault: Error {
    let problem: ImportProblem
    let offset: Int
  }

  /// - Throws: ``CareError/notImportable(_:entry:_:)`` with the place, or
  ///   ``CareError/tooLarge(limit:)``.
  init(_ bytes: [UInt8]) throws(CareError) {
    guard bytes.count <= Self.largestFile else { throw .tooLarge(limit: Self.largestFile) }
    if let offset = TextPosition.firstInvalid(in: bytes) {
      throw .notJSON(.notUTF8, TextPosition(byte: offset, in: bytes))
    }
    do throws(Fault) {
      var reader = Reader(bytes)
      guard let first = try reader.row(), first.contains(where: { !$0.text.isEmpty }) else {
        throw Fault(problem: .expected("a table with a header", field: "file"), offset: 0)
      }
      header = first.map { Cell(text: $0.text.trimmingSpace(), offset: $0.offset) }
      var rows: [[Cell]] = []
      while let row = try reader.row() {
        // A blank line is the end of many files, and a row of none.
        if row.count == 1, row[0].text.isEmpty { continue }
        guard row.count == first.count else {
          throw Fault(
            problem: .unevenRow(row.count, header: first.count), offset: row[0].offset)
        }
        rows.append(row)
      }
      self.rows = rows
    } catch {
      throw .notImportable(error.problem, entry: nil, TextPosition(byte: error.offset, in: bytes))
    }
  }

  /// The number of the column of that name; capital letters make no difference.
  func column(_ name: String) -> Int? {
    header.firstIndex { $0.text == name }
      ?? header.firstIndex { $0.text.lowercased() == name.lowercased() }
  }

  private struct Reader {
    private let bytes: [UInt8]
    private let separator: UInt8
    private var index = 0

    init(_ bytes: [UInt8]) {
      self.bytes = bytes
      if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
      separator = Self.separator(of: bytes[index...])
    }

    /// Whichever separates the most columns of the header.
    private static func separator(of bytes: ArraySlice<UInt8>) -> UInt8 {
      var counts: [UInt8: Int] = [:]
      var isQuoted = false
      for byte in bytes {
        if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
        if byte == UInt8(ascii: "\n") && !isQuoted { break }
        if !isQuoted { counts[byte, default: 0] += 1 }
      }
      let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
      // The first of equals, so that a table of one column has commas in it for nobody.
      return candidates.max { counts[$0, default: 0] < counts[$1, default: 0] }
        ?? UInt8(ascii: ",")
    }

    private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// One row; `nil` at the end of the file.
    mutating func row() throws(Fault) -> [Cell]? {
      guard index < bytes.count else { return nil }
      var cells: [Cell] = []
      while true {
        guard cells.count < CSVTable.mostColumns else {
          throw Fault(problem: .tooManyColumns(limit: CSVTable.mostColumns), offset: index)
        }
        cells.append(next == UInt8(ascii: "\"") ? try quoted() : try plain())
        if next == separator {
          index += 1
        } else {
          endLine()
          return cells
        }
      }
    }

    private mutating func endLine() {
      if next == UInt8(ascii: "\r") { index += 1 }
      if next == UInt8(ascii: "\n") { index += 1 }
    }

    private var isAtLineEnd: Bool {
      guard let next else { return true }
      if next == UInt8(ascii: "\n") { return true }
      let isLast = index + 1 >= bytes.count || bytes[index + 1] == UInt8(ascii: "\n")
      return next == UInt8(ascii: "\r") && isLast
    }

    private mutating func plain() throws(Fault) -> Cell {
      let start = index
      while let byte = next, byte != separator, !isAtLineEnd {
        guard byte != UInt8(ascii: "\"") else {
          throw Fault(problem: .strayQuote, offset: index)
        }
        index += 1
      }
      return try cell(Array(bytes[start..<index]), at: start)
    }

    private mutating func quoted() throws(Fault) -> Cell {
      let start = index
      index += 1
      var text: [UInt8] = []
      while let byte = next {
        index += 1
        guard byte == UInt8(ascii: "\"") else {
          text.append(byte)
          continue
        }
        if next == UInt8(ascii: "\"") {
          text.append(byte)
          index += 1
          continue
        }
        guard next == separator || isAtLineEnd else {
          throw Fault(problem: .strayQuote, offset: index)
        }
        return try cell(text, at: start)
      }
      throw Fault(problem: .openQuote, offset: start)
    }

    private func cell(_ bytes: [UInt8], at offset: Int) throws(Fault) -> Cell {
      guard bytes.count <= CSVTable.longestCell else {
        throw Fault(problem: .tooLong(limit: CSVTable.longestCell), offset: offset)
      }
      let text = String(decoding: bytes, as: UTF8.self).unifyingLineEnds()
      if text.unicodeScalars.contains(where: \.isRefusedControl) {
        throw Fault(problem: .controlCharacter, offset: offset)
      }
      return Cell(text: text, offset: offset)
    }
  }
}

extension String {
  /// Without white space at either end.
  func trimmingSpace() -> String {
    var scalars = Substring(self).unicodeScalars
    while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
    return String(Substring(scalars.drop { $0.properties.isWhitespace }))
  }
}

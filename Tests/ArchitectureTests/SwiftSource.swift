import FoundationEssentials

/// One Swift file, taken apart into code, string literals and comments.
struct SwiftSource: CustomStringConvertible {
  /// From the package's root: `Sources/Care/Kinds.swift`.
  let path: String
  let text: String
  /// The file with every literal and comment replaced by spaces; line ends stay.
  let code: String
  /// What the string literals say, without their interpolations.
  let literals: [String]

  var description: String { path }

  init(path: String, text: String) {
    self.path = path
    self.text = text
    var reader = Reader(text)
    reader.readCode(until: nil)
    code = String(String.UnicodeScalarView(reader.code))
    literals = reader.literals
  }

  /// The names in the code, keywords included.
  var words: Set<Substring> {
    Set(code.split { !($0.isLetter || $0.isNumber || $0 == "_") })
  }

  /// The modules it imports.
  var imports: Set<String> {
    var found: Set<String> = []
    for line in code.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard let at = words.firstIndex(of: "import"), at < 3, at + 1 < words.count,
        words[..<at].allSatisfy({ $0.hasPrefix("@") || Self.levels.contains(String($0)) })
      else { continue }
      found.insert(String(words[words.count - 1]))
    }
    return found
  }

  private static let levels: Set<String> = ["public", "package", "internal", "private"]
  static let root =
    #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }

  /// Every Swift file below a folder of the package, by path.
  static func all(in folder: String) -> [SwiftSource] {
    let base = "\(root)/\(folder)"
    let paths = FileManager.default.subpathsOfDirectory(base) ?? []
    return paths.filter { $0.hasSuffix(".swift") }.sorted().compactMap { path in
      guard let bytes = FileManager.default.contents(atPath: "\(base)/\(path)") else { return nil }
      return SwiftSource(
        path: "\(folder)/\(path)", text: String(decoding: bytes, as: UTF8.self))
    }
  }
}

extension FileManager {
  fileprivate func subpathsOfDirectory(_ path: String) -> [String]? {
    try? subpathsOfDirectory(atPath: path)
  }
}

/// A reader of just so much Swift as tells code from text.
private struct Reader {
  private let scalars: [Unicode.Scalar]
  private var at = 0
  private(set) var code: [Unicode.Scalar] = []
  private(set) var literals: [String] = []

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  private func sees(_ text: String, at offset: Int = 0) -> Bool {
    let wanted = Array(text.unicodeScalars)
    let start = at + offset
    return start + wanted.count <= scalars.count
      && scalars[start..<start + wanted.count].elementsEqual(wanted)
  }

  private mutating func skip(_ count: Int) {
    for _ in 0..<count where at < scalars.count {
      code.append(scalars[at] == "\n" ? "\n" : " ")
      at += 1
    }
  }

  /// Reads code up to the parenthesis that closes an interpolation, or to the end.
  mutating func readCode(until end: Unicode.Scalar?) {
    var depth = 0
    while at < scalars.count {
      if sees("//") {
        while at < scalars.count, scalars[at] != "\n" { skip(1) }
      } else if sees("/*") {
        while at < scalars.count, !sees("*/") { skip(1) }
        skip(2)
      } else if let hashes = stringStart() {
        readString(hashes: hashes)
      } else {
        if scalars[at] == "(" { depth += 1 }
        if scalars[at] == ")" {
          if depth == 0, end == ")" { return }
          depth -= 1
        }
        code.append(scalars[at])
        at += 1
      }
    }
  }

  /// How many `#` stand before a quote that begins here.
  private func stringStart() -> Int? {
    var hashes = 0
    while sees("#", at: hashes) { hashes += 1 }
    return sees("\"", at: hashes) ? hashes : nil
  }

  private mutating func readString(hashes: Int) {
    skip(hashes)
    let isLong = sees("\"\"\"")
    let fence = String(repeating: "#", count: hashes)
    let end = (isLong ? "\"\"\"" : "\"") + fence
    skip(isLong ? 3 : 1)
    var literal = String.UnicodeScalarView()
    while at < scalars.count, !sees(end) {
      if sees("\\\(fence)(") {
        skip(2 + hashes)
        readCode(until: ")")
        skip(1)
        literal.append(" ")
      } else if sees("\\\(fence)") {
        // An escape is none of the words that are looked for.
        skip(2 + hashes)
        literal.append(" ")
      } else {
        literal.append(scalars[at])
        skip(1)
      }
    }
    skip(end.unicodeScalars.count)
    literals.append(String(literal))
  }
}

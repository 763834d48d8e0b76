import FoundationEssentials
import Testing

@Suite struct `Nothing that is read` {
  /// Where a trap guards a mistake of our own that no input can make, and how many there are.
  static let traps: [String: Int] = [
    // The lengths of keys and digests are written in the code that calls.
    "Sources/Sodium/BLAKE2b.swift": 3,
    "Sources/Sodium/BLAKE2b+Hasher.swift": 1,
  ]

  private static let words: Set<Substring> = [
    "fatalError", "precondition", "preconditionFailure", "assert", "assertionFailure", "abort",
  ]

  @Test(arguments: SwiftSource.all(in: "Sources"))
  func `can stop the program`(_ source: SwiftSource) {
    let named = source.code.split { !($0.isLetter || $0.isNumber || $0 == "_") }
      .filter(Self.words.contains)
    #expect(named.count == Self.traps[source.path] ?? 0, "\(source) traps with \(named)")
  }

  @Test(arguments: SwiftSource.all(in: "Sources"))
  func `is unwrapped, cast or tried by force`(_ source: SwiftSource) {
    let code = Array(source.code.unicodeScalars)
    for (index, scalar) in code.enumerated() where scalar == "!" && index > 0 {
      let before = code[index - 1]
      let after = index + 1 < code.count ? code[index + 1] : "\n"
      // `!=` compares, and a `!` after a space or a bracket negates.
      let isForced =
        before.properties.isAlphabetic || ")]?0123456789_\"".unicodeScalars.contains(before)
      let line = code[..<index].filter { $0 == "\n" }.count + 1
      #expect(!isForced || after == "=", "\(source):\(line)")
    }
  }

  /// Whatever writes past the console is not asked what it may show, nor where.
  private static let prints: Set<Substring> = [
    "debugPrint", "dump", "printf", "puts", "fputs", "fprintf", "NSLog", "syslog", "os_log",
    "Logger", "Mirror",
  ]

  @Test(arguments: SwiftSource.all(in: "Sources"))
  func `is printed by anything but the console`(_ source: SwiftSource) {
    #expect(source.words.isDisjoint(with: Self.prints), "\(source)")
    let pieces = source.code.components(separatedBy: "print(")
    for piece in pieces.dropLast() {
      let isOwn = piece.hasSuffix(".") || piece.hasSuffix("func ") || piece.last?.isLetter == true
      #expect(isOwn, "\(source) prints")
    }
  }

  @Test func `exits anywhere but in main`() {
    for source in SwiftSource.all(in: "Sources")
    where source.path != "Sources/vesper/Main/main.swift" {
      #expect(!source.code.contains("exit("), "\(source)")
    }
  }
}

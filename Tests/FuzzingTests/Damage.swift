import FoundationEssentials
import Seeded

/// Inputs that a fuzzer begins from: Fuzz/Corpus, and the real files that `Fuzz/run` adds.
enum Corpus {
  private static let root = String(
    #filePath.dropLast("Tests/FuzzingTests/Damage.swift".count))
  static let folder = "\(root)Fuzz/Corpus"

  private static let fixtures = [
    "dayone": "dayone.json", "bearable": "bearable.csv", "csv": "table.csv",
    "calendar": "clinic.ics", "jrnl": "jrnl-4.6.json",
  ]

  /// Never empty: with nothing to begin from it begins from nothing.
  static func of(_ parser: String) throws -> [[UInt8]] {
    let files = FileManager.default
    let own = "\(folder)/\(parser)"
    var paths = ((try? files.contentsOfDirectory(atPath: own)) ?? []).sorted().map {
      "\(own)/\($0)"
    }
    if let fixture = fixtures[parser] { paths.append("\(root)Tests/CareTests/Fixtures/\(fixture)") }
    return try paths.map { Array(try Data(contentsOf: URL(filePath: $0))) } + [[]]
  }
}

/// Damaged forms of a corpus, one after another; the same seed gives the same ones.
struct Damage {
  private let corpus: [[UInt8]]
  private var chance: Chance

  init(_ corpus: [[UInt8]], seed: UInt64) {
    self.corpus = corpus
    chance = Chance(seed: seed)
  }

  /// Bytes that sit at the edge of something: of a number, a character, a line.
  private static let edges: [[UInt8]] =
    [[0x00], [0x7F], [0x80], [0xFF], [0xFF, 0xFF, 0xFF, 0xFF], [0xEF, 0xBB, 0xBF], [0xC3]]
    + ["\n", "\r\n", "\"", "\\u", "{", "]", ",", "-", "99999999999", "9999-12-31"].map {
      Array($0.utf8)
    }

  mutating func next() -> [UInt8] {
    var input = corpus.randomElement(using: &chance) ?? []
    for _ in 0..<Int.random(in: 1...4, using: &chance) { change(&input) }
    return input
  }

  private mutating func change(_ input: inout [UInt8]) {
    let place = Int.random(in: 0...input.count, using: &chance)
    let end = min(input.count, place + Int.random(in: 1...16, using: &chance))
    switch Int.random(in: 0..<7, using: &chance) {
    case 0 where place < input.count: input[place] ^= 1 << UInt8.random(in: 0..<8, using: &chance)
    case 1 where place < input.count: input[place] = UInt8.random(in: 0...255, using: &chance)
    case 2: input.removeSubrange(place..<end)
    case 3: input.insert(contentsOf: input[place..<end], at: place)
    case 4: input.removeSubrange(place...)
    case 5:
      // The rest of another one.
      let other = corpus.randomElement(using: &chance) ?? []
      input.replaceSubrange(place..., with: other.dropFirst(min(place, other.count)))
    default: input.insert(contentsOf: Self.edges.randomElement(using: &chance) ?? [], at: place)
    }
  }
}

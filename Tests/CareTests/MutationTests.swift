import Seeded
import Testing
import Vault

@testable import Care

/// Seeded damage: whatever arrives is refused or read, and nothing traps.
struct MutationTests {
  static let pieces: [[UInt8]] =
    [
      "{", "}", "[", "]", "\"", "\\", "\\u", "\\ud83d", ",", ":", "null", "-", "1e9", "99999999999",
      "0", "\u{0}", "\u{1B}[", "\r\n", "é", "9999-12-31", "0d", "true",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xEF, 0xBB, 0xBF]]

  static func damaged(_ bytes: [UInt8], with generator: inout Chance) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let place = Int.random(in: 0...bytes.count, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &generator)
      case 1 where place < bytes.count: bytes.remove(at: place)
      case 2: bytes.removeSubrange(place...)
      default: bytes.insert(contentsOf: pieces.randomElement(using: &generator) ?? [], at: place)
      }
    }
    return bytes
  }

  @Test(arguments: Kinds.all.indices)
  func `a damaged body is refused with a sentence or read as something sound`(index: Int) throws {
    let kind = Kinds.all[index]
    let entry = Samples.entry(
      1, kind.example, for: kind.defaultAudience, tags: ["a"], amends: 2, source: "jrnl:00")
    let body = try EntryCoding.encode(entry)
    var generator = Chance(seed: UInt64(index))
    var refused = 0
    for _ in 0..<400 {
      do throws(CareError) {
        let read = try EntryCoding.decode(
          Self.damaged(body, with: &generator), header: entry.header)
        // What was read can be kept and shown.
        _ = try EntryCoding.encode(read)
        #expect(!read.value.line.isEmpty)
      } catch {
        refused += 1
        #expect(!error.sentence.isEmpty)
        if case .inconsistentKind = error { Issue.record("\(error)") }
      }
    }
    #expect(refused > 200)
  }

  @Test func `a damaged journal never comes in changed in its shape`() throws {
    let bytes = try JrnlTests.fixture()
    let count = try JrnlExport(bytes).count
    var generator = Chance(seed: 7)
    for _ in 0..<300 {
      do throws(CareError) {
        #expect(try JrnlExport(Self.damaged(bytes, with: &generator)).count <= count)
      } catch {
        #expect(!error.sentence.isEmpty)
      }
    }
  }
}

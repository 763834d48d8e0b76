import Care
import Testing
import Vault

/// What is too long to be held is handed on in stretches, and reads the same.
@Suite struct `An export of a long diary` {
  /// Entries of both, of many lengths and out of order in time, many of one moment among them; so long that
  /// several segments are full.
  private func lived() throws -> (Household, Diary) {
    let home = try Household.couple()
    let (ada, noor) = try (home.diary(of: "Ada"), home.diary(of: "Noor"))
    for number in 0..<90 {
      switch number % 9 {
      case 3: home.time.pass(seconds: 86_400)
      case 5: home.time.setBack(seconds: 50_000)
      case 7: home.time.pass(seconds: 1)
      default: break
      }
      let text = String(repeating: "word \(number) ", count: 1 + number * 37 % 900)
      try ada.write(Reflection(text: text), number % 4 == 0 ? .shared : .private)
      try noor.write(Reflection(text: "theirs \(text)"), .shared)
    }
    return (home, ada)
  }

  private func exported(_ diary: Diary, both: Bool, holding most: Int) throws -> (
    bytes: [UInt8], greatest: Int, summed: Diary.Exported
  ) {
    var bytes: [UInt8] = []
    var greatest = 0
    let summed = try diary.export(includingOther: both, holding: most) { piece in
      #expect(piece.last == UInt8(ascii: "\n"))
      greatest = max(greatest, piece.count)
      bytes += piece
    }
    return (bytes, greatest, summed)
  }

  @Test(arguments: [false, true])
  func `holds the same lines in the same order, however little is held`(_ both: Bool) throws {
    let (home, ada) = try lived()
    defer { withExtendedLifetime(home) {} }
    let whole = try exported(ada, both: both, holding: .max)
    #expect(whole.summed == Diary.Exported(lines: both ? 180 : 90))
    #expect(whole.bytes.split(separator: UInt8(ascii: "\n")).count == whole.summed.lines)
    for most in [0, 1, 9_000, 40_000, 400_000] {
      let parts = try exported(ada, both: both, holding: most)
      #expect(parts.bytes == whole.bytes && parts.summed == whole.summed, "holding \(most)")
      #expect(parts.greatest < whole.greatest || most > 100_000)
    }
  }

  @Test func `goes once through what it can hold, and again only through what it needs`() throws {
    let (home, ada) = try lived()
    defer { withExtendedLifetime(home) {} }
    func cells(holding most: Int) throws -> Int {
      let before = ada.cells
      _ = try exported(ada, both: true, holding: most)
      return ada.cells - before
    }
    // The first time sums up the segments that are full.
    _ = try cells(holding: 100_000)
    #expect(try cells(holding: .max) * 6 > cells(holding: 100_000))
  }
}

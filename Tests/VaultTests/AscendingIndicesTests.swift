import Testing

@testable import Vault

@Suite struct `Indices that ascend` {
  @Test func `are held as what they reach over, to the last there is`() {
    var indices = AscendingIndices()
    let added: [UInt64] = [0, 1, 2, 5, 7, 8, .max - 1, .max]
    for index in added { indices.append(index) }
    #expect(indices.count == added.count)
    for index in added where index != .max { #expect(indices.contains(index)) }
    for index: UInt64 in [3, 4, 6, 9, 1_000, .max - 2] { #expect(!indices.contains(index)) }
  }

  @Test func `of none hold none`() {
    #expect(!AscendingIndices().contains(0) && AscendingIndices().count == 0)
  }
}
